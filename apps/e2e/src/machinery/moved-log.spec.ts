import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KurrentSimulator, type KurrentStores, openKurrentStores, startKurrentSimulator } from '@interlock/adapters';
import { copyLog } from '@interlock/interlock';
import { type EventStore, type NodeDefinition, type Policy, decodeEvent, history, policy, to } from '@interlock/kernel';
import {
  type HouseParts,
  type Houses,
  type LetterSent,
  EXPIRES_MS,
  houseNode,
  makeParts,
  must,
  post,
  receipts,
  receiptsInHouse,
  startHouses,
} from './two-houses.suite.ts';

const CODES = ['north', 'south'] as const;
const PERSON = { kind: 'person', member: 'south', person: 'p-2', role: 'operator', unit: 'desk' } as const;
const commandOf = (n: number): string => `0b7e9a0c-7777-4777-8777-${String(n).padStart(12, '0')}`;

let simulator: KurrentSimulator;
const opened: KurrentStores[] = [];
beforeAll(async () => {
  simulator = await startKurrentSimulator();
});
afterAll(async () => {
  await Promise.all(opened.map((stores) => stores.close()));
  await simulator.stop();
});

/** The logs of a process of its own. */
async function onServer(city: string): Promise<ReadonlyMap<string, EventStore>> {
  const stores = openKurrentStores({ url: `${simulator.url}&discoveryInterval=20` });
  opened.push(stores);
  return new Map(await Promise.all(CODES.map(async (code) => [code, await stores.open(`${city}-${code}`)] as const)));
}

/** Files each letter that can be read, and counts how often it was asked. */
function counting(): { readonly kind: NodeDefinition; readonly reactions: () => number } {
  let reactions = 0;
  const file: Policy<LetterSent> = policy({
    name: 'house_file_counted',
    on: ['house.letter-sent.v1'],
    keys: (fact) => fact.letter.split('.'),
    react(fact) {
      reactions += 1;
      return [to(receipts, fact.letter, { type: 'File', words: fact.words })];
    },
  });
  return { kind: { ...houseNode, policies: [file] }, reactions: () => reactions };
}

/** The same houses with other stores: views are folded anew. */
function movedTo(parts: HouseParts, stores: ReadonlyMap<string, EventStore>): HouseParts {
  return { ...makeParts(CODES), clock: parts.clock, keys: parts.keys, stores };
}

const rowsOf = (houses: Houses): readonly string[] =>
  CODES.map((code) => JSON.stringify([...houses.node(code).views.dump(receiptsInHouse)]));
const headsOf = (stores: ReadonlyMap<string, EventStore>): readonly bigint[] => [...stores.values()].map((store) => store.head());
async function typesIn(store: EventStore): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { recorded } of history(store, store.head())) types.push(`${recorded.stream} ${recorded.type}`);
  return types;
}

async function copyAll(from: ReadonlyMap<string, EventStore>, into: ReadonlyMap<string, EventStore>): Promise<void> {
  for (const code of CODES) await copyLog({ from: must(from.get(code)), to: must(into.get(code)), resume: false });
}

