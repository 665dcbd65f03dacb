import { randomUUID } from 'node:crypto';
import { StoreError } from '@interlock/kernel';
import { type Connection } from './connection.ts';
import { type Names } from './names.ts';
import { type Reads } from './reads.ts';
import { writtenOnce } from './written-once.ts';

const FORMAT = 1;

/** What the log is called: its first process writes it down, whoever comes later reads it. */
export async function identityOf(connection: Connection, reads: Reads, names: Names): Promise<string> {
  const read = await writtenOnce({
    ...{ connection, reads },
    note: { stream: names.identity, type: 'LogOpened', body: () => ({ storeId: randomUUID(), format: FORMAT }) },
  });
  if (typeof read !== 'object' || read === null || !('storeId' in read) || !('format' in read) || typeof read.storeId !== 'string')
    throw new StoreError('STORE_DAMAGED', 'What the log is called cannot be read');
  if (typeof read.format !== 'number' || read.format > FORMAT)
    throw new StoreError('STORE_NEWER', `The log was written in format ${String(read.format)}, this version knows ${String(FORMAT)}`);
  return read.storeId;
}
