import { type Clock } from '../clock.ts';
import { type EventStore, isLostRace } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { type Actor } from '../actor.ts';
import { decodeEvent, encodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';
import { numberingOf, positionsOfIds } from './numbering.ts';

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

  const numbering = numberingOf(store);
  /** Parked when the log lay in another store: where they lie in this one is looked up. */
  const foreign = new Set<string>();

  const load = async (): Promise<void> => {
    for (let atHead = false; !atHead;) {
      const page = await store.readStream(stream, { from: head + 1 });
      for (const event of page.events) {
        const { type, data, recordedAt } = decodeEvent(event);
        const eventId = String(data['eventId']);
        foreign.delete(eventId);
        if (type === 'FactParked') parked.set(eventId, readParked(policy, data, recordedAt));
        else parked.delete(eventId);
        if (type === 'FactParked' && data['storeId'] !== numbering.storeId) foreign.add(eventId);
        head = event.revision;
        turn += 1;
      }
      atHead = head >= page.head;
    }
    if (foreign.size === 0) return;
    for (const [eventId, position] of await positionsOfIds(store, foreign)) {
      const known = parked.get(eventId);
      if (known) parked.set(eventId, { ...known, position: String(position) });
    }
    foreign.clear();
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
    park: (one) => write('FactParked', { ...one, ...numbering }, { kind: 'policy', name: policy }, () => parked.has(one.eventId)),
    settle: (eventId, { type, ...rest }, actor) => write(type, { eventId, ...rest }, actor, () => !parked.has(eventId)),
  };
}

function readParked(policy: string, data: Readonly<Record<string, unknown>>, parkedAt: string): Parked {
  const keys = Array.isArray(data['keys']) ? data['keys'].map(String) : [];
  return { policy, eventId: String(data['eventId']), position: String(data['position']), keys, reason: String(data['reason']), parkedAt };
}
