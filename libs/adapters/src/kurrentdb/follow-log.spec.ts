import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { type Trouble, START } from '@interlock/kernel';
import { event, write } from '../conformance/event-store/harness.testing.ts';
import { type Connection } from './connection.ts';
import { followLog } from './follow-log.ts';
import { openKurrentStores } from './kurrent-event-store.ts';
import { makeNames } from './names.ts';
import { startKurrentSimulator } from './simulator/kurrent-simulator.ts';

/** What the server says over one connection; it breaks when it is told to. */
type Said = 'all heard' | 'nothing';

/** A log in which nothing happens, followed over connections that break one after another; how often that was told of, and as which attempt. */
async function toldOver(...connections: readonly Said[]): Promise<readonly number[]> {
  const told: Omit<Trouble, 'node'>[] = [];
  const left = [...connections];
  const over = Promise.withResolvers<undefined>();
  const client: unknown = {
    subscribeToAll() {
      const subscription = Object.assign(new PassThrough({ objectMode: true }), { unsubscribe: () => Promise.resolve() });
      const said = left.shift();
      if (said === undefined) over.resolve(undefined);
      else
        setImmediate(() => {
          if (said === 'all heard') subscription.emit('caughtUp');
          subscription.destroy(new Error('Failed to discover'));
        });
      return subscription;
    },
  };
  const connection: Connection = {
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- nothing else of the client is asked
    client: () => client as KurrentDBClient,
    learnFrom: () => undefined,
    isClosed: () => false,
    patiently: () => Promise.reject(new Error('Nothing is read')),
    pause: () => Promise.resolve(),
    close: () => undefined,
  };
  const follower = followLog({
    ...{ connection, names: makeNames('police'), after: START },
    heard: () => undefined,
    report: (failed) => told.push(failed),
  });
  await over.promise;
  await follower.stop();
  return told.map(({ attempt }) => attempt);
}

describe('a follower of a log whose connection breaks', () => {
  it('tells of it from the second time in a row on', async () => {
    expect(await toldOver('nothing')).toEqual([]);
    expect(await toldOver('nothing', 'nothing', 'nothing')).toEqual([1, 2]);
  });

  it('counts from the beginning once it has heard that there is no more', async () => {
    expect(await toldOver('all heard', 'all heard', 'all heard')).toEqual([]);
    expect(await toldOver('nothing', 'nothing', 'all heard', 'nothing', 'nothing')).toEqual([1, 1, 2]);
  });

  it('counts from the beginning once it has heard an event (simulated)', async () => {
    const simulator = await startKurrentSimulator();
    const told: Trouble[] = [];
    const url = `${simulator.url}&discoveryInterval=20`;
    const processes = [openKurrentStores({ url, report: (trouble) => told.push(trouble) }), openKurrentStores({ url })] as const;
    const [store, other] = [await processes[0].open('police'), await processes[1].open('police')];
    for (let number = 0; number < 4; number += 1) {
      await other.append([write(`case-${String(number)}`, 'no-stream', event(number))]);
      while (store.head() < other.head()) await pause(5);
      simulator.cut();
    }
    await Promise.all(processes.map((stores) => stores.close()));
    await simulator.stop();
    expect(told).toEqual([]);
  });
});
