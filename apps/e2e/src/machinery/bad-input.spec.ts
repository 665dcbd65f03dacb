import { describe, expect, it } from '@jest/globals';
import { stopAppliedV1, stopOrderedV1 } from '@interlock/contracts';
import {
  type LaneFact,
  type LaneSource,
  EVENT_BYTES_MAX,
  decodeEvent,
  encodeEvent,
  instant,
  policy,
  to,
  unreadFacts,
} from '@interlock/kernel';
import { makeMemoryEventStore } from '@interlock/adapters';
import { makeMetrics } from '@interlock/nest-kit';
import { policeNode } from '@interlock/police';
import { fact, idOfNumber, send, speakingHouse, withHouses } from './bad-facts.suite.ts';
import {
  type HouseParts,
  type Houses,
  type LetterSent,
  houseNode,
  makeParts,
  must,
  post,
  receipts,
  receiptsInHouse,
  startHouses,
} from './two-houses.suite.ts';

const unreadOf = (houses: Houses) =>
  houses
    .node('south')
    .unread()
    .map(({ code, from, type, count, problem }) => ({ code, from, type, count, problem }));
const laneProblem = (houses: Houses) =>
  houses
    .node('south')
    .lanes.health()
    .flatMap(({ problem }) => problem ?? []);
const headOf = async (parts: HouseParts, code: string, stream: string) => (await must(parts.stores.get(code)).readStream(stream)).head;
async function breaksAt(parts: HouseParts, code: string, stream: string) {
  const { events } = await must(parts.stores.get(code)).readStream(stream);
  return events.map(decodeEvent).map(({ type, data }) => ({ type, code: data['code'], number: data['number'] }));
}
/** What Prometheus reads of this measure. */
async function measured(houses: Houses, { clock }: HouseParts, name: string): Promise<readonly string[]> {
  const metrics = makeMetrics({
    nodes: { get: (code) => houses.nodes.get(code), all: () => [...houses.nodes.values()] },
    ...{ clock, clients: new Map() },
  });
  return (await metrics.text()).split('\n').filter((line) => line.startsWith(`${name}{`));
}

describe('a fact of a contract that is not known', () => {
  it('in another version is kept, counted by lane and type, parked by whom it concerns, and shown', () =>
    withHouses(async (houses, parts) => {
      await send(parts, [
        fact(1, { letter: 'x', words: 'hello' }, { type: 'house.letter-sent.v2' }),
        fact(2, { letter: 'y', words: 'hello' }),
      ]);
      await houses.node('south').settled();
      const [code, type] = ['CONTRACT_UNKNOWN_VERSION', 'house.letter-sent.v2'];
      expect(unreadOf(houses)).toEqual([{ code, from: 'north', type, count: 1, problem: `${type} is a version that is not known here` }]);
      expect(await measured(houses, parts, 'interlock_unread_facts')).toEqual([
        `interlock_unread_facts{node="south",from="north",type="${type}",code="${code}"} 1`,
      ]);
      expect(houses.node('south').parked()).toMatchObject([
        { eventId: idOfNumber(1), reason: expect.stringMatching(/^CONTRACT_UNKNOWN_VERSION: /) },
      ]);
      expect(houses.node('south').views.get(receiptsInHouse, 'y')).toMatchObject({ words: 'hello' });
    }));

  it('at all is kept and counted, and nobody waits for it', () =>
    withHouses(async (houses, parts) => {
      await send(parts, [fact(1, { weather: 'rain' }, { type: 'house.weather-told.v1' })]);
      await houses.node('south').settled();
      expect(unreadOf(houses)).toMatchObject([{ code: 'CONTRACT_UNKNOWN', type: 'house.weather-told.v1', count: 1 }]);
      expect(houses.node('south').parked()).toEqual([]);
    }));
});

