import { randomUUID } from 'node:crypto';
import { STREAM_STATE, UnsupportedError, binaryEvent } from '@kurrent/kurrentdb-client';
import { StoreError } from '@interlock/kernel';
import { type Connection } from './connection.ts';
import { failureOf } from './kurrent-errors.ts';
import { type Reads } from './reads.ts';

/** What is said of a log in a stream beside it: no event of the log, so nothing that reads or copies the log meets it. */
export interface Note {
  readonly stream: string;
  readonly type: string;
  readonly body: () => object;
}

/** Writes the note where there is none, and answers the one that lies there; undefined where that cannot be read. */
export async function writtenOnce(options: {
  readonly connection: Connection;
  readonly reads: Reads;
  readonly note: Note;
}): Promise<unknown> {
  const { connection, reads, note } = options;
  for (;;) {
    const event = await reads.firstOf(note.stream);
    if (event) return parsed(event.data);
    const data = new TextEncoder().encode(JSON.stringify(note.body()));
    const record = binaryEvent({ id: randomUUID(), type: note.type, data });
    await connection.patiently(async (client) => {
      try {
        await client.appendRecords(
          [{ streamName: note.stream, record }],
          [{ type: STREAM_STATE, streamName: note.stream, expectedState: 'no_stream' }],
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

function parsed(data: unknown): unknown {
  if (!(data instanceof Uint8Array)) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return undefined;
  }
}
