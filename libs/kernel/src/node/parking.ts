import { type Clock } from '../clock.ts';
import { type EventStore, isLostRace } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { type Actor } from '../actor.ts';
import { decodeEvent, encodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';

/** A fact that a policy could not process: recorded with its reason; what shares a key with it waits behind it, in order. */
export interface Parked {
  readonly policy: string;
  readonly eventId: string;
  /** Decimal text. */
  readonly position: string;
  readonly keys: readonly string[];
  /** A code, no personal data. */
  readonly reason: string;
  readonly parkedAt: string;
}

/** The parked facts of one policy: the stream `parked-<policy>`, folded. */
export interface Parking {
  /** In the order of the log. */
  list(): readonly Parked[];
  holds(keys: readonly string[]): boolean;
  has(eventId: string): boolean;
  /** Reads on: another replica, or a person by another process, parked or settled something. */
  refresh(): Promise<void>;
  park(parked: Omit<Parked, 'policy' | 'parkedAt'>): Promise<void>;
  /** Ends a parked fact: processed after all, or skipped by a person with a reason. */
  settle(
    eventId: string,
    how: { readonly type: 'FactRedriven' } | { readonly type: 'FactSkipped'; readonly reason: string },
    actor: Actor,
  ): Promise<void>;
}

/** Only other replicas write between. */
const ATTEMPTS_MAX = 16;

export async function openParking(policy: string, store: EventStore, clock: Clock): Promise<Parking> {
  const stream = streamName('parked', policy);
  const parked = new Map<string, Parked>();
  let head = -1;
  let turn = 0;

  const load = async (): Promise<void> => {
    for (;;) {
      const page = await store.readStream(stream, { from: head + 1 });
      for (const event of page.events) {
        const { type, data, recordedAt } = decodeEvent(event);
        const eventId = String(data['eventId']);
        if (type === 'FactParked') parked.set(eventId, readParked(policy, data, recordedAt));
        else parked.delete(eventId);
        head = event.revision;
        turn += 1;
      }
      if (head >= page.head) return;
    }
  };
  const write = async (type: string, data: Readonly<Record<string, unknown>>, actor: Actor, isDone: () => boolean): Promise<void> => {
    for (let attempt = 1; !isDone(); attempt += 1) {
      const event = encodeEvent({
        id: idOf('parking', policy, String(data['eventId']), type, turn),
        type,
        schemaVersion: 1,
        stream,
        data,
        meta: { actor },
        recordedAt: clock.now(),
      });
      try {
        await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: [event] }]);
      } catch (error) {
        if (!isLostRace(error) || attempt >= ATTEMPTS_MAX) throw error;
      }
      await load();
    }
  };

  await load();
  return {
    list: () => [...parked.values()].sort((a, b) => Number(BigInt(a.position) - BigInt(b.position))),
    holds: (keys) => [...parked.values()].some((one) => one.keys.some((key) => keys.includes(key))),
    has: (eventId) => parked.has(eventId),
    refresh: load,
    park: (one) => write('FactParked', { ...one }, { kind: 'policy', name: policy }, () => parked.has(one.eventId)),
    settle: (eventId, { type, ...rest }, actor) => write(type, { eventId, ...rest }, actor, () => !parked.has(eventId)),
  };
}

function readParked(policy: string, data: Readonly<Record<string, unknown>>, parkedAt: string): Parked {
  const keys = Array.isArray(data['keys']) ? data['keys'].map(String) : [];
  return { policy, eventId: String(data['eventId']), position: String(data['position']), keys, reason: String(data['reason']), parkedAt };
}