describe('a fact that does not fit its contract', () => {
  it('is kept and counted with the reason, parked by policies, and met by no view', () =>
    withHouses(async (houses, parts) => {
      await send(parts, [fact(1, { letter: 'x' }), fact(2, { letter: 'y' }), fact(3, { letter: 'z', words: 'hello' })]);
      await houses.node('south').settled();
      const problem = 'does not fit house.letter-sent.v1: words: missing';
      expect(unreadOf(houses)).toEqual([{ code: 'FACT_UNREADABLE', from: 'north', type: 'house.letter-sent.v1', count: 2, problem }]);
      expect(houses.node('south').parked()).toMatchObject(
        [1, 2].map((n) => ({ eventId: idOfNumber(n), reason: `FACT_UNREADABLE: ${problem}` })),
      );
      expect(houses.node('south').views.get(receiptsInHouse, 'z')).toMatchObject({ words: 'hello' });
      expect(await headOf(parts, 'south', 'received-north')).toBe(3);
    }));
});

describe('a fact that is too large', () => {
  const two = 'x'.repeat(2 * 1_048_576);

  it('is refused by its source before it is told: neither it nor its event is there', () =>
    withHouses(async (houses, parts) => {
      const told = await headOf(parts, 'north', 'lane-south');
      for (const words of [two, 'x'.repeat(EVENT_BYTES_MAX - 3_000)])
        await expect(post(houses.node('north'), 'l-1', { to: 'south', words, commandId: idOfNumber(9) })).rejects.toMatchObject({
          code: 'EVENT_TOO_LARGE',
        });
      expect([await headOf(parts, 'north', 'letter-l-1'), await headOf(parts, 'north', 'lane-south')]).toEqual([-1, told]);
      // What may be told can be kept.
      await post(houses.node('north'), 'l-2', { to: 'south', words: 'x'.repeat(EVENT_BYTES_MAX - 5_000), commandId: idOfNumber(8) });
      await houses.settled();
      expect(await headOf(parts, 'south', 'received-north')).toBe(told + 1);
    }));

  it('from a source that tells it all the same halts its lane with a code, on record at the recipient; nothing is dropped', () =>
    withHouses(async (houses, parts) => {
      const batch = [fact(1, { letter: 'x', words: two }), fact(2, { letter: 'y', words: 'hello' })];
      for (let time = 0; time < 2; time += 1)
        await expect(send(parts, batch)).rejects.toMatchObject({ code: 'LANE_FACT_UNFIT', number: 1 });
      expect(laneProblem(houses)).toEqual(['LANE_FACT_UNFIT']);
      expect(await breaksAt(parts, 'south', 'fork-north')).toEqual([{ type: 'LaneHalted', code: 'LANE_FACT_UNFIT', number: 1 }]);
      expect(await measured(houses, parts, 'interlock_lane_trouble')).toEqual([
        'interlock_lane_trouble{from="north",to="south",code="LANE_FACT_UNFIT"} 1',
      ]);
      expect(await headOf(parts, 'south', 'received-north')).toBe(0);
    }));

  it('made by a policy of what it received parks the fact: it would be too large for ever', () => {
    const twice = policy<LetterSent>({
      ...{ name: 'house_file_twice', on: ['house.letter-sent.v1'], keys: ({ letter }) => [letter] },
      react: ({ letter, words }) => [to(receipts, letter, { type: 'File', words: words + words })],
    });
    return withHouses(
      async (houses, parts) => {
        await send(parts, [fact(1, { letter: 'x', words: 'x'.repeat(600_000) }), fact(2, { letter: 'y', words: 'hello' })]);
        await houses.node('south').settled();
        expect(houses.node('south').parked()).toMatchObject([{ eventId: idOfNumber(1), reason: 'File refused: EVENT_TOO_LARGE' }]);
        expect(houses.node('south').views.get(receiptsInHouse, 'y')).toMatchObject({ words: 'hellohello' });
      },
      { ...houseNode, policies: [twice] },
    );
  });
});

describe('a fact that no log can keep', () => {
  it.each<readonly [string, Partial<LaneFact>]>([
    ['by its text', { data: { letter: 'x', words: '\ud800' } }],
    ['by its id', { id: 'letter 1' }],
  ])('%s halts its lane with a code', (_, more) =>
    withHouses(async (houses, parts) => {
      await expect(send(parts, [fact(1, { letter: 'x', words: 'hello' }, more)])).rejects.toMatchObject({
        code: 'LANE_FACT_UNFIT',
        number: 1,
      });
      expect(laneProblem(houses)).toEqual(['LANE_FACT_UNFIT']);
      expect(await breaksAt(parts, 'south', 'fork-north')).toEqual([{ type: 'LaneHalted', code: 'LANE_FACT_UNFIT', number: 1 }]);
    }),
  );
});