describe('houses whose logs were moved to KurrentDB (simulated)', () => {
  it('show the same, do nothing again, go on with what was parked and due, and refuse tokens of the old log', async () => {
    const { kind, reactions } = counting();
    const parts = makeParts(CODES);
    const before = await startHouses(parts, kind);
    for (const [index, words] of ['illegible', 'first', 'second', 'third'].entries())
      await post(before.node('north'), ['a', 'a.b', 'c', 'd'][index] ?? '', { to: 'south', words, commandId: commandOf(index) });
    await before.settled();
    const [shown, parked, token] = [rowsOf(before), before.node('south').parked(), before.node('north').token(0n)];
    await before.stop();
    const reacted = reactions();

    const stores = await onServer(randomUUID());
    await copyAll(parts.stores, stores);
    const after = await startHouses(movedTo(parts, stores), kind);
    const [north, south] = [after.node('north'), after.node('south')];
    await after.settled();
    expect(rowsOf(after)).toEqual(shown);
    expect(reactions()).toBe(reacted);
    expect(south.parked().map(({ eventId }) => eventId)).toEqual(parked.map(({ eventId }) => eventId));
    // As waitForSeen has it, POSITION_OF_ANOTHER_LOG: the token is of another store.
    expect(token.storeId).not.toBe(north.store.storeId);
    expect(await north.waitFor(token, 50)).toBe(false);
    expect(await north.waitFor(north.token(north.store.head()), 500)).toBe(true);

    const byParts = must(south.policies()[0]);
    expect(await byParts.skip(must(parked[0]).eventId, 'torn in two', PERSON)).toBe(true);
    expect(await byParts.redrive(must(parked[1]).eventId, PERSON)).toBe(1);
    await post(north, 'e', { to: 'south', words: 'fourth', commandId: commandOf(9) });
    parts.clock.advance(EXPIRES_MS);
    await north.timers.fireDue();
    await after.settled();
    expect(south.views.get(receiptsInHouse, 'e')).toMatchObject({ words: 'fourth' });
    const filed = (await typesIn(must(stores.get('south')))).filter((line) => line.endsWith(' Filed'));
    expect(filed).toEqual(['receipt-c Filed', 'receipt-d Filed', 'receipt-a.b Filed', 'receipt-e Filed']);
    const expired = (await typesIn(must(stores.get('north')))).filter((line) => line.endsWith(' Expired'));
    expect(expired).toHaveLength(5);
    await after.stop();
  });

  it('write nothing while nothing happens, though positions there are far apart', async () => {
    const { kind } = counting();
    const parts = { ...makeParts(CODES), stores: await onServer(randomUUID()) };
    const first = await startHouses(parts, kind);
    await post(first.node('north'), 'a', { to: 'south', words: 'x'.repeat(20_000), commandId: commandOf(1) });
    await first.settled();
    await first.stop();
    const heads = headsOf(parts.stores);
    for (let round = 0; round < 2; round += 1) {
      const again = await startHouses(movedTo(parts, parts.stores), kind);
      await again.settled();
      await again.stop();
    }
    expect(headsOf(parts.stores)).toEqual(heads);
  });

  it('may run twice on one log: each reaction once, each view whole', async () => {
    const { kind } = counting();
    const city = randomUUID();
    const parts = { ...makeParts(CODES), stores: await onServer(city) };
    const twin = { ...movedTo(parts, await onServer(city)), exchange: parts.exchange };
    const [a, b] = [await startHouses(parts, kind), await startHouses(twin, kind)];
    const letters = Array.from({ length: 20 }, (_, n) => `l-${String(n)}`);
    await Promise.all(
      letters.map((letter, n) =>
        post((n % 2 === 0 ? a : b).node('north'), letter, { to: 'south', words: 'hi', commandId: commandOf(100 + n) }),
      ),
    );
    const filed = async (): Promise<readonly string[]> =>
      (await typesIn(must(parts.stores.get('south')))).filter((line) => line.endsWith(' Filed'));
    while ((await filed()).length < letters.length) for (const houses of [a, b]) await houses.settled();
    for (let round = 0; round < 3; round += 1) for (const houses of [a, b]) await houses.settled();
    expect([...(await filed())].sort()).toEqual(letters.map((letter) => `receipt-${letter} Filed`).sort());
    expect(rowsOf(b)).toEqual(rowsOf(a));
    expect([...a.node('south').parked(), ...b.node('south').parked()]).toEqual([]);
    await Promise.all([a.stop(), b.stop()]);
    const facts = await must(twin.stores.get('north')).readStream('lane-south');
    expect(facts.events.map(decodeEvent).filter(({ type }) => type === 'house.letter-sent.v1')).toHaveLength(letters.length);
  });
});
