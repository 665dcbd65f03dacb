import { describe, expect, it } from '@jest/globals';
import { makeInProcessExchange, makeMemoryEventStore, makeMemoryViews } from '@interlock/adapters';
import { cityNode } from '@interlock/city';
import { type EventStore, type Recorded, encodeEvent, history, startNode } from '@interlock/kernel';
import { cityReferences, memoryKeyStore } from '@interlock/trust';
import fc from 'fast-check';
import { shipped } from './load.suite.ts';
import { type MemoryCity, playInMemory, playOnWholeCity } from './memory-city.suite.ts';

/** What one lane brought to the city, in its order. */
type LaneFacts = readonly Recorded[];

/** The feeds are the city's own decisions, numbered as they were made: what was told first has the smaller number. */
const folded = cityNode.views.filter((view) => !view.name.includes('feed'));

interface Told {
  readonly lanes: readonly LaneFacts[];
  readonly dumps: ReadonlyMap<string, readonly string[]>;
}

/** What a story told the city, lane by lane, and the views that the city made of it. */
async function toldIn({ city }: { readonly city: MemoryCity }): Promise<Told> {
  const node = city.nodes.get('city');
  if (!node) throw new Error('No city');
  const byLane = new Map<string, Recorded[]>();
  for await (const { recorded } of history(node.store, node.store.head())) {
    if (!recorded.stream.startsWith('received-')) continue;
    byLane.set(recorded.stream, [...(byLane.get(recorded.stream) ?? []), recorded]);
  }
  const dumps = new Map(folded.map((view) => [view.name, [...node.views.dump(view)]]));
  await city.stop();
  return { lanes: [...byLane.values()], dumps };
}

describe('the city’s views', () => {
  it('are the same for every interleaving of the same lanes: banks and police', async () => {
    const told = await toldIn(await playInMemory(shipped('lapse-and-freeze')));
    for (const name of ['city_cases', 'city_bank_cases', 'city_orders', 'city_freezes']) expect(told.dumps.get(name)).not.toEqual([]);
    await expectSameViews(told, 25);
  });

  it.each([
    { story: 'lapse-and-freeze', filled: ['city_duties', 'city_members'] },
    { story: 'yongkang-unread-180k', filled: ['city_duties', 'city_warnings', 'city_members'] },
  ])(
    'are the same with office and operators: $story',
    async ({ story, filled }) => {
      const told = await toldIn(await playOnWholeCity(shipped(story)));
      for (const name of filled) expect(told.dumps.get(name)).not.toEqual([]);
      expect(told.lanes.length).toBeGreaterThan(2);
      await expectSameViews(told, 8);
    },
    30_000,
  );
});

async function expectSameViews({ lanes, dumps }: Told, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat()), async (choices) => {
      expect(await viewsOf(interleaved(lanes, choices))).toEqual(dumps);
    }),
    { numRuns },
  );
}

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

async function viewsOf(facts: readonly Recorded[]): Promise<ReadonlyMap<string, readonly string[]>> {
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
  const dumps = new Map(folded.map((view) => [view.name, [...views.dump(view)]]));
  await node.stop();
  return dumps;
}

async function append(store: EventStore, { revision, position: _, ...envelope }: Recorded): Promise<void> {
  await store.append([{ stream: envelope.stream, expected: revision === 0 ? 'no-stream' : revision - 1, events: [encodeEvent(envelope)] }]);
}
