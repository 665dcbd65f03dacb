import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ROOT } from '@interlock/hosting';
import { type CityProcesses, peersOf, startCityProcesses, writePeers } from '../processes/city-processes.suite.ts';
import { type Balancer, openBalancer } from './balancer.suite.ts';

/** A distributed city in which the police have two processes, each with a data folder of its own and one folder of keys, on one KurrentDB. */
export interface PoliceReplicas {
  readonly city: CityProcesses;
  readonly balancer: Balancer;
  /** Where the simulated KurrentDB is. */
  readonly store: string;
  readonly keys: string;
  /** Data folders of the two. */
  readonly folders: readonly string[];
  /** Kills one of the two, whichever’s turn it is; resolves when another process in its place takes requests. */
  kill(which: number): Promise<void>;
  stop(): Promise<{ readonly code: number | null; readonly leftOver: readonly number[] }>;
}

const SIMULATOR = fileURLToPath(new URL('../../../../libs/adapters/src/kurrentdb/simulator/simulator-main.ts', import.meta.url));
const POLICE = join(ROOT, 'apps', 'police', 'dist', 'main.js');

export async function startPoliceReplicas(data: string): Promise<PoliceReplicas> {
  const keys = join(data, 'keys-of-police');
  const simulator = spawn(process.execPath, ['--conditions=@interlock/source', '--no-warnings', SIMULATOR], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => simulator.kill('SIGKILL'));
  const store = `${(await firstLine(simulator)).split(' ').at(-1) ?? ''}&discoveryInterval=20`;
  const shared = { INTERLOCK_STORE: 'kurrentdb', INTERLOCK_KURRENTDB_URL: store, INTERLOCK_KEYS: keys };
  const city = await startCityProcesses(
    data,
    Object.entries(shared).map(([name, value]) => `police:${name}=${value}`),
  );
  const peers = peersOf(data);
  const balancer = await openBalancer({ node: 'police', certificates: join(data, 'certificates') });
  const first = peers['police'] ?? '';
  const second = secondProcess(data, shared);
  await second.start();
  /** What time it is in the story while it was away. */
  const enter = async (url: string): Promise<void> => {
    for (let to = timeOf(data); to !== undefined; to = timeOf(data) === to ? undefined : timeOf(data))
      await balancer.post(url, '/control/clock', { to });
    balancer.add(url);
  };
  await Promise.all([enter(first), enter(second.url())]);
  writePeers(data, { ...peers, police: balancer.url });
  return {
    ...{ city, balancer, store, keys, folders: [data, secondOf(data)] },
    async kill(which) {
      if (which % 2 === 0) {
        const pid = city.pidOf('police');
        balancer.remove(first);
        process.kill(pid, 'SIGKILL');
        while (city.pidOf('police') === pid) await sleep(20);
        await city.ready('police');
        await enter(first);
      } else {
        balancer.remove(second.url());
        await second.kill();
        await second.start();
        await enter(second.url());
      }
    },
    async stop() {
      await second.end();
      await balancer.close();
      const ended = await city.stop();
      simulator.kill('SIGKILL');
      return ended;
    },
  };
}

function secondOf(data: string): string {
  return join(data, 'second-of-police');
}

/** The second process, which this test runs; the first is `interlock up`’s own. */
function secondProcess(data: string, shared: Readonly<Record<string, string>>) {
  const own = secondOf(data);
  mkdirSync(own, { recursive: true });
  symlinkSync(join(data, 'run'), join(own, 'run')); // the story’s time
  const bootstrap: unknown = JSON.parse(readFileSync(join(data, 'run', 'city.json'), 'utf8'));
  const env = {
    PATH: process.env['PATH'],
    ...shared,
    INTERLOCK_DATA: own,
    INTERLOCK_PORT: '0',
    INTERLOCK_NODES: 'police',
    INTERLOCK_CLOCK: 'virtual',
    INTERLOCK_CERTIFICATES: join(data, 'certificates'),
    INTERLOCK_IDENTITY: data,
    INTERLOCK_PEERS: readFileSync(join(data, 'run', 'peers.json'), 'utf8'),
    INTERLOCK_REFERENCE_KEY: readFileSync(join(data, 'reference.key')).toString('base64url'),
    INTERLOCK_KAFKA_BROKERS: bootstrapIn(bootstrap).join(','),
  };
  let child: ChildProcess | undefined;
  let at = { url: '', peerUrl: '' };
  let said = '';
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  process.once('exit', () => child?.kill('SIGKILL'));
  return {
    url: () => at.peerUrl,
    kill: () => end('SIGKILL'),
    end: () => end('SIGTERM'),
    async start() {
      const started = spawn(process.execPath, [POLICE], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      child = started;
      at = await new Promise((resolve, reject) => {
        createInterface({ input: started.stderr }).on('line', (line) => {
          said += `${line}\n`;
          const running = /"url":"(http:[^"]+)","peerUrl":"(https:[^"]+)"/.exec(line);
          if (running) resolve({ url: running[1] ?? '', peerUrl: running[2] ?? '' });
        });
        started.once('exit', (code) => {
          reject(new Error(`The second process ended with ${String(code)}:\n${said}`));
        });
      });
      while (!(await isReady(at.url))) await sleep(20);
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('The simulated KurrentDB did not start');
}

function bootstrapIn(run: unknown): readonly string[] {
  if (typeof run === 'object' && run !== null && 'bootstrap' in run && Array.isArray(run.bootstrap)) return run.bootstrap.map(String);
  throw new Error('The city does not say where its broker is');
}

function timeOf(data: string): string | undefined {
  try {
    const said: unknown = JSON.parse(readFileSync(join(data, 'run', 'clock.json'), 'utf8'));
    return typeof said === 'object' && said !== null && 'at' in said ? String(said.at) : undefined;
  } catch {
    return undefined; // the story has not begun
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
