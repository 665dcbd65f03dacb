import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { type Trouble, START } from '@interlock/kernel';
import { type Connection } from './connection.ts';
import { followLog } from './follow-log.ts';
import { makeNames } from './names.ts';

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
});
