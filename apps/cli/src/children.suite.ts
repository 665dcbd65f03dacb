import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Screen } from '@interlock/hosting';
import { runCommand } from './program.ts';
import { type Terminal } from './terminal/terminal.ts';

/** The built command, as people run it; `npm test` builds it first. */
export const MAIN = resolve(import.meta.dirname, '../dist/main.js');
const ROOT = resolve(import.meta.dirname, '../../..');
export const WUYI = join(ROOT, 'scenarios', 'wuyi-1.66m.yaml');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const QUIET = { INTERLOCK_DEMO: 'off', INTERLOCK_PORT: '0' };

/** Runs a command to its end in this process: what it prints, and how it would end. */
export async function interlock(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const ran = { code: 0, out: '', err: '' };
  const screen = (name: 'out' | 'err'): Screen => ({
    isTerminal: false,
    hasColour: false,
    print(line) {
      ran[name] += `${line}\n`;
    },
  });
  const terminal: Terminal = {
    ...{ out: screen('out'), err: screen('err'), env: { ...QUIET, ...env }, interrupted: new AbortController().signal },
    exit(code) {
      ran.code = code;
    },
  };
  await runCommand(terminal, args);
  return ran;
}

/** The same in a process of its own. */
export function interlockChild(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'], ...QUIET, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  });
  return { code: status, out: stdout, err: stderr };
}

/** The same under a limit of the shell, such as the size of a file. */
export function interlockUnder(limit: string, args: readonly string[]): Ran {
  const line = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `${limit}; exec ${line}`], {
    env: { PATH: process.env['PATH'], ...QUIET },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

export interface RunningCity {
  readonly process: ChildProcess;
  readonly url: string;
  /** The line that it printed when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  stop(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Starts a city and waits until it is ready; a start that fails is told with what it said. */
export async function startCity(data: string, env: Readonly<Record<string, string>> = {}): Promise<RunningCity> {
  const child = spawn(process.execPath, [MAIN, 'start', '--data', data], {
    env: { PATH: process.env['PATH'], ...QUIET, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>((done) => {
    child.once('exit', (code, signal) => {
      done({ code, signal });
    });
  });
  const line = await Promise.race([
    firstLine(child),
    ended.then(({ code }) => Promise.reject(new Error(`ended with ${String(code)}: ${said}`))),
  ]);
  const ready: unknown = JSON.parse(line);
  if (!isReady(ready)) throw new Error(`not ready: ${line}`);
  return {
    process: child,
    url: ready.url,
    ready,
    stop(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) done(text.slice(0, end));
    });
  });
}

function isReady(value: unknown): value is { readonly url: string; readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string';
}

export interface Folder {
  at(...names: readonly string[]): string;
  remove(): void;
}

export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'interlock-cli-'));
  return {
    at: (...names) => join(path, ...names),
    remove() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export type Row = Readonly<Record<string, unknown>>;

/** The one document that `--json` prints. */
export function documentIn(out: string): Row {
  const document: unknown = JSON.parse(out);
  if (!isRow(document)) throw new Error(`not a document: ${out}`);
  return document;
}

export function rowsIn(row: Row | undefined, field: string): readonly Row[] {
  const rows: unknown = row?.[field];
  if (!Array.isArray(rows) || !rows.every(isRow)) throw new Error(`no rows ${field}`);
  return rows;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const REPORT = 'mutation ($input: ReportCaseInput!) { reportCase(input: $input) { caseId errors { code } } }';

/** Reports a case; answers its id once that is acknowledged, undefined if the city went before it answered. */
export async function reportCase(url: string, token: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: REPORT, variables: { input: { commandId: randomUUID(), summary: '电话诈骗' } } }),
    });
    return /"caseId":"([^"]+)"/.exec(await response.text())?.[1];
  } catch {
    return undefined;
  }
}
