import { describe, expect, it } from '@jest/globals';
import { type LaneSource } from '@interlock/kernel';
import { type Houses, makeParts, must, post, receipts, receiptsInHouse, startHouses } from './two-houses.suite.ts';

const commandOf = (n: number): string => `0b7e9a0c-7777-4777-8777-${String(n).padStart(12, '0')}`;

describe('a replica that does not receive a lane', () => {
  it('shows what the other received to whoever names the source’s position, by asking the source where it stands', async () => {
    const parts = makeParts(['north', 'south']);
    const south = must(parts.stores.get('south'));
    const first = await startHouses(parts);
    const replicaBy = (source: LaneSource, store = south): Promise<Houses> => {
      const own = makeParts(['south']);
      // No transport tells it anything: a consumer group gives the lane to the other replica.
      return startHouses({ ...own, keys: parts.keys, stores: new Map([['south', store]]) }, undefined, { hears: ['north'], source });
    };
    const { fetch, watermark } = first.node('north').lanes.source;
    const told = await replicaBy({ fetch, watermark });
    const untold = await replicaBy({ fetch });
    const unheard = await replicaBy({ fetch, watermark }, { ...south, onAppended: () => () => undefined });
    const north = first.node('north');
    await post(north, 'l-1', { to: 'south', words: 'hello', commandId: commandOf(1) });
    // The source’s own business, of which it tells nobody: no fact brings this position along.
    await north.context.handle(receipts, {
      ...{ commandId: commandOf(2), key: 'own', command: { type: 'File', words: 'own' }, body: {} },
      actor: { kind: 'person', member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' },
    });
    const token = north.token(north.store.head());
    const sees = (houses: Houses, seen = token): Promise<boolean> => houses.node('south').waitFor(seen, 500);
    expect(await sees(told)).toBe(true);
    expect(told.node('south').views.get(receiptsInHouse, 'l-1')).toMatchObject({ words: 'hello' });
    expect(told.node('south').lanes.watermark('north')).toMatchObject({ storeId: token.storeId, revision: 1 });
    // The other hears it each second. Nobody says so before it is so.
    expect(await first.node('south').waitFor(token, 3_000)).toBe(true);
    expect(await sees(untold)).toBe(false);
    expect(await sees(unheard)).toBe(false);
    expect(await sees(told, { ...token, position: token.position + 1n })).toBe(false);
    expect(await sees(told, { ...token, storeId: 'another' })).toBe(false);
    for (const houses of [first, told, untold, unheard]) await houses.stop();
  });
});
