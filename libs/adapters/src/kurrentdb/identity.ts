import { randomUUID } from 'node:crypto';
import { STREAM_STATE, UnsupportedError, binaryEvent } from '@kurrent/kurrentdb-client';
import { StoreError } from '@interlock/kernel';
import { type Connection } from './connection.ts';
import { failureOf } from './kurrent-errors.ts';
import { type Names } from './names.ts';
import { type Reads } from './reads.ts';

const FORMAT = 1;

/** What the log is called: its first process writes it down, whoever comes later reads it. */
export async function identityOf(connection: Connection, reads: Reads, names: Names): Promise<string> {
  for (;;) {
    const event = await reads.firstOf(names.identity);
    if (event) return readIdentity(event.data);
    const data = new TextEncoder().encode(JSON.stringify({ storeId: randomUUID(), format: FORMAT }));
    const record = binaryEvent({ id: randomUUID(), type: 'LogOpened', data });
    await connection.patiently(async (client) => {
      try {
        await client.appendRecords(
          [{ streamName: names.identity, record }],
          [{ type: STREAM_STATE, streamName: names.identity, expectedState: 'no_stream' }],
        );
      } catch (error) {
        if (error instanceof UnsupportedError)
          throw new StoreError('STORE_UNAVAILABLE', 'The server has no appendRecords: KurrentDB 26.1 or newer is needed');
        // Another process was first, or this one’s answer was lost: what lies there is read.
        if (failureOf(error).type !== 'violated') throw error;
      }
    });
  }
}

function readIdentity(data: unknown): string {
  const read: unknown = data instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(data)) : undefined;
  if (typeof read !== 'object' || read === null || !('storeId' in read) || !('format' in read) || typeof read.storeId !== 'string')
    throw new StoreError('STORE_DAMAGED', 'What the log is called cannot be read');
  if (typeof read.format !== 'number' || read.format > FORMAT)
    throw new StoreError('STORE_NEWER', `The log was written in format ${String(read.format)}, this version knows ${String(FORMAT)}`);
  return read.storeId;
}
