import { describe, expect, it } from '@jest/globals';
import { type EventStore, type LaneBatch, type LaneFact, decodeEvent, history } from '@interlock/kernel';
import { mortal } from './mortal-store.suite.ts';
import { type HouseParts, type Houses, makeParts, must, post, receiptsInHouse, startHouses } from './two-houses.suite.ts';

const LETTERS = ['l-1', 'l-2', 'l-3'] as const;
const commandOf = (letter: string): string => `0b7e9a0c-1111-4111-8111-0000000000${letter.replace('l-', '1')}`;

async function postAll(houses: Houses): Promise<void> {
  for (const letter of LETTERS)
    await post(houses.node('north'), letter, { to: 'south', words: `words of ${letter}`, commandId: commandOf(letter) });
}

const fact = (number: number, id: string, letter: string): LaneFact => ({
  number,
  id,
  type: 'house.letter-sent.v1',
  data: { letter, words: 'hello' },
  position: String(number),
});
const batch = (facts: readonly LaneFact[], revision: number): LaneBatch => ({
  facts,
  watermark: { storeId: 'north-store', position: '9', revision },
});

describe('a lane', () => {
  it('numbers facts without a gap, and the recipient keeps them at the same numbers', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    await postAll(houses);
    await houses.settled();
    const told = await must(parts.stores.get('north')).readStream('lane-south');
    const received = await must(parts.stores.get('south')).readStream('received-north');
    expect(told.events.map(({ revision, id }) => [revision, id])).toEqual(received.events.map(({ revision, id }) => [revision, id]));
    expect(told.events.map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
    await houses.stop();
  });

  it('takes a repetition for what it is, and fetches a gap from the source', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    await postAll(houses);
    await houses.settled();
    await houses.stop();
    // The recipient loses its log and meets the lane in the middle, twice.
    const facts = (await readLane(must(parts.stores.get('north')))).slice(3);
    const fresh = { ...makeParts(['south']), stores: new Map([['south', must(makeParts(['south']).stores.get('south'))]]) };
    const again: HouseParts = {
      ...fresh,
      stores: new Map([...fresh.stores, ['north', must(parts.stores.get('north'))]]),
      views: makeParts(['north', 'south']).views,
      keys: parts.keys,
    };
    const restarted = await startHouses(again);
    await again.exchange.send({ from: 'north', to: 'south' }, batch(facts, 3));
    await again.exchange.send({ from: 'north', to: 'south' }, batch(facts, 3));
    const received = await must(again.stores.get('south')).readStream('received-north');
    expect(received.events.map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
    await restarted.stop();
  });

  it('halts where the source tells something else at a number already received, and both the halt and the number are on record', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    await postAll(houses);
    await houses.settled();
    const forged = batch([fact(2, '0b7e9a0c-9999-4999-8999-000000000002', 'other')], 3);
    await expect(parts.exchange.send({ from: 'north', to: 'south' }, forged)).rejects.toMatchObject({ code: 'LANE_FORKED' });
    await expect(parts.exchange.send({ from: 'north', to: 'south' }, batch([], 3))).rejects.toMatchObject({ code: 'LANE_FORKED' });
    const south = houses.node('south');
    expect(south.lanes.health().filter((one) => one.problem !== undefined)).toMatchObject([
      { lane: { from: 'north', to: 'south' }, problem: 'LANE_FORKED' },
    ]);
    const forks = await south.store.readStream('fork-north');
    expect(forks.events.map((event) => decodeEvent(event).data)).toMatchObject([{ number: 2, from: 'north', to: 'south' }]);
    await houses.stop();
  });

  it('parks a fact of a version that the policy does not know, and all else flows on', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    await houses.settled();
    const newer = { ...fact(1, '0b7e9a0c-9999-4999-8999-000000000001', 'x.1'), type: 'house.letter-sent.v2' };
    await parts.exchange.send({ from: 'north', to: 'south' }, batch([newer, fact(2, '0b7e9a0c-9999-4999-8999-000000000002', 'y.1')], 2));
    await houses.node('south').settled();
    expect(houses.node('south').parked()).toMatchObject([
      { eventId: newer.id, keys: ['x'], reason: 'CONTRACT_UNKNOWN_VERSION: house.letter-sent.v2 is a version that is not known here' },
    ]);
    expect(houses.node('south').views.get(receiptsInHouse, 'y.1')).toMatchObject({ words: 'hello' });
    await houses.stop();
  });

  it('lets a watermark count only once everything up to it is here', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const north = houses.node('north');
    const handled = await post(north, 'l-1', { to: 'south', words: 'hello', commandId: commandOf('l-1') });
    const token = north.token(must(handled.position));
    expect(await houses.node('south').waitFor(token, 3_000)).toBe(true);
    expect(houses.node('south').views.get(receiptsInHouse, 'l-1') ?? 'not yet').toBeDefined();
    expect(await houses.node('south').waitFor({ ...token, storeId: 'another store' }, 20)).toBe(false);
    expect(await houses.node('south').waitFor({ ...token, position: token.position + 1_000n }, 20)).toBe(false);
    await houses.settled();
    await houses.stop();
  });
});

