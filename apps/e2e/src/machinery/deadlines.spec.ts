import { describe, expect, it } from '@jest/globals';
import { type EventStore, decodeEvent, fromMs, instant, timers, to, toMs } from '@interlock/kernel';
import { faulty } from './faulty-store.suite.ts';
import {
  type HouseParts,
  type LetterEvent,
  EXPIRES_MS,
  houseNode,
  letters,
  makeParts,
  must,
  post,
  startHouses,
} from './two-houses.suite.ts';

const commandOf = (n: number): string => `0b7e9a0c-8888-4888-8888-${String(n).padStart(12, '0')}`;
const MINUTE_MS = 60_000;
const HOURS_49_MS = 49 * 3_600_000;

async function clockNotes(store: EventStore): Promise<readonly string[]> {
  return (await store.readStream('clock-north')).events.map((event) => decodeEvent(event).type);
}

function reborn(parts: HouseParts): HouseParts {
  return { ...makeParts([...parts.stores.keys()]), stores: parts.stores, keys: parts.keys, clock: parts.clock };
}

describe('a clock that jumped', () => {
  it('is not right again after a restart: firing waits for its minute of agreement, and its end is on record', async () => {
    const parts = makeParts(['north', 'south']);
    const first = await startHouses(parts);
    await post(first.node('north'), 'l-1', { to: 'south', words: 'hello', commandId: commandOf(1) });
    await first.settled();
    parts.clock.jump(HOURS_49_MS);
    expect(await first.node('north').timers.fireDue()).toBe(0);
    await first.stop();
    const houses = await startHouses(reborn(parts));
    const north = houses.node('north');
    await houses.settled();
    expect(await north.timers.fireDue()).toBe(0);
    expect(north.timers.suspendedSince()).toBeDefined();
    parts.clock.advance(MINUTE_MS - 1);
    expect(await north.timers.fireDue()).toBe(0);
    parts.clock.advance(1);
    expect(await north.timers.fireDue()).toBe(1);
    expect(await clockNotes(north.store)).toEqual(['ClockJumped', 'ClockAgreed']);
    await houses.settled();
    await houses.stop();
  });

  it('is on record before anything fires, also where the store was out of reach when it jumped', async () => {
    const parts = makeParts(['north']);
    const { store, fail } = faulty(must(parts.stores.get('north')));
    const houses = await startHouses({ ...parts, stores: new Map([['north', store]]) });
    const north = houses.node('north');
    await houses.settled();
    parts.clock.jump(HOURS_49_MS);
    fail('append', 1);
    await expect(north.timers.fireDue()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(north.consumers()).toContainEqual(expect.objectContaining({ name: 'timers', problem: 'STORE_UNAVAILABLE', attempts: 1 }));
    parts.clock.advance(1_000);
    expect(await north.timers.fireDue()).toBe(0);
    expect(await clockNotes(store)).toEqual(['ClockJumped']);
    expect(north.consumers().some(({ problem }) => problem !== undefined)).toBe(false);
    await houses.stop();
  });

  it('is vouched for by a person, on record: firing goes on at once', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const north = houses.node('north');
    await post(north, 'l-1', { to: 'south', words: 'hello', commandId: commandOf(1) });
    await houses.settled();
    parts.clock.jump(HOURS_49_MS);
    expect(await north.timers.fireDue()).toBe(0);
    await north.timers.resume('p-7');
    expect(await north.timers.fireDue()).toBe(1);
    const { events } = await north.store.readStream('clock-north');
    expect(events.map((event) => decodeEvent(event)).at(-1)).toMatchObject({ type: 'ClockVouchedFor', data: { person: 'p-7' } });
    await houses.settled();
    await houses.stop();
  });
});

describe('a deadline that cannot be recorded', () => {
  const broken = timers<LetterEvent>({
    name: 'house_broken',
    on: ['Posted'],
    changes: (event, { stream }) =>
      event.type === 'Posted' && stream === 'letter-l-2'
        ? [
            {
              set: stream,
              dueAt: fromMs(toMs(event.postedAt) + 1),
              then: { ...to(letters, 'l-2', { type: 'Expire' }), category: 'nowhere' },
            },
          ]
        : [],
  });

  it('keeps no other waiting, and shows', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts, { ...houseNode, timers: [broken, ...houseNode.timers] });
    const north = houses.node('north');
    for (const n of [1, 2, 3]) await post(north, `l-${String(n)}`, { to: 'south', words: 'hello', commandId: commandOf(n) });
    await houses.settled();
    parts.clock.advance(EXPIRES_MS);
    await expect(north.timers.fireDue()).rejects.toThrow('No stream of category nowhere');
    const states = await Promise.all(['l-1', 'l-2', 'l-3'].map(async (letter) => (await north.context.load(letters, letter)).state));
    expect(states).toEqual(['expired', 'expired', 'expired']);
    expect(north.consumers()).toContainEqual(expect.objectContaining({ name: 'timers', problem: 'UNEXPECTED' }));
    await houses.stop();
  });

  it('is looked at by the clock of the moment, whatever look is under way', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const north = houses.node('north');
    await post(north, 'l-1', { to: 'south', words: 'hello', commandId: commandOf(1) });
    await houses.settled();
    const early = north.timers.fireDue();
    await Promise.resolve();
    parts.clock.advance(EXPIRES_MS);
    const due = north.timers.fireDue();
    expect((await early) + (await due)).toBeGreaterThanOrEqual(1);
    expect(toMs(instant(parts.clock.now()))).toBe(toMs(instant('2026-03-01T00:00:00.000Z')) + EXPIRES_MS);
    expect((await north.context.load(letters, 'l-1')).state).toBe('expired');
    await houses.settled();
    await houses.stop();
  });

  it('is fired in the look under way when it comes due in it', async () => {
    const parts = makeParts(['north']);
    const inner = must(parts.stores.get('north'));
    const store: EventStore = {
      ...inner,
      async append(writes) {
        // While the first deadline is recorded the second one comes.
        if (writes.some(({ stream }) => stream === 'letter-l-1')) parts.clock.advance(1_000);
        return inner.append(writes);
      },
    };
    const houses = await startHouses({ ...parts, stores: new Map([['north', store]]) });
    const north = houses.node('north');
    await post(north, 'l-1', { to: 'south', words: 'hello', commandId: commandOf(1) });
    await post(north, 'l-2', { to: 'south', words: 'hello', commandId: commandOf(2) });
    await houses.settled();
    parts.clock.advance(EXPIRES_MS - 1_000);
    expect(await north.timers.fireDue()).toBe(2);
    const states = await Promise.all(['l-1', 'l-2'].map(async (letter) => (await north.context.load(letters, letter)).state));
    expect(states).toEqual(['expired', 'expired']);
    await houses.stop();
  });
});
