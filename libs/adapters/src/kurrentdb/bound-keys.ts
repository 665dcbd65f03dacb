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
  const { fingerprint, verifierKey } = keys;
  const read = await writtenOnce({
    ...server,
    note: { stream: names.keys, type: 'KeysBound', body: () => ({ format: FORMAT, fingerprint, verifierKey }) },
  });
  if (typeof read !== 'object' || read === null || !('format' in read) || typeof read.format !== 'number')
    throw new StoreError('STORE_DAMAGED', `Which keys the log is written with cannot be read (${names.keys})`);
  if (read.format > FORMAT)
    throw new StoreError('STORE_NEWER', `Its keys are told of in format ${String(read.format)}, this version knows ${String(FORMAT)}`);
  if (!('fingerprint' in read && 'verifierKey' in read && typeof read.fingerprint === 'string' && typeof read.verifierKey === 'string'))
    throw new StoreError('STORE_DAMAGED', `Which keys the log is written with cannot be read (${names.keys})`);
  return { fingerprint: read.fingerprint, verifierKey: read.verifierKey };
}
