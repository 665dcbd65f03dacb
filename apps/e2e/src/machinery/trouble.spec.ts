import { afterEach, describe, expect, it } from '@jest/globals';
import { type EventStore, type Memory, type Node, type NodeDefinition, type Policy, effect, policy, to } from '@interlock/kernel';
import { makeMetrics } from '@interlock/nest-kit';
import { createEventLoop } from '../simulation/event-loop.ts';
import { faulty } from './faulty-store.suite.ts';
import {
  type HouseParts,
  type Houses,
  type LetterEvent,
  type LetterSent,
  houseNode,
  letters,
  makeParts,
  must,
  post,
  receipts,
  receiptsInHouse,
  startHouses,
  until,
} from './two-houses.suite.ts';

const commandOf = (n: number): string => `0b7e9a0c-4444-4444-8444-${String(n).padStart(12, '0')}`;
const postOne = (node: Node, n = 1) => post(node, `l-${String(n)}`, { to: 'south', words: 'hello', commandId: commandOf(n) });

let running: Houses[] = [];
afterEach(async () => {
  for (const houses of running) await houses.stop();
  running = [];
});

async function start(parts: HouseParts, definition: NodeDefinition = houseNode): Promise<Houses> {
  const houses = await startHouses(parts, definition);
  running.push(houses);
  return houses;
}

/** The same logs and keys; views, places and lanes of their own. */
function reborn(parts: HouseParts): HouseParts {
  return { ...makeParts([...parts.stores.keys()]), stores: parts.stores, keys: parts.keys };
}

function withStore(parts: HouseParts, code: string, store: EventStore): HouseParts {
  return { ...parts, stores: new Map([...parts.stores, [code, store]]) };
}

const problemsOf = (node: Node) =>
  node.consumers().flatMap(({ name, problem, attempts }) => (problem === undefined ? [] : [{ name, problem, attempts }]));
/** As Prometheus reads it. */
const metricsOf = (houses: Houses, { clock }: HouseParts): Promise<string> =>
  makeMetrics({
    nodes: { get: (code) => houses.nodes.get(code), all: () => [...houses.nodes.values()] },
    clock,
    clients: new Map(),
  }).text();
/** What the metric says of each consumer of the south house. */
const valuesIn = (metrics: string, name: string) =>
  [...metrics.matchAll(new RegExp(`^${name}\\{node="south",consumer="([^"]+)"\\} (\\d+)$`, 'gm'))].map(([, consumer, value]) => ({
    consumer,
    value: Number(value),
  }));
const failuresOf = (node: Node): number => node.consumers().reduce((sum, { failures }) => sum + failures, 0);

