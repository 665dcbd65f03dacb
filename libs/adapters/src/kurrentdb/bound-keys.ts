import { type LogKeys, StoreError } from '@interlock/kernel';
import { type Connection } from './connection.ts';
import { type Names } from './names.ts';
import { type Reads } from './reads.ts';
import { writtenOnce } from './written-once.ts';

const FORMAT = 1;

/** Which keys the log is written with: the first process that has any writes it down, whoever comes later reads it. */
export async function boundKeys(options: {
  readonly connection: Connection;
  readonly reads: Reads;
  readonly names: Names;
  readonly keys: LogKeys;
}): Promise<LogKeys> {
  const { names, keys, ...server } = options;
  const { fingerprint, verifierKey, references } = keys;
  const read = await writtenOnce({
    ...server,
    note: { stream: names.keys, type: 'KeysBound', body: () => ({ format: FORMAT, fingerprint, verifierKey, references }) },
  });
  if (!isObject(read) || typeof read['format'] !== 'number') throw unreadable(names);
  if (read['format'] > FORMAT)
    throw new StoreError('STORE_NEWER', `Its keys are told of in format ${String(read['format'])}, this version knows ${String(FORMAT)}`);
  const text = (field: keyof LogKeys): string => {
    const value = read[field];
    if (typeof value !== 'string') throw unreadable(names);
    return value;
  };
  return { fingerprint: text('fingerprint'), verifierKey: text('verifierKey'), references: text('references') };
}

function isObject(read: unknown): read is Readonly<Record<string, unknown>> {
  return typeof read === 'object' && read !== null;
}

function unreadable(names: Names): StoreError {
  return new StoreError('STORE_DAMAGED', `Which keys the log is written with cannot be read (${names.keys})`);
}
