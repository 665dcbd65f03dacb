import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '@interlock/hosting';

/** What `interlock up` wrote about its processes. */
interface Run {
  readonly brokers: readonly number[];
  readonly bootstrap: readonly string[];
  readonly services: readonly { readonly name: string; readonly app: string; readonly pid?: number; readonly url: string }[];
}

/** A distributed city of real processes, and ways to do it harm. */
export interface CityProcesses {
  readonly data: string;
  readonly url: string;
  readonly services: readonly string[];
  bootstrap(): readonly string[];
  pidOf(service: string): number;
  brokerPid(): number;
  /** Resolves when the service takes requests. */
  ready(service: string): Promise<void>;
  /** The starter begins nothing again until it is let go. */
  holdStarter(): void;
  letStarterGo(): void;
  /** What everybody has said so far. */
  said(): string;
  stop(): Promise<void>;
}

const MAIN = join(ROOT, 'apps', 'cli', 'dist', 'main.js');
const LOOK_MS = 50;
/** A machine that does something else besides is slow; only what hangs is ended. */
const READY_MS = 120_000;

/** Starts a city on a fresh folder with `interlock up`, as people do, and waits until every service is ready. */
export async function startCityProcesses(data: string, settings: readonly string[] = []): Promise<CityProcesses> {
  const args = [MAIN, 'up', '--data', data, '--port', '0', ...settings.flatMap((setting) => ['--set', setting])];
  const starter = spawn(process.execPath, args, { env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => starter.once('exit', resolve));
  let said = '';
  for (const stream of [starter.stdout, starter.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const run = (): Run => readRun(data);
  const service = (name: string) => {
    const found = run().services.find((one) => one.name === name);
    if (!found) throw new Error(`No service ${name}`);
    return found;
  };
  const ready = async (name: string): Promise<void> => {
    const until = performance.now() + READY_MS;
    while (!(await isReady(service(name).url))) {
      if (performance.now() > until) throw new Error(`${name} is not ready:\n${said}`);
      await sleep(LOOK_MS);
    }
  };
  await Promise.race([
    untilSaid(() => said, 'ready after'),
    ended.then((code) => Promise.reject(new Error(`ended with ${String(code)}:\n${said}`))),
  ]);
  const gateway = run().services.find(({ app }) => app === 'gateway');
  return {
    data,
    url: gateway?.url ?? '',
    services: run().services.map(({ name }) => name),
    bootstrap: () => run().bootstrap,
    pidOf: (name) => service(name).pid ?? 0,
    brokerPid: () => run().brokers[0] ?? 0,
    ready,
    holdStarter: () => starter.kill('SIGSTOP'),
    letStarterGo: () => starter.kill('SIGCONT'),
    said: () => said,
    stop: () => end(starter, ended),
  };
}

async function end(starter: ChildProcess, ended: Promise<unknown>): Promise<void> {
  starter.kill('SIGCONT');
  starter.kill('SIGTERM');
  await ended;
}

function readRun(data: string): Run {
  const file = join(data, 'run', 'city.json');
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- written by the command under test, in its own shape
  return JSON.parse(readFileSync(file, 'utf8')) as Run;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function untilSaid(said: () => string, words: string): Promise<void> {
  while (!said().includes(words)) await sleep(LOOK_MS);
}

/** Where every node is reached, as services read it at their start and the player at every call. */
export function peersOf(data: string): Readonly<Record<string, string>> {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- written by the command under test, in its own shape
  return JSON.parse(readFileSync(join(data, 'run', 'peers.json'), 'utf8')) as Readonly<Record<string, string>>;
}

export function writePeers(data: string, peers: Readonly<Record<string, string>>): void {
  writeFileSync(join(data, 'run', 'peers.json'), JSON.stringify(peers));
}