describe('a store that is out of reach for a while', () => {
  it('leaves nobody asleep: what was appended meanwhile is read without another append', async () => {
    const parts = makeParts(['north', 'south']);
    const { store, fail, failed } = faulty(must(parts.stores.get('north')));
    const houses = await start(withStore(parts, 'north', store));
    await houses.settled();
    fail('readAll', 3);
    await postOne(houses.node('north'));
    await until(() => failed() === 3);
    expect(houses.node('north').consumers()).toContainEqual(
      expect.objectContaining({ name: 'log', problem: 'STORE_UNAVAILABLE', attempts: 3 }),
    );
    await houses.settled();
    expect(houses.node('south').views.get(receiptsInHouse, 'l-1')).toMatchObject({ words: 'hello' });
    expect(parts.troubles).toMatchObject([1, 2, 3].map((attempt) => ({ node: 'north', code: 'STORE_UNAVAILABLE', attempt })));
  });

  it('ends no consumer: each is named with its code and its tries, and goes on', async () => {
    const loop = createEventLoop();
    await loop.run(
      (async () => {
        const parts: HouseParts = { ...makeParts(['north', 'south']), time: loop };
        const first = await startHouses(parts);
        await postOne(first.node('north'));
        await first.settled();
        await first.stop();
        const { store, fail, failed } = faulty(must(parts.stores.get('south')));
        fail('readAll', 6);
        const again: HouseParts = { ...withStore(reborn(parts), 'south', store), time: loop };
        const houses = await startHouses(again, { ...houseNode, policies: [], memories: [] });
        const south = houses.node('south');
        await loop.sleep(100); // tried at once and after 40 ms; next is after 80 more
        const views = ['receipts', 'due_house_expire', 'unread_facts'].map((name) => `view house_${name}`);
        expect(problemsOf(south)).toEqual(views.map((name) => ({ name, problem: 'STORE_UNAVAILABLE', attempts: 2 })));
        const attempts = valuesIn(await metricsOf(houses, again), 'interlock_consumer_attempts');
        expect(attempts).toEqual(views.map((consumer) => ({ consumer, value: 2 })));
        await south.settled();
        // They begin together and share the first read and its failure; later each asks in its own turn, and the seventh read succeeds.
        expect(failed()).toBe(6);
        const quiet = await metricsOf(houses, again);
        const told = views.map((consumer, place) => ({ consumer, value: place < 2 ? 3 : 2 }));
        expect(valuesIn(quiet, 'interlock_consumer_failures_total')).toEqual(told);
        expect(valuesIn(quiet, 'interlock_consumer_attempts')).toEqual(views.map((consumer) => ({ consumer, value: 0 })));
        for (const { consumer, value } of told)
          expect(again.troubles.filter((trouble) => trouble.consumer === consumer).map(({ attempt }) => attempt)).toEqual(
            [1, 2, 3].slice(0, value),
          );
        expect(again.troubles).toHaveLength(8);
        expect(problemsOf(south)).toEqual([]);
        expect(south.views.get(receiptsInHouse, 'l-1')).toMatchObject({ words: 'hello' });
        await houses.stop();
      })(),
    );
  });
});

describe('what fails again and again', () => {
  it('is a memory: entries before the one that fails are folded once', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    for (const n of [1, 2, 3, 4]) await postOne(houses.node('north'), n);
    await houses.settled();
    await houses.stop();
    let failures = 0;
    const heard: Memory<string[]> = {
      name: 'house_heard',
      initial: () => [],
      on: ['house.letter-sent.v1'],
      evolve(state, _event, { data }) {
        if (data['letter'] === 'l-3' && (failures += 1) <= 2) throw new Error('not now');
        state.push(String(data['letter']));
        return state;
      },
    };
    const again = await start(reborn(parts), { ...houseNode, memories: [heard], policies: [] });
    expect((await again.node('south').context.memory(heard)).state).toEqual(['l-1', 'l-2', 'l-3', 'l-4']);
    expect(again.node('south').consumers()).toContainEqual(expect.objectContaining({ name: 'memory house_heard', failures: 2 }));
  });

  it('is a policy with a bug: it shows, skips nothing and parks nothing, all else flows on, and nobody waits for it for ever', async () => {
    let isBroken = true;
    const buggy: Policy<LetterSent> = policy({
      name: 'house_file_with_a_bug',
      on: ['house.letter-sent.v1'],
      keys: (fact) => [fact.letter],
      react(fact) {
        if (isBroken) throw new TypeError('a bug');
        return [to(receipts, fact.letter, { type: 'File', words: fact.words })];
      },
    });
    const parts = makeParts(['north', 'south']);
    const houses = await start(parts, { ...houseNode, policies: [buggy] });
    const [north, south] = [houses.node('north'), houses.node('south')];
    await postOne(north, 1);
    await postOne(north, 2);
    await until(() => problemsOf(south).some(({ attempts }) => (attempts ?? 0) >= 2));
    expect(problemsOf(south)).toMatchObject([{ name: 'policy house_file_with_a_bug', problem: 'UNEXPECTED' }]);
    expect(parts.troubles).toContainEqual(
      expect.objectContaining({ consumer: 'policy house_file_with_a_bug', code: 'UNEXPECTED', attempt: 2 }),
    );
    await expect(south.settled(20)).rejects.toMatchObject({ code: 'NODE_STUCK', message: 'policy house_file_with_a_bug: UNEXPECTED' });
    expect(south.parked()).toEqual([]);
    expect((await post(south, 'l-9', { to: 'north', words: 'all else', commandId: commandOf(9) })).ok).toBe(true);
    isBroken = false;
    await south.settled();
    expect(['l-1', 'l-2'].map((letter) => south.views.get(receiptsInHouse, letter)?.words)).toEqual(['hello', 'hello']);
    expect(problemsOf(south)).toEqual([]);
  });

  it('is an effect whose outside is out of reach: it shows by the outside’s code and is done once it answers', async () => {
    let isReachable = false;
    const rung: string[] = [];
    const ring = effect<LetterEvent, undefined>({
      name: 'house_ring_for_letters',
      on: ['Posted'],
      async run(_event, { id }) {
        if (!isReachable) throw Object.assign(new Error('The bell does not answer'), { code: 'BELL_UNREACHABLE' });
        rung.push(id);
        return [];
      },
    });
    const houses = await start(makeParts(['north', 'south']), { ...houseNode, effects: [ring] });
    const north = houses.node('north');
    await postOne(north);
    await until(() => problemsOf(north).some(({ attempts }) => attempts === 2));
    expect(problemsOf(north)).toEqual([{ name: 'effect house_ring_for_letters', problem: 'BELL_UNREACHABLE', attempts: 2 }]);
    isReachable = true;
    await houses.settled();
    expect(rung).toHaveLength(1);
    expect(failuresOf(north)).toBeGreaterThanOrEqual(2);
  });
});

