import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded } from '@interlock/adapters';
import { ROOT } from '@interlock/hosting';
import { z } from 'zod';

/** What `interlock up` wrote about its processes. */
const run = z.object({
  brokers: z.array(z.number()),
  bootstrap: z.array(z.string()),
  services: z.array(z.object({ name: z.string(), app: z.string(), pid: z.number().optional(), url: z.string() })),
});
type Run = z.infer<typeof run>;
const peers = z.record(z.string(), z.string());

/** A distributed city of real processes, and ways to do it harm. */
export interface CityProcesses {
  readonly data: string;
  readonly url: string;
  readonly services: readonly string[];
  /** Addresses that a service is told at its next starts, in place of the true ones. */
  readonly detours: Map<string, Readonly<Record<string, string>>>;
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
  /** How the starter ended, and whatever of the city is still there then: nothing but its data should be. */
  stop(): Promise<{ readonly code: number | null; readonly leftOver: readonly number[] }>;
}

const MAIN = join(ROOT, 'apps', 'cli', 'dist', 'main.js');
const LOOK_MS = 50;
/** A machine that does something else besides is slow; only what hangs is ended. */
const READY_MS = 120_000;

/** Starts a city on a fresh folder with `interlock up`, as people do, and waits until every service is ready. */
export async function startCityProcesses(data: string, settings: readonly string[] = []): Promise<CityProcesses> {
  const args = [MAIN, 'up', '--data', data, '--port', '0', ...settings.flatMap((setting) => ['--set', setting])];
  const starter = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], JAVA_HOME: process.env['JAVA_HOME'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whatever ends the tests ends the city.
  const endStarter = (): unknown => starter.kill('SIGTERM');
  process.once('exit', endStarter);
  const ended = new Promise<number | null>((resolve) => starter.once('exit', resolve));
  void ended.then(() => process.off('exit', endStarter));
  let said = '';
  for (const stream of [starter.stdout, starter.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const now = (): Run => readRun(data);
  const service = (name: string) => {
    const found = now().services.find((one) => one.name === name);
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
    untilSaid(starter, () => said, 'ready after'),
    ended.then((code) => Promise.reject(new Error(`ended with ${String(code)}:\n${said}`))),
  ]);
  let stopping: ReturnType<typeof end> | undefined;
  const gateway = now().services.find(({ app }) => app === 'gateway');
  return {
    data,
    url: gateway?.url ?? '',
    services: now().services.map(({ name }) => name),
    detours: new Map(),
    bootstrap: () => now().bootstrap,
    pidOf: (name) => service(name).pid ?? 0,
    brokerPid: () => now().brokers[0] ?? 0,
    ready,
    holdStarter: () => starter.kill('SIGSTOP'),
    letStarterGo: () => starter.kill('SIGCONT'),
    said: () => said,
    stop: () => (stopping ??= end(starter, ended, now())),
  };
}

async function end(starter: ChildProcess, ended: Promise<number | null>, { services, brokers }: Run) {
  starter.kill('SIGCONT');
  starter.kill('SIGTERM');
  const code = await ended;
  const pids = [...services.flatMap(({ pid }) => pid ?? []), ...brokers];
  const gone = await Promise.all(pids.map((pid) => hasEnded(pid, LEFT_MS)));
  return { code, leftOver: pids.filter((_, index) => gone[index] !== true) };
}

/** Who has ended is counted until somebody has taken note of it. */
const LEFT_MS = 5_000;

function readRun(data: string): Run {
  return run.parse(JSON.parse(readFileSync(join(data, 'run', 'city.json'), 'utf8')));
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Or it has ended: then its end tells. */
async function untilSaid(starter: ChildProcess, said: () => string, words: string): Promise<void> {
  while (!said().includes(words) && starter.exitCode === null && starter.signalCode === null) await sleep(LOOK_MS);
}

/** Where every node is reached, as services read it at their start and the player at every call. */
export function peersOf(data: string): Readonly<Record<string, string>> {
  return peers.parse(JSON.parse(readFileSync(join(data, 'run', 'peers.json'), 'utf8')));
}

export function writePeers(data: string, addresses: Readonly<Record<string, string>>): void {
  writeFileSync(join(data, 'run', 'peers.json'), JSON.stringify(addresses));
}
