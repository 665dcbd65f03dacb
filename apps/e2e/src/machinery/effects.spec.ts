import { describe, expect, it } from '@jest/globals';
import { type Decider, type Instant, type NodeDefinition, type Stream, accept, effect, history, to } from '@interlock/kernel';
import { mortal } from './mortal-store.suite.ts';
import { type HouseParts, type Houses, makeParts, must, startHouses } from './two-houses.suite.ts';

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

function bellNode(port: ReturnType<typeof makeBell>): NodeDefinition {
  const ring = effect<BellEvent, undefined>({
    name: 'house_ring',
    on: ['RingIntended'],
    run: async (_event, { id, stream }) => [to(bell, stream.slice('bell-'.length), { type: 'RecordRung', ringNo: port.ring(id) })],
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

async function live(parts: HouseParts, port: ReturnType<typeof makeBell>, born: (houses: Houses) => void = () => undefined): Promise<void> {
  const houses = await startHouses(parts, bellNode(port));
  born(houses);
  await houses.node('north').context.handle(bell, {
    commandId: '0b7e9a0c-3333-4333-8333-000000000001',
    key: 'front-door',
    command: { type: 'Press' },
    actor: { kind: 'person', member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' },
    body: { press: true },
  });
  await houses.settled();
  await houses.stop();
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
    const rung: unknown[] = [];
    for await (const { message } of history(must(parts.stores.get('north')), must(parts.stores.get('north')).head()))
      if (message.type === 'Rung') rung.push(message);
    expect(rung).toEqual([{ type: 'Rung', ringNo: 1 }]);
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
