import { type KeyObject } from 'node:crypto';
import { unreachable } from '@interlock/kernel';
import { type KeyLine, type KeyLines } from './keys.file.ts';
import { isErased, type KeyRecord, readRecord, recordText, unwrap, valueAt, wrap } from './key-records.ts';
import { KeyStoreError } from './key-store-error.ts';

export interface HeldKey {
  readonly key: string;
  readonly dataKey: KeyObject;
}

export interface KeyToAdd extends HeldKey {
  /** HMAC of the subject; only for keys made here. */
  readonly subject?: string;
}

/** What the key file says, in memory: keys are unwrapped when first used and then kept. */
export interface Keyring {
  /** Values of destroyed keys that a crash left in the file. */
  readonly leftToErase: readonly Erasure[];
  stateOf(key: string): 'held' | 'destroyed' | 'unknown';
  /** Throws a KeyStoreError when there is none or its wrapping was changed. */
  dataKeyOf(key: string): KeyObject;
  ofSubject(subject: string): HeldKey | undefined;
  /** Unwraps every key that is held: throws a KeyStoreError at the first whose line was changed. */
  examine(): void;
  add(key: KeyToAdd): Promise<HeldKey>;
  destroy(key: string): Promise<void>;
  forget(): void;
}

export interface Erasure {
  readonly at: number;
  readonly length: number;
  /** Found written over already. */
  readonly done: boolean;
}

interface Kept {
  readonly subject?: string;
  readonly erasures: readonly Erasure[];
  box?: string;
  dataKey?: KeyObject;
  /** Set first, so that a key under destruction is used no more. */
  destroying?: true;
  destroyed?: true;
}

export function keyring(lines: KeyLines, masterKey: KeyObject): Keyring {
  const { kept, subjects, leftToErase } = readKeys(lines.lines);

  function dataKeyOf(key: string): KeyObject {
    const entry = kept.get(key);
    if (!entry || entry.destroying) throw new KeyStoreError('KEYS_UNAVAILABLE', `No key ${key}`);
    if (entry.dataKey) return entry.dataKey;
    const dataKey = unwrap(masterKey, wrapName(key, entry.subject), entry.box ?? '');
    if (!dataKey) throw new KeyStoreError('KEYS_DAMAGED', `The key ${key} was changed in its file: restore the file from its backup`);
    entry.dataKey = dataKey;
    delete entry.box;
    return dataKey;
  }

  return {
    leftToErase,
    dataKeyOf,
    stateOf(key) {
      const entry = kept.get(key);
      if (!entry) return 'unknown';
      return entry.destroying ? 'destroyed' : 'held';
    },
    ofSubject(subject) {
      const key = subjects.get(subject);
      return key === undefined ? undefined : { key, dataKey: dataKeyOf(key) };
    },
    examine() {
      for (const [key, { destroying }] of kept) if (!destroying) dataKeyOf(key);
    },
    async add({ key, dataKey, subject }) {
      const box = wrap(masterKey, wrapName(key, subject), dataKey);
      const record: KeyRecord = { type: 'key', key, box, ...(subject !== undefined && { subject }) };
      const text = recordText(record);
      const at = await lines.append(text);
      const entry: Kept = {
        dataKey,
        erasures: erasuresOf({ text, at }, record),
        ...(subject !== undefined && { subject }),
      };
      if (kept.has(key)) {
        for (const erasure of entry.erasures) await lines.writeOver(erasure); // destroyed meanwhile
        return { key, dataKey };
      }
      kept.set(key, entry);
      if (subject !== undefined) subjects.set(subject, key);
      return { key, dataKey };
    },
    async destroy(key) {
      const entry = kept.get(key) ?? { erasures: [] };
      kept.set(key, entry);
      entry.destroying = true;
      delete entry.dataKey;
      delete entry.box;
      if (entry.subject !== undefined && subjects.get(entry.subject) === key) subjects.delete(entry.subject);
      if (entry.destroyed) return;
      await lines.append(recordText({ type: 'destroyed', key }));
      for (const erasure of entry.erasures) await lines.writeOver(erasure);
      entry.destroyed = true;
    },
    forget() {
      kept.clear();
      subjects.clear();
    },
  };
}

function readKeys(lines: readonly KeyLine[]) {
  const kept = new Map<string, Kept>();
  const subjects = new Map<string, string>();
  const leftToErase: Erasure[] = [];
  for (const line of lines) {
    const record = readRecord(line);
    switch (record.type) {
      case 'keys':
        break;
      case 'key': {
        const { key, box, subject } = record;
        if (kept.get(key)?.destroyed) {
          leftToErase.push(...erasuresOf(line, record).filter(({ done }) => !done));
          break;
        }
        kept.set(key, { box, erasures: erasuresOf(line, record), ...(subject !== undefined && { subject }) });
        if (subject !== undefined) subjects.set(subject, key);
        break;
      }
      case 'destroyed': {
        const entry = kept.get(record.key);
        if (entry) leftToErase.push(...entry.erasures.filter(({ done }) => !done));
        if (entry?.subject !== undefined && subjects.get(entry.subject) === record.key) subjects.delete(entry.subject);
        kept.set(record.key, { erasures: [], destroying: true, destroyed: true });
        break;
      }
      default:
        unreachable(record);
    }
  }
  return { kept, subjects, leftToErase };
}

function erasuresOf(line: KeyLine, { box, subject }: KeyRecord): readonly Erasure[] {
  const boxAt = valueAt(line, 'box');
  const subjectAt = valueAt(line, 'subject');
  return [
    ...(boxAt === undefined ? [] : [{ at: boxAt, length: box.length, done: isErased(box) }]),
    ...(subjectAt === undefined || subject === undefined ? [] : [{ at: subjectAt, length: subject.length, done: isErased(subject) }]),
  ];
}

/** Binds a wrapped key to its name and its subject: lines of the file cannot be exchanged. */
function wrapName(key: string, subject: string | undefined): string {
  return subject === undefined ? key : `${key} of ${subject}`;
}
