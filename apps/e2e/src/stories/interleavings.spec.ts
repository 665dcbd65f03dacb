import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeInProcessExchange, makeMemoryEventStore, makeMemoryViews } from '@interlock/adapters';
import { cityNode } from '@interlock/city';
import { type EventStore, type Recorded, encodeEvent, history, startNode } from '@interlock/kernel';
import { cityReferences, memoryKeyStore } from '@interlock/trust';
import fc from 'fast-check';
import { shipped } from './load.suite.ts';
import { playInMemory } from './memory-city.suite.ts';

/** What one lane brought to the city, in its order. */
type LaneFacts = readonly Recorded[];

let lanes: readonly LaneFacts[] = [];
let expected: readonly string[] = [];

/** The feeds are the city's own decisions, numbered as they were made: what was told first has the smaller number. */
const folded = cityNode.views.filter((view) => !view.name.includes('feed'));

beforeAll(async () => {
  const { city } = await playInMemory(shipped('lapse-and-freeze'));
  const node = city.nodes.get('city');
  if (!node) throw new Error('No city');
  const byLane = new Map<string, Recorded[]>();
  for await (const { recorded } of history(node.store, node.store.head())) {
    if (!recorded.stream.startsWith('received-')) continue;
    byLane.set(recorded.stream, [...(byLane.get(recorded.stream) ?? []), recorded]);
  }
  lanes = [...byLane.values()];
  expected = folded.flatMap((view) => [...node.views.dump(view)]);
  await city.stop();
});

describe('the city’s views', () => {
  it('are the same for every interleaving of the same lanes', async () => {
    expect(expected.length).toBeGreaterThan(10);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (choices) => {
        expect(await viewsOf(interleaved(lanes, choices))).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});

/** Takes from one lane after another, as chance has it; each lane keeps its order. */
function interleaved(from: readonly LaneFacts[], choices: Iterator<number>): readonly Recorded[] {
  const left = from.map((facts) => [...facts]).filter((facts) => facts.length > 0);
  const mixed: Recorded[] = [];
  while (left.length > 0) {
    const place = Number(choices.next().value) % left.length;
    const fact = left[place]?.shift();
    if (fact) mixed.push(fact);
    if (left[place]?.length === 0) left.splice(place, 1);
  }
  return mixed;
}

async function viewsOf(facts: readonly Recorded[]): Promise<readonly string[]> {
  const store = makeMemoryEventStore();
  for (const fact of facts) await append(store, fact);
  const views = makeMemoryViews();
  const node = await startNode({
    ...{ code: 'city', member: 'city', definition: { ...cityNode, policies: [] }, ports: undefined, store, views },
    ...{ keys: memoryKeyStore({ node: 'city' }), references: cityReferences(new Uint8Array(32)), exchange: makeInProcessExchange() },
    ...{ source: { fetch: () => Promise.resolve([]) }, tells: [], hears: [], peers: new Map() },
    clock: { now: () => '2021-03-25T00:00:00.000Z', monotonicMs: () => 0, wakeAt: () => () => undefined },
    report: (trouble) => {
      throw new Error(trouble.message);
    },
  });
  await node.settled();
  const dump = folded.flatMap((view) => [...views.dump(view)]);
  await node.stop();
  return dump;
}

async function append(store: EventStore, { revision, position: _, ...envelope }: Recorded): Promise<void> {
  await store.append([{ stream: envelope.stream, expected: revision === 0 ? 'no-stream' : revision - 1, events: [encodeEvent(envelope)] }]);
}
