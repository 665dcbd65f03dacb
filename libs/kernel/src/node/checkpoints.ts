import { type Clock } from '../clock.ts';
import { type EventStore, type Position, isStoreError, START } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { decodeEvent, encodeEvent } from '../stored-event.ts';

/** Where a policy or effect stands: kept in its own stream, at most each second. Losing it only repeats. */
export interface Checkpoint {
  readonly position: Position;
  /** Notes the position; written when the last write is long enough ago. */
  reached(position: Position): void;
  /** Writes what was noted. */
  flush(): Promise<void>;
}

const WRITE_EVERY_MS = 1_000;

export async function openCheckpoint(
  stream: string,
  store: EventStore,
  clock: Clock,
  report: (error: unknown) => void,
): Promise<Checkpoint> {
  const last = await store.readStream(stream, { direction: 'backwards', limit: 1 });
  const event = last.events[0];
  let head = last.head;
  let written = event ? BigInt(String(decodeEvent(event).data['position'])) : START;
  const position = written;
  let noted = written;
  let writing: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const write = async (): Promise<void> => {
    if (noted <= written) return;
    const reached = noted;
    const checkpoint = encodeEvent({
      id: idOf('checkpoint', stream, head + 1, String(reached)),
      type: 'CheckpointReached',
      schemaVersion: 1,
      stream,
      data: { position: String(reached) },
      meta: { actor: { kind: 'policy', name: stream } },
      recordedAt: clock.now(),
    });
    try {
      const appended = await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: [checkpoint] }]);
      head = appended.writes[0]?.lastRevision ?? head;
      // The checkpoint’s own event needs no further checkpoint.
      written = reached;
    } catch (error) {
      if (!isStoreError(error, 'WRONG_EXPECTED_REVISION')) throw error;
      head = (await store.readStream(stream, { direction: 'backwards', limit: 1 })).head;
    }
  };
  const writeOnce = (): Promise<void> => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
    return writing;
  };

  return {
    position,
    reached(reachedPosition) {
      noted = reachedPosition;
      timer ??= setTimeout(() => {
        timer = undefined;
        writeOnce().catch(report);
      }, WRITE_EVERY_MS).unref();
    },
    async flush() {
      clearTimeout(timer);
      timer = undefined;
      await writing;
      await writeOnce();
    },
  };
}
