import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { openLogSnapshot } from '@interlock/adapters';
import { streamName } from '@interlock/kernel';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { documentIn, interlock, reportCase, temporaryFolder } from './children.suite.ts';

// The real thing: npm, the script, the launcher, the city, each a process of its own.
const ROOT = resolve(import.meta.dirname, '../../..');
const folder = temporaryFolder();
const started: ChildProcess[] = [];

afterEach(() => {
  for (const { pid } of started.splice(0)) killGroup(pid, 'SIGKILL');
});
afterAll(() => {
  folder.remove();
});

interface Group {
  readonly url: string;
  /** Signals every process of it at once, as a terminal does. */
  signal(name: NodeJS.Signals): void;
  /** When the first process of it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly err: string }>;
}

/** Starts a city in a process group of its own, its output piped. */
async function startGroup(command: string, args: readonly string[], data: string): Promise<Group> {
  const env = { ...process.env, INTERLOCK_DATA: data, INTERLOCK_PORT: '0', INTERLOCK_DEMO: 'off', INTERLOCK_TEST_BUILT: '1' };
  const child = spawn(command, args, { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const said = { out: '', err: '' };
  const ended = new Promise<{ readonly code: number | null; readonly err: string }>((done) => {
    child.once('close', (code) => {
      done({ code, err: said.err });
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const url = await new Promise<string>((ready, refuse) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
      const line = said.out.split('\n').find((one) => one.includes('"url"') && one.endsWith('}'));
      if (line !== undefined) ready(String(documentIn(line)['url']));
    });
    void ended.then(({ code, err }) => {
      refuse(new Error(`ended with ${String(code)}: ${err}`));
    });
  });
  return { url, ended, signal: (name) => killGroup(child.pid, name) };
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // All of it has ended.
  }
}

async function storedCases(data: string, caseIds: readonly string[]): Promise<number> {
  const log = openLogSnapshot(`${data}/police/log.sqlite`);
  const heads = await Promise.all(caseIds.map(async (id) => (await log.readStream(streamName('case', id))).head));
  log.close();
  return heads.filter((head) => head >= 0).length;
}

describe('one Ctrl-C', () => {
  it.each([
    ['npm start', 'npm', ['start', '--silent']],
    ['the launcher', process.execPath, ['apps/cli/bin/interlock.mjs', 'start']],
  ])('given to all processes of %s stops in good order with 0, and loses nothing', async (name, command, args) => {
    const data = folder.at(name.replaceAll(' ', '-'));
    const city = await startGroup(command, args, data);
    const token = (await interlock(['token', '--data', data])).out.trim();
    // More of them are under way when the signal comes.
    const acknowledged = [await reportCase(city.url, token)];
    const underWay = Array.from({ length: 20 }, () => reportCase(city.url, token));
    city.signal('SIGINT');
    acknowledged.push(...(await Promise.all(underWay)));
    const { code, err } = await city.ended;
    expect({ code, stopped: err.includes('"message":"stopped"') }).toEqual({ code: 0, stopped: true });
    const caseIds = acknowledged.flatMap((id) => (id === undefined ? [] : [id]));
    expect(caseIds.length).toBeGreaterThan(0);
    expect(await storedCases(data, caseIds)).toBe(caseIds.length);

    const again = await startGroup(command, args, data);
    expect((await fetch(`${again.url}/ready`)).status).toBe(200);
    again.signal('SIGTERM');
    expect(await again.ended).toMatchObject({ code: 0, err: expect.stringContaining('"message":"stopped"') });
    expect((await interlock(['verify', '--deep', '--data', data])).code).toBe(0);
  });
});
