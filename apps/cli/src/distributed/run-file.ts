import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DataLock, EXIT, Fault, type Holder, holderNow, lockData } from '@interlock/hosting';
import { z } from 'zod';

const service = z.object({
  name: z.string(),
  app: z.string(),
  nodes: z.array(z.string()),
  pid: z.number().optional(),
  /** Probes and metrics; of the gateway the API too. */
  url: z.string().optional(),
  /** For other agencies’ processes. */
  peerUrl: z.string().optional(),
});
const run = z.object({
  /** Of the process that started them all. */
  pid: z.number(),
  startedAt: z.string(),
  clock: z.enum(['system', 'virtual']),
  bootstrap: z.array(z.string()),
  brokers: z.array(z.number()),
  services: z.array(service),
});

/** What runs of a distributed city on this machine, as its starter wrote it down for whoever asks. */
export type Run = z.infer<typeof run>;
export type RunningService = z.infer<typeof service>;

export function runFolder(data: string): string {
  return join(data, 'run');
}

const fileIn = (data: string): string => join(runFolder(data), 'city.json');

/** Whole or not at all: others read it while it is written. */
export function writeRun(data: string, written: Run): void {
  const file = fileIn(data);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(written, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

export function forgetRun(data: string): void {
  rmSync(fileIn(data), { force: true });
}

export function readRun(data: string): Run | undefined {
  const file = fileIn(data);
  if (!existsSync(file)) return undefined;
  const read = run.safeParse(jsonIn(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  throw new Fault({
    code: 'RUN_DAMAGED',
    what: `${file} does not say what runs`,
    why: 'it is not what `interlock up` writes',
    how: 'look for processes of the city by hand (ps), end them, and remove the file',
    exit: EXIT.failed,
  });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Who started the city on this folder, if he is still there: known by the lock that he holds until he ends, however he ends. A process number
 * that was written down may be another program’s by now.
 */
export function starterOf(data: string): Holder | undefined {
  return holderNow(runFolder(data));
}

/** Says for as long as this process lives that it runs the city. Throws DATA_IN_USE where another does. */
export function holdRun(data: string): DataLock {
  mkdirSync(runFolder(data), { recursive: true });
  return lockData(runFolder(data), new Date().toISOString());
}

/** Whether a process that was written down is still that one: its command line names what the city runs. Only where /proc tells it. */
export function isOfCity(pid: number): boolean {
  try {
    return /apps\/[\w-]+\/dist\/main\.js|kafka\.Kafka/.test(readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}
