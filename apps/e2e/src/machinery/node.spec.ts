import { describe, expect, it } from '@jest/globals';
import { type EventStore, decodeEvent, history } from '@interlock/kernel';
import { EXPIRES_MS, letters, makeParts, must, post, receiptsInHouse, startHouses } from './two-houses.suite.ts';

const COMMAND = '0b7e9a0c-1111-4111-8111-000000000001';

describe('a command and what follows from it', () => {
  it('leaves the event and the fact in one append, arrives, is answered by the policy and shows in the view', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const handled = await post(houses.node('north'), 'l-1', { to: 'south', words: 'hello', commandId: COMMAND });
    expect(handled).toMatchObject({ ok: true, repeated: false, events: [{ type: 'Posted', words: 'hello' }] });
    await houses.settled();
    expect(houses.node('south').views.get(receiptsInHouse, 'l-1')).toEqual({ letter: 'l-1', words: 'hello' });
    const received = await must(parts.stores.get('south')).readStream('received-north');
    expect(received.events.map((event) => [event.revision, event.type])).toEqual([
      [0, 'north.lane-opened.v1'],
      [1, 'house.letter-sent.v1'],
    ]);
    expect(parts.troubles).toEqual([]);
    await houses.stop();
  });

  it('gives a repetition its first answer, at once and after a restart, and refuses another body under the same id', async () => {
    const parts = makeParts(['north', 'south']);
    const first = await startHouses(parts);
    await post(first.node('north'), 'l-1', { to: 'south', words: 'hello', commandId: COMMAND });
    const again = await post(first.node('north'), 'l-1', { to: 'south', words: 'hello', commandId: COMMAND });
    expect(again).toMatchObject({ ok: true, repeated: true, events: [{ type: 'Posted', words: 'hello' }] });
    await first.settled();
    await first.stop();
    const heads = [...parts.stores.values()].map((store) => store.head());
    const second = await startHouses(parts);
    parts.clock.advance(5);
    expect(await post(second.node('north'), 'l-1', { to: 'south', words: 'hello', commandId: COMMAND })).toMatchObject({
      ok: true,
      repeated: true,
    });
    const other = await post(second.node('north'), 'l-1', { to: 'south', words: 'bye', commandId: COMMAND });
    expect(other).toMatchObject({ ok: false, rejection: { type: 'IdempotencyConflict' } });
    await second.settled();
    await second.stop();
    expect(parts.troubles).toEqual([]);
    expect([...parts.stores.values()].map((store) => store.head())).toEqual(heads);
  });

  it('answers a hundred copies of one command with one event', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const north = houses.node('north');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post(north, 'l-1', { to: 'south', words: 'hello', commandId: COMMAND })),
    );
    expect(answers.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(1);
    expect((await north.store.readStream('letter-l-1')).head).toBe(0);
    await houses.settled();
    await houses.stop();
  });
});

describe('a fact’s envelope', () => {
  it('names the case only where the fact itself does', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const north = houses.node('north');
    await north.context.handle(letters, {
      ...{ commandId: COMMAND, key: 'l-1', command: { type: 'Post', to: 'south', words: 'hello' }, body: {}, correlationId: 'case-1' },
      actor: { kind: 'person', member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' },
    });
    await houses.settled();
    const told = await north.store.readStream('lane-south');
    expect(told.events.map((event) => decodeEvent(event).meta.correlationId)).toEqual([undefined, undefined]);
    const own = await north.store.readStream('letter-l-1');
    expect(own.events.map((event) => decodeEvent(event).meta.correlationId)).toEqual(['case-1']);
    await houses.stop();
  });
});

