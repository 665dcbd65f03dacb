import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '@interlock/hosting';
import { z } from 'zod';

/** A city of processes on this machine, as `interlock up` starts it: a real Kafka, a process for each kind of service, the world outside. */
export interface DistributedCity {
  readonly data: string;
  readonly gatewayUrl: string;
  /** Kills the service’s process with signal 9; whoever started the city starts it again. */
  kill(service: string): void;
  /** What all of them said. */
  said(): string;
  stop(): Promise<{ readonly code: number | null; readonly leftOver: readonly number[] }>;
}

/** Why this machine has none. */
export interface NoCity {
  readonly skipped: string;
}

const MAIN = join(ROOT, 'apps', 'cli', 'dist', 'main.js');
/** What is missing where no broker can run. */
const NO_BROKER = /\[(?:KAFKA_NO_JAVA|KAFKA_NO_MAVEN|KAFKA_NOT_INSTALLED)\]/;
const run = z.object({ services: z.array(z.object({ name: z.string(), pid: z.number().optional() })), brokers: z.array(z.number()) });

/** Starts it with the built command, as people do (`npm test` builds first), and waits until every service is ready. */
export async function startDistributedCity(data: string): Promise<DistributedCity | NoCity> {
  const child = spawn(process.execPath, [MAIN, 'up', '--data', data, '--port', '0'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], JAVA_HOME: process.env['JAVA_HOME'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whatever ends the tests ends the city.
  const end = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', end);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines: string[] = [];
  const gatewayUrl = await Promise.race([gatewayIn(child, lines), ended.then(() => undefined)]);
  if (gatewayUrl === undefined) {
    const [missing] = lines.filter((line) => NO_BROKER.test(line));
    if (missing !== undefined) return { skipped: missing };
    throw new Error(`The city did not start:\n${lines.join('\n')}`);
  }
  const running = () => run.parse(JSON.parse(readFileSync(join(data, 'run', 'city.json'), 'utf8')));
  return {
    ...{ data, gatewayUrl },
    kill(service) {
      const pid = running().services.find(({ name }) => name === service)?.pid;
      if (pid === undefined) throw new Error(`No process of ${service}`);
      process.kill(pid, 'SIGKILL');
    },
    said: () => lines.join('\n'),
    async stop() {
      const { services, brokers } = running();
      end();
      const code = await ended;
      process.off('exit', end);
      return { code, leftOver: await stillAlive([...services.flatMap(({ pid }) => pid ?? []), ...brokers]) };
    },
  };
}

/** Read to the end of the process: a pipe that nobody empties would stop it. */
function gatewayIn(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      if (stream)
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          const url = /gateway: (http:\S+)/.exec(line)?.[1];
          if (url !== undefined) resolve(url);
        });
  });
}

/** Who has ended is counted until somebody has taken note of it. */
async function stillAlive(pids: readonly number[]): Promise<readonly number[]> {
  for (const until = performance.now() + 5_000; pids.some(isAlive) && performance.now() < until;) await sleep(50);
  return pids.filter(isAlive);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