/** One whole life: letters are posted (again, where they were posted before), everything settles. */
async function live(parts: HouseParts, born: (houses: Houses) => void = () => undefined): Promise<void> {
  const houses = await startHouses(parts);
  born(houses);
  await postAll(houses);
  await houses.settled();
  await houses.stop();
}

/** The lane that begins here, the beginning of the other one, three letters; at the recipient each of them is received, filed and answered. */
const APPENDS_MIN = { north: 5, south: 8 };

describe('a crash at any append of either side, before or after it became durable', () => {
  it('changes nothing in the end: no fact lost, none twice, one answer each', async () => {
    const calm = makeParts(['north', 'south']);
    await live(calm);
    const expected = await Promise.all([...calm.stores.values()].map(domainIds));
    for (const victim of ['north', 'south'] as const) {
      for (const when of ['before', 'after'] as const) {
        // Until a whole life has fewer appends than that: then every one of them was the last of some life.
        let deaths = 0;
        for (let isDead = true; isDead; deaths += isDead ? 1 : 0) {
          const dieAt = deaths + 1;
          const parts = makeParts(['north', 'south']);
          isDead = await dieAndRestart(parts, victim, { dieAt, when });
          const ids = await Promise.all([...parts.stores.values()].map(domainIds));
          expect({ victim, when, dieAt, ids }).toEqual({ victim, when, dieAt, ids: expected });
        }
        expect(deaths).toBeGreaterThanOrEqual(APPENDS_MIN[victim]);
      }
    }
  });
});

async function dieAndRestart(
  parts: HouseParts,
  victim: string,
  death: { readonly dieAt: number; readonly when: 'before' | 'after' },
): Promise<boolean> {
  const { store, isDead } = mortal(must(parts.stores.get(victim)), death.dieAt, death.when);
  const doomed: HouseParts = { ...parts, stores: new Map([...parts.stores, [victim, store]]) };
  const isEnough = async (): Promise<boolean> => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return isDead();
  };
  let houses: Houses | undefined;
  const first = live(doomed, (started) => (houses = started)).catch(() => undefined);
  for (let look = 0; look < 40 && !(await Promise.race([first.then(() => true), isEnough()])); look += 1);
  await houses?.stop().catch(() => undefined);
  // The whole process is gone with it; a new one starts on the same logs, with no view file and no place of its own.
  await live({ ...makeParts([...parts.stores.keys()]), stores: parts.stores, keys: parts.keys });
  return isDead();
}

/** What was decided, told and received, in any order; checkpoints are bookkeeping. */
async function domainIds(store: EventStore): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { recorded } of history(store, store.head()))
    if (!recorded.stream.startsWith('policy-')) ids.push(`${recorded.stream} ${recorded.id}`);
  return ids.sort();
}

async function readLane(store: EventStore): Promise<readonly LaneFact[]> {
  const { events } = await store.readStream('lane-south');
  return events.map((event) => {
    const { id, type, data, revision, position } = decodeEvent(event);
    return { number: revision, id, type, data, position: String(position) };
  });
}
