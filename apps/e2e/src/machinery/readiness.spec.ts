import { describe, expect, it } from '@jest/globals';
import { makeMetrics, readinessOf, watchStore } from '@interlock/nest-kit';
import { faulty } from './faulty-store.suite.ts';
import { makeParts, must, post, startHouses } from './two-houses.suite.ts';

const commandOf = (n: number): string => `0b7e9a0c-5555-4444-8444-${String(n).padStart(12, '0')}`;

describe('a node whose log cannot be written', () => {
  it('is not ready, says why, and is ready again once an append was acknowledged', async () => {
    const parts = makeParts(['north']);
    const { store, fail } = faulty(must(parts.stores.get('north')));
    const watched = watchStore('north', store);
    const houses = await startHouses({ ...parts, stores: new Map([['north', watched]]) });
    const nodes = { get: (code: string) => houses.nodes.get(code), all: () => [...houses.nodes.values()] };
    const metrics = makeMetrics({ nodes, clock: parts.clock, clients: new Map(), sealedThrough: () => 7n });
    const send = (n: number) => post(houses.node('north'), `l-${String(n)}`, { to: 'north', words: 'hello', commandId: commandOf(n) });
    await send(1);
    expect(readinessOf(nodes, false)).toEqual({ ready: true, problems: [] });

    fail('append', 1_000);
    await send(2).catch(() => undefined);
    expect(readinessOf(nodes, false)).toMatchObject({ ready: false });
    expect(readinessOf(nodes, false).problems).toContain('north cannot write its log: STORE_UNAVAILABLE');
    expect(await metrics.text()).toContain('interlock_store_trouble{node="north"} 1');

    fail('append', 0);
    await send(2);
    await houses.settled();
    expect(readinessOf(nodes, false)).toEqual({ ready: true, problems: [] });
    const text = await metrics.text();
    expect(text).toContain('interlock_store_trouble{node="north"} 0');
    expect(text).toContain('interlock_chain_verified_position{node="north"} 7');
    expect(text).toMatch(/^interlock_event_append_seconds_count\{node="north"\} [1-9]/m);
    await houses.stop();
  });
});
