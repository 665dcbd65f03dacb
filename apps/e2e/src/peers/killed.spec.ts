import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type PeerClient, makeDemoCertificates, makeHttpTransport, openPeerClient, readCertificate } from '@interlock/adapters';
import { type SentRequest } from '@interlock/kernel';
import { type IssuerKeys, createIssuers, issueToken } from '@interlock/nest-kit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CuttingProxy, openCuttingProxy } from './cutting-proxy.suite.ts';
import { NOON, codesOf } from './peer-houses.suite.ts';

/** The built program; `npm test` builds it first. */
const PROGRAM = resolve(import.meta.dirname, '../../dist/peers/north-process.suite.js');

let folder: string;
let keys: IssuerKeys;
interface North {
  readonly port: number;
  /** Resolves when it next has something on its disk. */
  stored(): Promise<void>;
  kill(): Promise<void>;
}
let north: North | undefined;
const proxies: CuttingProxy[] = [];
let client: PeerClient;
let port = 0;

/** Starts the north on its files. */
async function startNorth(): Promise<North> {
  const started: ChildProcess = spawn(process.execPath, [PROGRAM, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(started, 'exit');
  const listening = Promise.withResolvers<number>();
  let waiting: (() => void) | undefined;
  if (started.stdout)
    createInterface({ input: started.stdout }).on('line', (line) => {
      const [word, said] = line.split(' ');
      if (word === 'listens') listening.resolve(Number(said));
      else waiting?.();
    });
  const port = await Promise.race([listening.promise, ended]);
  if (typeof port !== 'number') throw new Error('The north ended before it listened');
  north = {
    port,
    stored: () => new Promise((resolveStored) => (waiting = resolveStored)),
    async kill() {
      started.kill('SIGKILL');
      await ended;
    },
  };
  return north;
}

async function request(commandId: string, letter: string): Promise<SentRequest> {
  const clerk = { member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' };
  const token = await issueToken({ ...clerk, audience: ['north'], ttlSeconds: 600, now: NOON }, keys);
  return { name: 'house.post.v1', commandId, body: { letter }, token };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-killed-'));
  await makeDemoCertificates({ folder, names: ['north', 'gateway'] });
  ({ keys } = await createIssuers(folder, ['north']));
  client = openPeerClient({ addressOf: () => `https://127.0.0.1:${String(port)}`, certificate: readCertificate(folder, 'gateway') });
});
afterAll(async () => {
  await north?.kill();
  await client.close();
  for (const proxy of proxies) await proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a process that is killed when it has stored a command and answered nobody', () => {
  it('leaves OUTCOME_UNKNOWN, and the first answer once it is back; what came while it was down was never there', async () => {
    const first = await startNorth();
    const proxy = await openCuttingProxy(first.port);
    proxies.push(proxy);
    port = proxy.port;
    proxy.loseAnswers(Number.POSITIVE_INFINITY);
    const clock = { now: () => NOON };
    const transport = makeHttpTransport({ client, clock, unreachableMs: 200 });
    const hurried = makeHttpTransport({ client, clock, deadlineMs: 3_000 });
    const sent = await request('0190a1b2-0000-7000-8000-000000000001', 'a');
    const stored = first.stored();
    const answer = hurried.command('north', sent);
    await stored;
    await first.kill();
    port = first.port;
    const whileDown = await request('0190a1b2-0000-7000-8000-000000000002', 'b');
    expect(await codesOf(transport.command('north', whileDown))).toEqual(['NODE_UNAVAILABLE']);
    expect(await codesOf(answer)).toEqual(['OUTCOME_UNKNOWN']);

    ({ port } = await startNorth());
    expect(await transport.command('north', sent)).toMatchObject({ ok: true, outcome: { posted: 1 }, repeated: true });
    expect(await transport.command('north', whileDown)).toMatchObject({ ok: true, repeated: false });
    const other = await request('0190a1b2-0000-7000-8000-000000000003', 'a');
    expect(await codesOf(transport.command('north', other))).toEqual(['ALREADY_POSTED']);
  });
});
