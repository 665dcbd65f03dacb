import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { caseRequest, dataOf, post } from './case-page.ts';
import { startServer } from './processes.ts';
import { type CaseServer, answering } from './serving.ts';
import { Skipped } from './types.ts';

const CLI = join(import.meta.dirname, '..', '..', '..', 'apps', 'cli', 'dist', 'main.js');
const GATEWAY = join(import.meta.dirname, '..', 'rows', 'gateway.child.ts');
/** What the city says where no broker can run. */
const NO_BROKER = /\[(?:KAFKA_NO_JAVA|KAFKA_NO_MAVEN|KAFKA_NOT_INSTALLED)\]/;
const READY_WITHIN_MS = 60_000;
const STILL_MS = 3_000;

interface RunningCity {
  stop(): Promise<void>;
}

/**
 * The distributed city that played the story: its services as `interlock up` runs them, each in a process of its own, on the system’s
 * clock. Only its gateway is the bench’s, for the allowance.
 */
export async function serveDistributed(data: string, story: string): Promise<CaseServer> {
  const caseNo = await playedInto(data, story);
  const city = await up(data, ['--clock', 'system', '--services', 'police,bank,telecom,joint-office,world']);
  try {
    const gateway = await startServer(GATEWAY, [], gatewayEnvironment(data));
    const stop = async (): Promise<void> => {
      await gateway.stop();
      await city.stop();
    };
    const serving = { ...answering(gateway, caseRequest(caseNo)), stop };
    try {
      await ready(gateway.url);
      await untilStill(serving);
    } catch (error) {
      await gateway.stop();
      throw error;
    }
    return serving;
  } catch (error) {
    await city.stop();
    throw error;
  }
}

/** A story needs a clock that it moves: it is played on the whole city, which is ended afterwards. */
async function playedInto(data: string, story: string): Promise<string> {
  const city = await up(data, ['--clock', 'virtual']);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'play', story, '--json', '--against', data], {
      ...{ env: environment(), maxBuffer: 64 * 1_048_576 },
    });
    return String(Object(JSON.parse(stdout)).cases[0].caseNo);
  } finally {
    await city.stop();
  }
}

async function up(data: string, more: readonly string[]): Promise<RunningCity> {
  const child = spawn(process.execPath, [CLI, 'up', '--data', data, '--port', '0', ...more], {
    ...{ env: environment(), stdio: ['ignore', 'pipe', 'pipe'] },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', end);
  const lines: string[] = [];
  const isReady = await Promise.race([readyIn(child, lines), ended.then(() => false)]);
  if (!isReady) {
    if (lines.some((line) => NO_BROKER.test(line))) throw new Skipped(lines.filter((line) => !line.startsWith('city')).join(' '));
    throw new Error(`The city did not start:\n${lines.slice(-20).join('\n')}`);
  }
  return {
    async stop() {
      end();
      await ended;
      process.off('exit', end);
    },
  };
}

/** Read to the end of the process: a pipe that nobody empties would stop it. */
function readyIn({ stdout, stderr }: ChildProcess, lines: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    for (const stream of [stdout, stderr])
      if (stream)
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          if (/\bready after \d/.test(line)) resolve(true);
        });
  });
}

async function ready(url: string): Promise<void> {
  let last = 'no answer';
  for (const until = performance.now() + READY_WITHIN_MS; performance.now() < until; await sleep(200)) {
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    last = (await answer?.text()) ?? last;
  }
  throw new Error(`The gateway did not become ready: ${last}`);
}

/** By the system’s clock all deadlines of the story are over, and fall due together: the page is asked for when that has been dealt with. */
async function untilStill({ asked, ...server }: CaseServer): Promise<void> {
  let last = '';
  let since = performance.now();
  for (const until = since + READY_WITHIN_MS; performance.now() < until; await sleep(200)) {
    const data = dataOf(await post(server, asked));
    if (data !== last) since = performance.now();
    if (performance.now() - since > STILL_MS) return;
    last = data;
  }
  throw new Error('The case’s page goes on changing');
}

function gatewayEnvironment(data: string): Readonly<Record<string, string>> {
  const { bootstrap } = JSON.parse(readFileSync(join(data, 'run', 'city.json'), 'utf8'));
  return {
    INTERLOCK_DATA: data,
    INTERLOCK_HOST: '127.0.0.1',
    INTERLOCK_PORT: '0',
    INTERLOCK_PEER_PORT: '0',
    INTERLOCK_CERTIFICATES: join(data, 'certificates'),
    INTERLOCK_CLOCK: 'system',
    INTERLOCK_NODES: 'city',
    INTERLOCK_PEERS_FILE: join(data, 'run', 'peers.json'),
    INTERLOCK_KAFKA_BROKERS: bootstrap.join(','),
    INTERLOCK_LOG_LEVEL: 'warn',
  };
}

function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, JAVA_HOME } = process.env;
  return { PATH, HOME, JAVA_HOME };
}
