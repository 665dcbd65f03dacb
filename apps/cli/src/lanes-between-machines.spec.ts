import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeDemoCertificates } from '@interlock/adapters';
import { ROOT } from '@interlock/hosting';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentIn, interlock, reportCase, startCity, temporaryFolder } from './children.suite.ts';
import { laneIn, untilAtRest } from './lanes-at-rest.suite.ts';

const folder = temporaryFolder();
/** The machine of everybody but the police. */
const data = folder.at('city');
const ofPolice = folder.at('machine-of-police');
const certificates = folder.at('certificates');
const early = folder.at('early');
const PATIENCE_MS = 180_000;

/** Reports cases in a city that runs in one process, and waits until nothing is left to be told. */
async function report(cases: number, then: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  const city = await startCity(data);
  try {
    const token = (await interlock(['token', '--data', data])).out.trim();
    for (let reported = 0; reported < cases; reported += 1) await reportCase(city.url, token);
    await untilAtRest(data);
    await then();
  } finally {
    await city.stop('SIGINT');
  }
}

const lane = (from: string, to: string) => laneIn(data, from, to);

/** The city’s own process, as it runs where agencies have machines of their own; its broker is away. */
async function startGateway(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'apps/gateway/dist/main.js')], {
    env: {
      ...{ PATH: process.env['PATH'], INTERLOCK_DATA: data, INTERLOCK_NODES: 'city', INTERLOCK_PORT: '0' },
      ...{ INTERLOCK_CERTIFICATES: certificates, INTERLOCK_KAFKA_BROKERS: '127.0.0.1:1' },
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let said = '';
  for await (const line of createInterface({ input: child.stderr })) {
    said += `${line}\n`;
    const url = /"peerUrl":"(https:[^"]+)"/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stderr.resume();
    return { child, url };
  }
  throw new Error(`The gateway ended:\n${said}`);
}

describe('a node that was put back from an older backup, with its peers on other machines', () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;

  beforeAll(async () => {
    await report(1, () => interlock(['backup', '--data', data, '--into', early]));
    await report(2);
    cpSync(data, ofPolice, { recursive: true });
    const peers = readdirSync(early, { withFileTypes: true }).filter((one) => one.isDirectory() && one.name !== 'identity');
    for (const { name } of peers) if (name !== 'police') rmSync(join(ofPolice, name), { recursive: true, force: true });
    expect((await interlock(['restore', '--from', early, '--into', ofPolice, '--node', 'police', '--yes'])).code).toBe(0);
    await makeDemoCertificates({ folder: certificates, names: ['police', 'city', 'gateway', 'office'] });
    await makeDemoCertificates({ folder: folder.at('others'), names: ['police'] });
    gateway = await startGateway();
  }, PATIENCE_MS);
  afterAll(async () => {
    if (gateway.child.exitCode === null && gateway.child.kill('SIGKILL')) await once(gateway.child, 'exit');
    folder.remove();
  });

  const reopen = (more: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    interlock(['lanes', 'reopen', '--data', ofPolice, '--from', 'police', '--to', 'city', '--reason', 'a new disk', ...more], env);

  it('is refused with what to do where nobody says what the recipient holds, and nothing is changed', async () => {
    const nobody = await reopen(['--yes']);
    expect(nobody).toMatchObject({ code: 3, err: expect.stringContaining('[RECIPIENT_NOT_HERE]') });
    expect(nobody.err).toContain('--at https://HOST:PORT');
    const shown = ['--certificates', certificates, '--yes'];
    expect(await reopen(['--at', 'https://127.0.0.1:1', ...shown])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/\[NODE_UNAVAILABLE\][^]*check the address/),
    });
    expect(await reopen(['--at', gateway.url, '--yes'])).toMatchObject({ code: 3, err: expect.stringContaining('[CERTIFICATE_MISSING]') });
    expect(await reopen(['--at', gateway.url, '--certificates', folder.at('others'), '--yes'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('CERTIFICATE_REFUSED'),
    });
    // Whoever runs there is another node.
    expect(
      await interlock([
        'lanes',
        'reopen',
        '--data',
        ofPolice,
        '--from',
        'police',
        '--to',
        'office',
        '--reason',
        'x',
        '--at',
        gateway.url,
        ...shown,
      ]),
    ).toMatchObject({ code: 1, err: expect.stringContaining('office does not say what it holds') });
  });

  it(
    'asks the recipient’s process what it holds, and goes on in a new epoch that the recipient follows',
    async () => {
      const peers = { INTERLOCK_PEERS: JSON.stringify({ city: gateway.url }), INTERLOCK_CERTIFICATES: certificates };
      expect(await reopen(['--dry-run'], peers)).toMatchObject({ code: 0, out: expect.stringContaining('would go on in epoch 2') });
      const { code, out } = await reopen(['--at', gateway.url, '--certificates', certificates, '--yes', '--json']);
      expect({ code, ...documentIn(out) }).toMatchObject({ code: 0, epoch: 2, recovered: 2, retold: 0 });
      gateway.child.kill('SIGTERM');
      await once(gateway.child, 'exit');
      rmSync(join(data, 'police'), { recursive: true });
      cpSync(join(ofPolice, 'police'), join(data, 'police'), { recursive: true });
      await report(1);
      expect(await lane('police', 'city')).toMatchObject({ epoch: 2, heldEpoch: 2, toldThrough: 1, receivedThrough: 1, broken: null });
    },
    PATIENCE_MS,
  );
});
