import { type KeyObject } from 'node:crypto';
import { unreachable } from '@interlock/kernel';
import { type KeyLine } from './key-tail.file.ts';
import { type KeyLines } from './keys.file.ts';
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

/**
 * What the key file says, in memory: keys are unwrapped when first used and then kept. Each question looks first whether another process
 * has written: a key that it destroyed is used no more, one that it made is used here, too.
 */
export interface Keyring {
  /** Values of destroyed keys that a crash left in the file. */
  readonly leftToErase: readonly Erasure[];
  stateOf(key: string): 'held' | 'destroyed' | 'unknown';
  /** Throws a KeyStoreError when there is none or its wrapping was changed. */
  dataKeyOf(key: string): KeyObject;
  ofSubject(subject: string): HeldKey | undefined;
  /** Whether it can be lost no more: what is sealed under a key must not outlive it. */
  isDurable(key: string): boolean;
  /** Unwraps every key that is held: throws a KeyStoreError at the first whose line was changed. */
  examine(): void;
  /** Durable when it resolves; with the key that is there, where another process was first. */
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
  readonly at?: number;
  /** What is to be written over when it is destroyed. */
  erasures: readonly Erasure[];
  box?: string;
  dataKey?: KeyObject;
  /** Set first, so that a key under destruction is used no more. */
  destroying?: true;
  /** The file says so. */
  buried?: true;
}

export function keyring(lines: KeyLines, masterKey: KeyObject): Keyring {
  const held = foldKeys(lines);
  const { kept, refresh } = held;

  function dataKeyOf(key: string): KeyObject {
    const entry = kept.get(key);
    if (!entry || entry.destroying) throw new KeyStoreError('KEYS_UNAVAILABLE', `No key ${key}`);
    if (entry.dataKey) return entry.dataKey;
    const dataKey = unwrap(masterKey, wrapName(key, entry.subject), entry.box ?? '');
    if (!dataKey) {
      // Another process may just have begun to write over what it destroys.
      if (stateOf(key) === 'destroyed') return dataKeyOf(key);
      throw new KeyStoreError('KEYS_DAMAGED', `The key ${key} was changed in its file: restore the file from its backup`);
    }
    entry.dataKey = dataKey;
    delete entry.box;
    return dataKey;
  }
  function stateOf(key: string): ReturnType<Keyring['stateOf']> {
    refresh();
    const entry = kept.get(key);
    if (!entry) return 'unknown';
    return entry.destroying ? 'destroyed' : 'held';
  }
  function ofSubject(subject: string): HeldKey | undefined {
    refresh();
    const key = held.subjects.get(subject);
    return key === undefined ? undefined : { key, dataKey: dataKeyOf(key) };
  }

  return {
    leftToErase: [...kept.values()].flatMap(({ buried, erasures }) => (buried ? erasures.filter(({ done }) => !done) : [])),
    ...{ dataKeyOf, stateOf, ofSubject },
    isDurable(key) {
      const { at } = kept.get(key) ?? {};
      return at !== undefined && lines.isDurable({ at });
    },
    examine() {
      for (const [key, { destroying }] of kept) if (!destroying) dataKeyOf(key);
    },
    ...writing({ lines, masterKey, held, questions: { stateOf, ofSubject, dataKeyOf } }),
    forget() {
      kept.clear();
      held.subjects.clear();
    },
  };
}

interface Writing {
  readonly lines: KeyLines;
  readonly masterKey: KeyObject;
  readonly held: ReturnType<typeof foldKeys>;
  readonly questions: Pick<Keyring, 'stateOf' | 'ofSubject' | 'dataKeyOf'>;
}

function writing({ lines, masterKey, held, questions }: Writing): Pick<Keyring, 'add' | 'destroy'> {
  const { stateOf, ofSubject, dataKeyOf } = questions;
  return {
    async add({ key, dataKey, subject }) {
      const box = wrap(masterKey, wrapName(key, subject), dataKey);
      const text = recordText({ type: 'key', key, box, ...(subject !== undefined && { subject }) });
      let found: HeldKey | undefined;
      await lines.append(() => {
        const state = stateOf(key);
        if (state === 'held') found = { key, dataKey: dataKeyOf(key) };
        else if (subject !== undefined) found = ofSubject(subject);
        return state === 'unknown' && !found ? text : undefined; // destroyed meanwhile: no line brings it back
      });
      held.refresh();
      const entry = held.kept.get(key);
      if (!found && entry && !entry.destroying) entry.dataKey = dataKey;
      return found ?? { key, dataKey };
    },
    async destroy(key) {
      held.refresh();
      const entry = held.end(key);
      if (!entry.buried)
        await lines.append(() => {
          held.refresh();
          return entry.buried ? undefined : recordText({ type: 'destroyed', key });
        });
      held.refresh();
      for (const erasure of entry.erasures) await lines.writeOver(erasure);
      entry.erasures = [];
    },
  };
}

/** The lines, one after another, as they come. */
function foldKeys(lines: KeyLines) {
  const kept = new Map<string, Kept>();
  const subjects = new Map<string, string>();

  function end(key: string): Kept {
    const entry = kept.get(key) ?? { erasures: [] };
    kept.set(key, entry);
    entry.destroying = true;
    delete entry.dataKey;
    delete entry.box;
    if (entry.subject !== undefined && subjects.get(entry.subject) === key) subjects.delete(entry.subject);
    return entry;
  }
  function take(line: KeyLine): void {
    const record = readRecord(line);
    switch (record.type) {
      case 'keys':
        return;
      case 'key': {
        const { key, box, subject } = record;
        const present = kept.get(key);
        if (present) {
          present.erasures = [...present.erasures, ...erasuresOf(line, record)];
          return;
        }
        kept.set(key, { box, at: line.at, erasures: erasuresOf(line, record), ...(subject !== undefined && { subject }) });
        // The first line of a subject is the one that all processes use.
        if (subject !== undefined && !subjects.has(subject)) subjects.set(subject, key);
        return;
      }
      case 'destroyed':
        end(record.key).buried = true;
        return;
      default:
        unreachable(record);
    }
  }

  for (const line of lines.lines) take(line);
  return {
    ...{ kept, subjects, end },
    refresh(): void {
      for (const line of lines.news()) take(line);
    },
  };
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
