import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, type LogKeys } from '@interlock/kernel';
import { event, readEverything, write } from '../conformance/event-store/harness.testing.ts';
import { type KurrentStores, openKurrentStores } from './kurrent-event-store.ts';
import { type KurrentSimulator, startKurrentSimulator } from './simulator/kurrent-simulator.ts';

const ours: LogKeys = { fingerprint: 'ours', verifierKey: 'interlock/city/police+00000000+AQ==', references: 'a1.x' };
const theirs: LogKeys = { fingerprint: 'theirs', verifierKey: 'interlock/city/police+11111111+AQ==', references: 'a1.y' };

let simulator: KurrentSimulator;
let stores: KurrentStores;
let prefix: string;
let logs = 0;
const open = (): Promise<EventStore> => stores.open(prefix);
const bind = async (store: EventStore, keys: LogKeys): Promise<LogKeys | undefined> => store.bindKeys?.(keys);

beforeAll(async () => {
  simulator = await startKurrentSimulator();
  stores = openKurrentStores({ url: `${simulator.url}&discoveryInterval=20` });
});
afterAll(async () => {
  await stores.close();
  await simulator.stop();
});
beforeEach(() => {
  prefix = `bound-${String((logs += 1))}`;
});

describe('KurrentDB (simulated): the keys that a log is written with', () => {
  it('are those of who says them first, for whoever asks later', async () => {
    expect(await bind(await open(), ours)).toEqual(ours);
    expect(await bind(await open(), theirs)).toEqual(ours);
    expect(await bind(await open(), ours)).toEqual(ours);
  });

  it('are one, whoever of several that say them at once is first', async () => {
    const said = await Promise.all([ours, theirs, ours, theirs].map(async (keys) => bind(await open(), keys)));
    const [first] = said;
    expect([ours, theirs]).toContainEqual(first);
    expect(said).toEqual([first, first, first, first]);
  });

  it('are told to who said them when the answer was lost', async () => {
    const store = await open();
    simulator.faults.plan('written-then-cut');
    expect(await bind(store, ours)).toEqual(ours);
    expect(await bind(store, theirs)).toEqual(ours);
  });

  it('are no event of the log, and belong to this log alone', async () => {
    const store = await open();
    await bind(store, ours);
    const before = store.head();
    expect(await readEverything(store)).toEqual([]);
    await store.append([write('case-a', 'no-stream', event(0))]);
    expect(store.head()).toBeGreaterThan(before);
    expect(await readEverything(store)).toHaveLength(1);
    prefix += 'x';
    expect(await bind(await open(), theirs)).toEqual(theirs);
  });
});
