import { describe, expect, it } from '@jest/globals';
import {
  type Decider,
  type Instant,
  type Node,
  type NodeDefinition,
  type Stream,
  accept,
  effect,
  history,
  to,
  undoneEffects,
} from '@interlock/kernel';
import { readinessOf } from '@interlock/nest-kit';
import { mortal } from './mortal-store.suite.ts';
import { type HouseParts, type Houses, makeParts, must, startHouses, until } from './two-houses.suite.ts';

type BellCommand =
  { readonly type: 'Press'; readonly at: Instant } | { readonly type: 'RecordRung'; readonly ringNo: number; readonly at: Instant };
type BellEvent = { readonly type: 'RingIntended' } | { readonly type: 'Rung'; readonly ringNo: number };
const decider: Decider<BellCommand, number, BellEvent, { readonly type: 'Broken' }> = {
  initial: 0,
  decide: (command) =>
    command.type === 'Press' ? accept<BellEvent>({ type: 'RingIntended' }) : accept<BellEvent>({ type: 'Rung', ringNo: command.ringNo }),
  evolve: (count, event) => (event.type === 'Rung' ? count + 1 : count),
};
const bell: Stream<BellCommand, number, BellEvent, { readonly type: 'Broken' }> = { category: 'bell', decider };

/** A bell outside: the same key again gives the first answer and rings nothing. */
function makeBell() {
  const answers = new Map<string, number>();
  const calls: string[] = [];
  return {
    calls,
    rings: () => answers.size,
    ring(key: string): number {
      calls.push(key);
      const ringNo = answers.get(key) ?? answers.size + 1;
      answers.set(key, ringNo);
      return ringNo;
    },
  };
}

interface BellPort {
  ring(key: string, stream: string): number | Promise<number>;
}

function bellNode(port: BellPort): NodeDefinition {
  const ring = effect<BellEvent, undefined>({
    name: 'house_ring',
    on: ['RingIntended'],
    async run(_event, { id, stream }) {
      const ringNo = await port.ring(id, stream);
      return [to(bell, stream.slice('bell-'.length), { type: 'RecordRung', ringNo })];
    },
  });
  return {
    kind: 'house',
    streams: [bell],
    receives: [],
    views: [],
    memories: [],
    policies: [],
    effects: [ring],
    timers: [],
    commands: [],
    queries: [],
  };
}

async function live(parts: HouseParts, port: BellPort, born: (houses: Houses) => void = () => undefined): Promise<void> {
  const houses = await startHouses(parts, bellNode(port));
  born(houses);
  await press(houses.node('north'), 'front-door', 1);
  await houses.settled();
  await houses.stop();
}

function press(node: Node, door: string, n: number) {
  return node.context.handle(bell, {
    commandId: `0b7e9a0c-3333-4333-8333-${String(n).padStart(12, '0')}`,
    key: door,
    command: { type: 'Press' },
    actor: { kind: 'person', member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' },
    body: { press: true },
  });
}

/** What was recorded, in the order of the log. */
async function rungIn({ stores }: HouseParts): Promise<readonly string[]> {
  const rung: string[] = [];
  const log = must(stores.get('north'));
  for await (const { message, recorded } of history(log, log.head()))
    if (message.type === 'Rung') rung.push(`${recorded.stream.slice('bell-'.length)} ${String(recorded.data['ringNo'])}`);
  return rung;
}

const reborn = (parts: HouseParts): HouseParts => ({ ...makeParts(['north']), stores: parts.stores, keys: parts.keys });

const doors = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `door-${String(index + 1)}`);

/** A bell that rings none of the doors that are out of order. */
function makeBellOf(broken: ReadonlySet<string>) {
  const port = makeBell();
  const called: string[] = [];
  return {
    ...{ called, calls: port.calls },
    ring(key: string, stream: string): number {
      const door = stream.slice('bell-'.length);
      called.push(door);
      if (broken.has(door)) throw Object.assign(new Error('out of order'), { code: 'KEY_UNKNOWN' });
      return port.ring(key);
    },
  };
}

/** A bell that answers nobody before so many wait; then all of them, the last first. */
function makeSlowBell(waiters: number) {
  const port = makeBell();
  let waiting: (() => void)[] = [];
  let underWay = 0;
  let most = 0;
  return {
    ...{ calls: port.calls, rings: port.rings, most: () => most, underWay: () => underWay },
    async ring(key: string): Promise<number> {
      underWay += 1;
      most = Math.max(most, underWay);
      const ringNo = port.ring(key);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length < waiters) return;
        const all = waiting.reverse();
        waiting = [];
        for (const [index, answer] of all.entries()) setTimeout(answer, index);
      });
      underWay -= 1;
      return ringNo;
    },
  };
}

describe('what happens outside follows an intent, once', () => {
  it.each([
    ['before the intent is durable', 1, 'before'],
    ['after the intent, before the call', 1, 'after'],
    ['after the call, before its answer is durable', 2, 'before'],
    ['after the answer is durable', 2, 'after'],
  ] as const)('when the process dies %s', async (_when, nth, when) => {
    const parts = makeParts(['north']);
    const port = makeBell();
    // The house’s own appends are the intent and the answer; checkpoints come a second later.
    const { store, isDead } = mortal(must(parts.stores.get('north')), nth, when);
    let houses: Houses | undefined;
    const first = live({ ...parts, stores: new Map([['north', store]]) }, port, (started) => (houses = started)).catch(() => undefined);
    for (let look = 0; look < 200 && !isDead(); look += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(isDead()).toBe(true);
    await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 20))]);
    await houses?.stop().catch(() => undefined);
    await live({ ...makeParts(['north']), stores: parts.stores, keys: parts.keys }, port);
    expect(port.rings()).toBe(1);
    expect(new Set(port.calls).size).toBe(1);
    expect(await rungIn(parts)).toEqual(['front-door 1']);
  });

  it('calls nothing again when the log is replayed into fresh views', async () => {
    const parts = makeParts(['north']);
    const port = makeBell();
    await live(parts, port);
    const calls = port.calls.length;
    const again = await startHouses({ ...makeParts(['north']), stores: parts.stores, keys: parts.keys }, bellNode(port));
    await again.settled();
    await again.stop();
    expect(port.calls.length).toBe(calls);
  });
});

