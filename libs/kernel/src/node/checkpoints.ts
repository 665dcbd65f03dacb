import { type Clock } from '../clock.ts';
import { type EventStore, type Position, isStoreError, START } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { type MachineTime } from '../machine-time.ts';
import { decodeEvent, encodeEvent } from '../stored-event.ts';
import { numberingOf, renumbered } from './numbering.ts';

/** Where a policy or effect stands: kept in its own stream, at most each second. Losing it only repeats. */
export interface Checkpoint {
  /** What came up to then is done… */
  readonly through: Position;
  /** …but for these, in order. */
  readonly open: readonly Position[];
  /** Notes the position, and what up to then is not done; written when the last write is long enough ago. */
  reached(position: Position, open?: () => readonly Position[]): void;
  /** Writes what was noted. */
  flush(): Promise<void>;
}

const WRITE_EVERY_MS = 1_000;
/** More of them are not listed: then all after the first of them is repeated. */
const OPEN_MAX = 500;

export async function openCheckpoint(
  stream: string,
  { store, clock, time }: { readonly store: EventStore; readonly clock: Clock; readonly time: MachineTime },
  report: (error: unknown) => void,
): Promise<Checkpoint> {
  const last = await store.readStream(stream, { direction: 'backwards', limit: 1 });
  const event = last.events[0];
  let head = last.head;
  const begun = event ? await placeIn(store, decodeEvent(event).data) : { through: START, open: [] };
  const numbering = numberingOf(store);
  let written = textOf(begun);
  let noted: Noted = { through: begun.through, open: () => begun.open };
  let writing: Promise<void> | undefined;
  let cancelWrite: (() => void) | undefined;

  const write = async (): Promise<void> => {
    const { through, open } = noted;
    const reached = { through, open: open().filter((position) => position <= through) };
    const text = textOf(reached);
    if (text === written) return;
    const checkpoint = encodeEvent({
      id: idOf('checkpoint', stream, head + 1, text),
      type: 'CheckpointReached',
      schemaVersion: 1,
      stream,
      data: { ...dataOf(reached), ...numbering },
      meta: { actor: { kind: 'policy', name: stream } },
      recordedAt: clock.now(),
    });
    try {
      const appended = await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: [checkpoint] }]);
      head = appended.writes[0]?.lastRevision ?? head;
      // The checkpoint’s own event needs no further checkpoint.
      written = text;
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
    through: begun.through,
    open: begun.open,
    reached(through, open = NOTHING) {
      noted = { through, open };
      const due = (): void => {
        cancelWrite = undefined;
        writeOnce().catch(report);
      };
      cancelWrite ??= time.after(WRITE_EVERY_MS, due, 'background');
    },
    async flush() {
      cancelWrite?.();
      cancelWrite = undefined;
      await writing;
      await writeOnce();
    },
  };
}

interface Place {
  readonly through: Position;
  readonly open: readonly Position[];
}

interface Noted {
  readonly through: Position;
  open(): readonly Position[];
}

const NOTHING = (): readonly Position[] => [];

/** `position` is where whoever knows no more than that goes on: before the first that is open. */
function dataOf({ through, open }: Place): { readonly position: string; readonly through?: string; readonly open?: readonly string[] } {
  const [first] = open;
  if (first === undefined) return { position: String(through) };
  const position = String(first - 1n);
  return open.length > OPEN_MAX ? { position } : { position, through: String(through), open: open.map(String) };
}

/**
 * As it was written, in the positions of the log where it was written. Of a log that was moved here from a store that counts, the
 * place is counted off; from one with positions of its own, everything is repeated.
 */
async function placeIn(store: EventStore, data: Readonly<Record<string, unknown>>): Promise<Place> {
  const { storeId } = numberingOf(store);
  const place = readPlace(data);
  if (data['storeId'] === storeId) return place;
  if (data['storeId'] !== undefined) return { through: START, open: [] };
  const here = await renumbered(store, [place.through, ...place.open]);
  return { through: here(place.through) ?? START, open: place.open.flatMap((position) => here(position) ?? []) };
}

export function readPlace(data: Readonly<Record<string, unknown>>): Place {
  const { position, through, open } = data;
  if (typeof through !== 'string' || !Array.isArray(open)) return { through: BigInt(String(position)), open: [] };
  return { through: BigInt(through), open: open.map((one) => BigInt(String(one))) };
}

function textOf(place: Place): string {
  return JSON.stringify(dataOf(place));
}