describe('an end', () => {
  it('waits for what an effect has in hand', async () => {
    const answered = Promise.withResolvers<undefined>();
    let isCalled = false;
    const ring = effect<LetterEvent, undefined>({
      name: 'house_ring_slowly',
      on: ['Posted'],
      async run(_event, { stream }) {
        isCalled = true;
        await answered.promise;
        return [to(letters, stream.slice('letter-'.length), { type: 'Expire' })];
      },
    });
    const parts = makeParts(['north']);
    const houses = await startHouses(parts, { ...houseNode, effects: [ring] });
    await postOne(houses.node('north'));
    await until(() => isCalled);
    let isStopped = false;
    const stopped = houses.stop().then(() => (isStopped = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isStopped).toBe(false);
    answered.resolve(undefined);
    await stopped;
    expect((await must(parts.stores.get('north')).readStream('letter-l-1')).events.map(({ type }) => type)).toEqual(['Posted', 'Expired']);
  });

  it('of a start that failed leaves nothing running', async () => {
    const parts = makeParts(['north']);
    const log = must(parts.stores.get('north'));
    let reads = 0;
    const store: EventStore = {
      ...log,
      readAll: (options) => ((reads += 1), log.readAll(options)),
      readStream: (stream, options) =>
        stream.startsWith('policy-') ? Promise.reject(new Error('damaged')) : log.readStream(stream, options),
    };
    await expect(startHouses(withStore(parts, 'north', store))).rejects.toThrow('damaged');
    const before = reads;
    const houses = await start(reborn(parts));
    await postOne(houses.node('north'));
    await houses.settled();
    expect(reads).toBe(before);
  });

  it('of a log makes its tokens worthless: a position counts in its own log only', async () => {
    const houses = await start(makeParts(['north', 'south']));
    const north = houses.node('north');
    const { position } = await postOne(north);
    const token = north.token(must(position));
    expect(await north.waitFor(token, 3_000)).toBe(true);
    expect(await north.waitFor({ ...token, storeId: 'the log before the restore' }, 20)).toBe(false);
  });
});