describe('the effects of different streams', () => {
  it('do not wait for one whose outside keeps failing: it shows by its stream and its tries, and is done once it can be', async () => {
    const broken = new Set(['door-2']);
    const port = makeBellOf(broken);
    const parts = makeParts(['north']);
    const houses = await startHouses(parts, bellNode(port));
    const north = houses.node('north');
    for (const [index, door] of doors(6).entries()) await press(north, door, index + 1);
    const last = await press(north, 'door-2', 7);
    await until(() => port.called.filter((door) => door === 'door-2').length >= 3);
    expect(await rungIn(parts)).toEqual(['door-1 1', 'door-3 2', 'door-4 3', 'door-5 4', 'door-6 5']);
    const problem = 'KEY_UNKNOWN';
    const shown = north.consumers().find(({ name }) => name === 'effect house_ring');
    expect(shown).toMatchObject({ problem, streams: [{ stream: 'bell-door-2', problem }] });
    expect(shown?.position).toBeGreaterThanOrEqual(must(last.position));
    expect(shown?.streams?.[0]?.attempts).toBeGreaterThanOrEqual(2);
    expect(parts.troubles).toContainEqual(
      expect.objectContaining({ consumer: 'effect house_ring', attempt: 2, message: `bell-door-2: the outside failed: ${problem}` }),
    );
    const nodes = { get: (code: string) => houses.nodes.get(code), all: () => [...houses.nodes.values()] };
    expect(readinessOf(nodes, false)).toEqual({
      ready: true,
      problems: [`north effect house_ring fails for 1 of its streams: ${problem}`],
    });
    await expect(north.settled(20)).rejects.toMatchObject({ code: 'NODE_STUCK', message: `effect house_ring: ${problem}` });
    broken.clear();
    await houses.settled();
    expect((await rungIn(parts)).slice(5)).toEqual(['door-2 6', 'door-2 7']);
    expect(readinessOf(nodes, false)).toEqual({ ready: true, problems: [] });
    await houses.stop();
  });

  it('go on after a restart where they were: what was done is not asked for again, however long one has been failing', async () => {
    const broken = new Set(['door-1']);
    const parts = makeParts(['north']);
    const first = makeBellOf(broken);
    const houses = await startHouses(parts, bellNode(first));
    for (const [index, door] of doors(5).entries()) await press(houses.node('north'), door, index + 1);
    await until(() => first.called.length >= 6);
    await houses.stop();
    expect(await rungIn(parts)).toHaveLength(4);
    const log = must(parts.stores.get('north'));
    expect(await undoneEffects(log, ['house_ring'])).toMatchObject([{ effect: 'house_ring', stream: 'bell-door-1' }]);
    broken.clear();
    const second = makeBellOf(broken);
    const again = await startHouses(reborn(parts), bellNode(second));
    await press(again.node('north'), 'door-1', 6);
    await again.settled();
    await again.stop();
    expect(second.called).toEqual(['door-1', 'door-1']);
    expect(await undoneEffects(log, ['house_ring'])).toEqual([]);
    expect((await rungIn(parts)).slice(4)).toEqual(['door-1 1', 'door-1 2']);
  });

  it('overlap where the outside is slow, and are recorded in the order of the log while no time passes', async () => {
    const port = makeSlowBell(8);
    const parts = makeParts(['north']);
    const houses = await startHouses(parts, bellNode(port));
    for (const [index, door] of doors(40).entries()) await press(houses.node('north'), door, index + 1);
    await houses.settled();
    await houses.stop();
    expect(port.most()).toBeGreaterThanOrEqual(8);
    expect(port.most()).toBeLessThanOrEqual(16);
    expect(await rungIn(parts)).toEqual(doors(40).map((door, index) => `${door} ${String(index + 1)}`));
  });

  it.each([
    ['before an answer is durable', 7, 'before'],
    ['after an answer is durable', 7, 'after'],
    ['before the last answer is durable', 10, 'before'],
  ] as const)('have the same keys when the process dies with several in hand, %s', async (_when, nth, when) => {
    const parts = makeParts(['north']);
    // Five intents, then five answers.
    const { store, isDead } = mortal(must(parts.stores.get('north')), nth, when);
    const port = makeSlowBell(5);
    const first = await startHouses({ ...parts, stores: new Map([['north', store]]) }, bellNode(port));
    for (const [index, door] of doors(5).entries()) await press(first.node('north'), door, index + 1);
    await until(isDead);
    await first.stop().catch(() => undefined);
    const next = makeBell();
    const again = await startHouses(reborn(parts), bellNode({ ring: (key) => (next.calls.push(key), port.calls.indexOf(key) + 1) }));
    await again.settled();
    await again.stop();
    expect(new Set(port.calls).size).toBe(5);
    for (const key of next.calls) expect(port.calls).toContain(key);
    expect(await rungIn(parts)).toEqual(doors(5).map((door, index) => `${door} ${String(index + 1)}`));
  });
});