describe('policies', () => {
  it('dispatch nothing new when every view file is deleted and everything runs again from the start', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    for (const letter of ['a', 'b', 'c'])
      await post(houses.node('north'), letter, { to: 'south', words: letter, commandId: `0b7e9a0c-1111-4111-8111-00000000000${letter}` });
    await houses.settled();
    await houses.stop();
    const before = await domainEvents(must(parts.stores.get('south')));
    const fresh = { ...makeParts(['north', 'south']), stores: parts.stores, keys: parts.keys };
    const again = await startHouses(fresh);
    await again.settled();
    expect(await domainEvents(must(parts.stores.get('south')))).toEqual(before);
    expect(again.node('south').views.count(receiptsInHouse)).toBe(3);
    await again.stop();
  });

  it('park what is refused, and what shares its key behind it in order, while all else flows on', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const north = houses.node('north');
    let n = 0;
    for (const [letter, words] of [
      ['x.1', 'illegible'],
      ['x.2', 'second'],
      ['y.1', 'other'],
    ] as const)
      await post(north, letter, { to: 'south', words, commandId: `0b7e9a0c-1111-4111-8111-00000000001${String((n += 1))}` });
    await houses.settled();
    const south = houses.node('south');
    expect(south.parked().map((one) => one.reason)).toEqual(['File refused: Illegible', 'waits behind a parked fact']);
    expect(south.views.get(receiptsInHouse, 'y.1')).toMatchObject({ words: 'other' });
    expect(south.views.get(receiptsInHouse, 'x.2')).toBeUndefined();
    const person = { kind: 'person', member: 'south', person: 'p-2', role: 'operator', unit: 'desk' } as const;
    const parkedPolicy = must(south.policies()[0]);
    const [first, second] = south.parked();
    expect(await parkedPolicy.skip(must(first).eventId, 'torn in two', person)).toBe(true);
    expect(await parkedPolicy.redrive(must(second).eventId, person)).toBe(1);
    await houses.settled();
    expect(south.parked()).toEqual([]);
    expect(south.views.get(receiptsInHouse, 'x.2')).toMatchObject({ words: 'second' });
    await houses.stop();
  });
});

describe('timers', () => {
  it.each([
    [EXPIRES_MS - 1, 0],
    [EXPIRES_MS, 1],
    [EXPIRES_MS * 10, 1],
  ])('after %s ms fire %s times, once', async (ms, times) => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const north = houses.node('north');
    await post(north, 'l-1', { to: 'south', words: 'hello', commandId: COMMAND });
    await houses.settled();
    parts.clock.advance(ms);
    await north.timers.fireDue();
    await houses.settled();
    await north.timers.fireDue();
    await houses.settled();
    const { events } = await north.store.readStream('letter-l-1');
    expect(events.filter((event) => event.type === 'Expired')).toHaveLength(times);
    expect(north.nextDue() === undefined).toBe(times === 1);
    await houses.stop();
  });

  it('that come due together, more than a page of them, are all fired at one look', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const north = houses.node('north');
    const letterNames = Array.from({ length: 450 }, (_, index) => `l-${String(index)}`);
    const ids = letterNames.map((_, index) => `0b7e9a0c-1111-4111-8111-${String(index).padStart(12, '0')}`);
    await Promise.all(
      letterNames.map((letter, index) => post(north, letter, { to: 'south', words: 'hello', commandId: must(ids[index]) })),
    );
    await houses.settled();
    parts.clock.advance(EXPIRES_MS);
    expect(await north.timers.fireDue()).toBe(450);
    await houses.settled();
    expect(north.nextDue()).toBeUndefined();
    await houses.stop();
  });

  it('do not fire while the wall clock has jumped away from the monotonic one', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const north = houses.node('north');
    await post(north, 'l-1', { to: 'south', words: 'hello', commandId: COMMAND });
    await houses.settled();
    parts.clock.jump(49 * 3_600_000);
    expect(await north.timers.fireDue()).toBe(0);
    expect(north.timers.suspendedSince()).toBeDefined();
    parts.clock.advance(61_000);
    expect(await north.timers.fireDue()).toBe(1);
    await houses.settled();
    expect((await north.context.load(letters, 'l-1')).state).toBe('expired');
    await houses.stop();
  });
});

async function domainEvents(store: EventStore): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { recorded } of history(store, store.head())) if (!recorded.stream.startsWith('policy-')) ids.push(recorded.id);
  return ids;
}

it('decodes what it encodes', async () => {
  const parts = makeParts(['north', 'south']);
  const houses = await startHouses(parts);
  await post(houses.node('north'), 'l-1', { to: 'south', words: '汉字 “quoted”', commandId: COMMAND });
  const { events } = await houses.node('north').store.readStream('letter-l-1');
  expect(decodeEvent(must(events[0])).data).toMatchObject({ words: '汉字 “quoted”' });
  await houses.stop();
});
