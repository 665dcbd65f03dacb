import { type Clock } from '../clock.ts';
import { type EventStore, isStoreError } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND, toMs } from '../instant.ts';
import { decodeEvent, encodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';

export interface ClockWatch {
  /** Whether deadlines may be fired now; records a jump, and its end. */
  agrees(): Promise<boolean>;
  suspendedSince(): Instant | undefined;
  resume(person: string): Promise<void>;
}

/** Wall and monotonic time may disagree by this much between two looks. */
const JUMP_MS = 2 * MS_PER_SECOND;
const AGREEMENT_MS = MS_PER_MINUTE;

interface Note {
  readonly type: 'ClockJumped' | 'ClockAgreed' | 'ClockVouchedFor';
  readonly data: Readonly<Record<string, unknown>>;
}

/** A forward jump must not lapse anything, a backward one must not delay for ever: firing stops until the clocks agree again for a minute, or a person says so. */
export function watchClock(node: string, store: EventStore, clock: Clock): ClockWatch {
  let wall = toMs(clock.now());
  let monotonic = clock.monotonicMs();
  let suspended: Instant | undefined;
  let agreedMs = 0;
  let isOpen = false;
  // A jump that could not be written yet is written before anything fires.
  let unwritten: Note[] = [];

  const { last, write } = clockNotes(node, store, clock);
  const writeAll = async (): Promise<void> => {
    for (let next = unwritten[0]; next; next = unwritten[0]) {
      await write(next);
      unwritten = unwritten.slice(1);
    }
  };
  /** A restart does not make a wrong clock right. */
  const open = async (): Promise<void> => {
    if (isOpen) return;
    const { event } = await last();
    if (event?.type === 'ClockJumped') suspended ??= event.recordedAt;
    isOpen = true;
  };
  return {
    async agrees() {
      const wallNow = toMs(clock.now());
      const monotonicNow = clock.monotonicMs();
      const jumpMs = wallNow - wall - (monotonicNow - monotonic);
      agreedMs += monotonicNow - monotonic;
      wall = wallNow;
      monotonic = monotonicNow;
      if (Math.abs(jumpMs) > JUMP_MS) {
        agreedMs = 0;
        suspended ??= clock.now();
        unwritten.push({ type: 'ClockJumped', data: { jumpMs: Math.round(jumpMs) } });
      }
      await open();
      await writeAll();
      if (suspended !== undefined && agreedMs >= AGREEMENT_MS) {
        await write({ type: 'ClockAgreed', data: {} });
        suspended = undefined;
      }
      return suspended === undefined;
    },
    suspendedSince: () => suspended,
    async resume(person) {
      await writeAll();
      await write({ type: 'ClockVouchedFor', data: { person } });
      suspended = undefined;
      isOpen = true;
    },
  };
}

/** The stream of what was seen of the clock, and who vouched for it. */
function clockNotes(node: string, store: EventStore, clock: Clock) {
  const stream = streamName('clock', node);
  const last = async () => {
    const { events, head } = await store.readStream(stream, { direction: 'backwards', limit: 1 });
    return { head, event: events[0] && decodeEvent(events[0]) };
  };
  const write = async ({ type, data }: Note): Promise<void> => {
    for (;;) {
      const { head } = await last();
      const event = encodeEvent({
        id: idOf('clock', node, type, head + 1, JSON.stringify(data)),
        type,
        schemaVersion: 1,
        stream,
        data,
        meta: { actor: { kind: 'timer', name: 'clock' } },
        recordedAt: clock.now(),
      });
      try {
        await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: [event] }]);
        return;
      } catch (error) {
        // A replica wrote its own in between: each says what it saw.
        if (!isStoreError(error, 'WRONG_EXPECTED_REVISION')) throw error;
      }
    }
  };
  return { last, write };
}