describe('a number out of turn', () => {
  it('whose source does not answer is LANE_GAP with what is missing, on record once; when it answers, nothing is missing', async () => {
    const parts = makeParts(['north', 'south']);
    const given: LaneFact[] = [];
    let isThere = false;
    const source: LaneSource = {
      fetch: (_, after, limit) =>
        isThere
          ? Promise.resolve(given.filter(({ number }) => number > after).slice(0, limit))
          : Promise.reject(Object.assign(new Error('north is down'), { code: 'NODE_UNAVAILABLE' })),
    };
    const south = { ...parts, stores: new Map([['south', must(parts.stores.get('south'))]]) };
    const houses = await startHouses(south, houseNode, { hears: ['north'], source });
    const opened = fact(0, { epoch: 1 }, { type: 'north.lane-opened.v1' });
    given.push(opened, ...[1, 2, 3, 4].map((n) => fact(n, { letter: `l-${String(n)}`, words: 'hello' })));
    await send(parts, given.slice(0, 2));
    for (let time = 0; time < 2; time += 1)
      await expect(send(parts, given.slice(4), 4)).rejects.toMatchObject({
        ...{ code: 'LANE_GAP', number: 2 },
        message: 'lane north → south: facts 2 to 3 are missing: north does not answer (NODE_UNAVAILABLE)',
      });
    expect(laneProblem(houses)).toEqual(['LANE_GAP']);
    expect(await breaksAt(parts, 'south', 'fork-north')).toEqual([{ type: 'LaneGap', code: undefined, number: 2 }]);
    isThere = true;
    await send(parts, given.slice(4), 4);
    await houses.settled();
    expect(laneProblem(houses)).toEqual([]);
    expect(await headOf(parts, 'south', 'received-north')).toBe(4);
    expect([1, 2, 3, 4].map((n) => houses.node('south').views.get(receiptsInHouse, `l-${String(n)}`)?.words)).toEqual(
      Array.from({ length: 4 }, () => 'hello'),
    );
    await houses.stop();
  });
});

describe('a fact in another one’s name', () => {
  it('is kept and counted, parked by policies, and met by no view', () =>
    withHouses(async (houses, parts) => {
      const words = 'hello';
      await send(parts, [fact(1, { letter: 'x', words, house: 'east' }), fact(2, { letter: 'y', words, house: 'north' })]);
      await houses.node('south').settled();
      expect(unreadOf(houses)).toMatchObject([
        { code: 'FACT_OF_ANOTHER', count: 1, problem: 'house.letter-sent.v1 names another house than told it' },
      ]);
      expect(houses.node('south').parked()).toMatchObject([
        { eventId: idOfNumber(1), reason: expect.stringMatching(/^FACT_OF_ANOTHER: /) },
      ]);
      expect(houses.node('south').views.get(receiptsInHouse, 'y')).toMatchObject({ words });
    }, speakingHouse));

  it('a bank that answers for another bank’s account is not heard by the police', async () => {
    expect([stopAppliedV1.speaker, stopOrderedV1.speaker]).toEqual(['bank', undefined]);
    const store = makeMemoryEventStore();
    const at = instant('2026-03-01T04:00:00.000Z');
    const terms = { code: '0000', answeredAt: at, startsAt: at, lapsesAt: at, balanceFen: 0, heldFen: 0, movements: [] };
    const account = { orderId: idOfNumber(7), accountRef: `a1.${'a'.repeat(26)}` };
    for (const [revision, bank] of ['bank-industry', 'bank-rural'].entries()) {
      const stream = 'received-bank-industry';
      const event = encodeEvent({
        ...{
          id: idOfNumber(revision),
          type: stopAppliedV1.type,
          schemaVersion: 1,
          stream,
          data: { ...account, ...terms, bank },
          recordedAt: at,
        },
        meta: { actor: { kind: 'lane', name: 'bank-industry' }, source: { node: 'bank-industry', number: revision, position: '1' } },
      });
      await store.append([{ stream, expected: revision === 0 ? 'no-stream' : revision - 1, events: [event] }]);
    }
    expect(await unreadFacts(store, policeNode)).toMatchObject([{ code: 'FACT_OF_ANOTHER', from: 'bank-industry', count: 1, first: 1 }]);
  });
});
