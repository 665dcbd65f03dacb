import { describe, expect, it } from '@jest/globals';
import { type LetterSent, houseNode, makeParts, must, post, receipts, receiptsInHouse, startHouses } from './two-houses.suite.ts';
import { policy, to } from '@interlock/kernel';
import { nodeStates } from '@interlock/nest-kit';

const PERSON = { kind: 'person', member: 'south', person: 'p-2', role: 'operator', unit: 'desk' } as const;

/** A letter shares a key with every letter that one of its parts names: `a.b` waits for `a`, and `b` for `a.b`. */
const fileByParts = policy<LetterSent>({
  name: 'house_file_by_parts',
  on: ['house.letter-sent.v1'],
  keys: (fact) => fact.letter.split('.'),
  react: (fact) => [to(receipts, fact.letter, { type: 'File', words: fact.words })],
});

describe('what is parked', () => {
  it('is redriven in order, through everything that waits behind it, and never past what it waits for', async () => {
    const houses = await startHouses(makeParts(['north', 'south']), { ...houseNode, policies: [fileByParts] });
    const south = houses.node('south');
    const sent = [
      ['a', 'illegible'],
      ['a.b', 'first'],
      ['b.c', 'second'],
      ['d', 'other'],
      ['c', 'third'],
    ] as const;
    for (const [index, [letter, words]] of sent.entries())
      await post(houses.node('north'), letter, { to: 'south', words, commandId: `0b7e9a0c-9999-4999-8999-00000000000${String(index)}` });
    await houses.settled();
    const [first, second, third, fourth, ...others] = south.parked();
    expect([first, second, third, fourth].map((one) => one?.keys)).toEqual([['a'], ['a', 'b'], ['b', 'c'], ['c']]);
    expect(others).toEqual([]);
    const [state] = nodeStates({ get: () => south, all: () => [south] });
    expect(state).toMatchObject({ parked: 4, parkedBy: [{ policy: 'house_file_by_parts', parked: 4 }] });
    expect(south.views.get(receiptsInHouse, 'd')).toMatchObject({ words: 'other' });
    const byParts = must(south.policies()[0]);
    expect(await byParts.redrive(must(third).eventId, PERSON)).toBe(0);
    expect(await byParts.redrive(must(first).eventId, PERSON)).toBe(0);
    expect(south.parked()).toHaveLength(4);
    expect(await byParts.skip(must(first).eventId, 'torn in two', PERSON)).toBe(true);
    expect(await byParts.redrive(must(second).eventId, PERSON)).toBe(3);
    await houses.settled();
    expect(south.parked()).toEqual([]);
    const { events } = await south.store.readAll({ limit: 1_000 });
    expect(events.filter(({ type }) => type === 'Filed').map(({ stream }) => stream)).toEqual([
      'receipt-d',
      'receipt-a.b',
      'receipt-b.c',
      'receipt-c',
    ]);
    await houses.stop();
  });

  it('once is parked once, though another instance parks it at the same time, and shows there when it is settled here', async () => {
    const parts = makeParts(['north', 'south']);
    const twin = { ...makeParts(['north', 'south']), stores: parts.stores, keys: parts.keys, exchange: parts.exchange };
    const definition = { ...houseNode, policies: [fileByParts] };
    const [one, other] = [await startHouses(parts, definition), await startHouses(twin, definition)];
    await post(one.node('north'), 'a', { to: 'south', words: 'illegible', commandId: '0b7e9a0c-9999-4999-8999-000000000000' });
    for (let round = 0; round < 3; round += 1) for (const houses of [one, other]) await houses.settled();
    expect([one, other].map((houses) => houses.node('south').parked().length)).toEqual([1, 1]);
    expect((await must(parts.stores.get('south')).readStream('parked-house_file_by_parts')).head).toBe(0);
    const [parked] = one.node('south').parked();
    expect(await must(one.node('south').policies()[0]).skip(must(parked).eventId, 'torn in two', PERSON)).toBe(true);
    for (let round = 0; round < 3; round += 1) for (const houses of [one, other]) await houses.settled();
    expect(other.node('south').parked()).toEqual([]);
    await Promise.all([one.stop(), other.stop()]);
  });
});
