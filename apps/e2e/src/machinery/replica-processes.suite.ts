import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { type Exchange, type LaneBatch, type LaneFact, type LaneHandler, type LaneSource } from '@interlock/kernel';
import { openKeyStore } from '@interlock/trust';
import { type Message, type Wire, createWire } from './replica-wire.ts';
import { type HouseParts, type Houses, makeParts, must, startHouses } from './two-houses.suite.ts';

const CHILD = fileURLToPath(new URL('./replica-child.ts', import.meta.url));
const SIMULATOR = fileURLToPath(new URL('../../../../libs/adapters/src/kurrentdb/simulator/simulator-main.ts', import.meta.url));
/** From the sources, as this test itself runs: nothing has to be built before. */
const NODE_FLAGS = ['--conditions=@interlock/source', '--no-warnings'];

export interface Replica {
  readonly name: string;
  readonly wire: Wire;
  kill(): Promise<void>;
}

/** Two processes of the node `south`, on a simulated KurrentDB in a third one; their neighbour `north` runs here. */
export interface ReplicaSet {
  readonly url: string;
  readonly north: Houses;
  readonly parts: HouseParts;
  readonly replicas: () => readonly Replica[];
  start(name: string): Promise<Replica>;
  /** How often the world outside was asked, by idempotency key. */
  readonly stamps: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export async function startReplicaSet(): Promise<ReplicaSet> {
  const folder = mkdtempSync(join(tmpdir(), 'interlock-replicas-'));
  const simulator = spawn(process.execPath, [...NODE_FLAGS, SIMULATOR], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await firstLine(simulator);
  const masterKey = new Uint8Array(32).fill(7);
  const keyFile = join(folder, 'keys.jsonl');
  openKeyStore({ node: 'south', file: keyFile, masterKey }).close();
  const live = new Set<Replica>();
  const stamps = new Map<string, number>();
  const lanes = lanesTo(() => [...live]);
  const parts = { ...makeParts(['north']), exchange: lanes.exchange };
  const north = await startHouses(parts, undefined, { hears: ['south'], tells: ['south'], source: lanes.source });
  const answers = {
    send: lanes.take,
    fetch(told: unknown) {
      const { lane, after, limit } = asFetch(told);
      return north.node('north').lanes.source.fetch(lane, after, limit);
    },
    stamp(key: unknown) {
      stamps.set(String(key), (stamps.get(String(key)) ?? 0) + 1);
      return [...stamps.keys()].indexOf(String(key));
    },
  };
  return {
    ...{ url, north, parts, stamps, replicas: () => [...live] },
    async start(name) {
      const keys = join(folder, `keys-${name}.jsonl`);
      // The same node secret in a file of its own: a key file is one process’s.
      copyFileSync(keyFile, keys);
      const replica = await startReplica(name, [url, keys, Buffer.from(masterKey).toString('hex')], answers);
      live.add(replica);
      return {
        ...replica,
        async kill() {
          live.delete(replica);
          await replica.kill();
        },
      };
    },
    async stop() {
      await north.stop();
      for (const replica of live) await replica.kill();
      simulator.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: must(child.stdout ?? undefined) })) return must(line.split(' ').at(-1));
  throw new Error('The simulated KurrentDB did not start');
}

type Answers = Parameters<typeof createWire>[1];

async function startReplica(name: string, args: readonly string[], answers: Answers): Promise<Replica> {
  const child = spawn(process.execPath, [...NODE_FLAGS, CHILD, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const listeners: ((message: Message) => void)[] = [];
  const wire = createWire(
    {
      send: (message) => {
        if (child.connected) child.send(message, () => undefined);
      },
      hear: (listener) => listeners.push(listener),
    },
    answers,
  );
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: unknown) => {
      if (typeof message !== 'object' || message === null) return;
      if ('ready' in message) resolve();
      else for (const listener of listeners) listener(message);
    });
    child.once('exit', (exitCode) => {
      wire.cut();
      reject(new Error(`Replica ${name} ended with ${String(exitCode)}`));
    });
  });
  return {
    ...{ name, wire },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Lanes between the process of the test and the replicas: one of them has the lane, the next takes over when it dies. */
function lanesTo(live: () => readonly Replica[]): {
  readonly exchange: Exchange;
  readonly source: LaneSource;
  take(told: unknown): Promise<void>;
} {
  const handlers = new Map<string, LaneHandler>();
  let tail: Promise<unknown> = Promise.resolve();
  const first = (): Replica => {
    const [replica] = live();
    if (!replica) throw Object.assign(new Error('No replica runs'), { code: 'NODE_UNAVAILABLE' });
    return replica;
  };
  return {
    exchange: {
      async send(lane, batch) {
        await first().wire.ask('take', { lane, batch });
      },
      sentThrough: () => Promise.resolve(undefined),
      receive(lane, handler) {
        handlers.set(lane.from, handler);
        return Promise.resolve({ stop: () => Promise.resolve() });
      },
      close: () => Promise.resolve(),
    },
    source: {
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the replica answers with its lane’s facts
      fetch: async (lane, after, limit) => (await first().wire.ask('fetch', { lane, after, limit })) as readonly LaneFact[],
    },
    /** Both replicas carry their node’s lane: one batch at a time, whoever sent it. */
    take(told) {
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- sent by the replica’s exchange
      const { batch } = told as { readonly batch: LaneBatch };
      const taken = tail.then(() => must(handlers.get('south'))(batch));
      tail = taken.catch(() => undefined);
      return taken;
    },
  };
}

function asFetch(told: unknown) {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- asked by the replica’s source
  return told as { readonly lane: { readonly from: string; readonly to: string }; readonly after: number; readonly limit: number };
}
