import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type TestBroker,
  applyTopics,
  freePorts,
  hasEnded,
  laneTopic,
  makeHttpTransport,
  openPeerClient,
  readCertificate,
  sharedBroker,
} from '@interlock/adapters';
import { ROOT, openDataFolder, planTopics, rosterOf, systemClock } from '@interlock/hosting';
import { type NodeAnswer, idOf } from '@interlock/kernel';
import { createIssuers, issueToken, issuerKeysIn } from '@interlock/nest-kit';
import { readRegister } from '@interlock/office';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openCuttingProxy } from '../peers/cutting-proxy.suite.ts';
import { messagesOn } from '../stories/independent-reader.suite.ts';

const PREFIX = 'late-broker';
const OFFICER = { member: 'police', person: 'p-1001', role: 'duty-officer', unit: 'city-centre', audience: 'police' };
const folder = mkdtempSync(join(tmpdir(), 'interlock-broker-away-'));
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

interface Police {
  /** What a path of its probes answers now. */
  ask(path: string): Promise<{ readonly status: number; readonly text: string }>;
  reportCase(): Promise<NodeAnswer>;
}

/** The built service as a process, with its broker at that port of this machine. */
async function startPolice({ certificates, certificateOf }: TestBroker, brokerPort: number): Promise<Police> {
  const opened = openDataFolder(folder, ['police']);
  await Promise.all([createIssuers(folder, ['police']), opened.makeSecrets(['police']), certificateOf('police'), certificateOf('player')]);
  opened.lock.release();
  const [port, peerPort] = await freePorts(2);
  const env = {
    ...{ PATH: process.env['PATH'], INTERLOCK_DATA: folder, INTERLOCK_NODES: 'police', INTERLOCK_CERTIFICATES: certificates },
    ...{ INTERLOCK_PORT: String(port), INTERLOCK_PEER_PORT: String(peerPort), INTERLOCK_KAFKA_PREFIX: PREFIX },
    INTERLOCK_KAFKA_BROKERS: `127.0.0.1:${String(brokerPort)}`,
  };
  const service = spawn(process.execPath, [join(ROOT, 'apps/police/dist/main.js')], { env, stdio: 'ignore' });
  process.once('exit', () => service.kill('SIGKILL'));
  closing.push(() => {
    service.kill('SIGTERM');
    return hasEnded(service.pid ?? 0, 20_000);
  });
  const client = openPeerClient({
    addressOf: () => `https://127.0.0.1:${String(peerPort)}`,
    certificate: readCertificate(certificates, 'player'),
  });
  closing.push(() => client.close());
  return {
    async ask(path) {
      const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`);
      return { status: answer.status, text: await answer.text() };
    },
    async reportCase() {
      const token = await issueToken({ ...OFFICER, ttlSeconds: 600, now: systemClock.now() }, issuerKeysIn(folder));
      const body = { reporter: { name: '陈某', idNumber: '330723199001010025' } };
      return makeHttpTransport({ client, clock: systemClock }).command('police', {
        ...{ name: 'police.report-case.v1', commandId: idOf('reported', 'without a broker'), body, token },
      });
    },
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await sleep(50);
}

const shared = await sharedBroker();
describe('a service whose broker is away when it starts', () => {
  if ('skipped' in shared) {
    it.skip(`takes commands all the same (skipped: ${shared.skipped})`, () => undefined);
    return;
  }
  it('says so and is not ready, takes commands all the same, and tells what came of them when the broker is there', async () => {
    const { brokers, certificates } = shared;
    const plan = planTopics(rosterOf(readRegister().members), { prefix: PREFIX, replication: 1, retentionHours: 1 });
    await applyTopics({ brokers, certificate: readCertificate(certificates, 'kafka-admin'), plan });
    const [brokerPort = 0] = await freePorts(1);
    const police = await startPolice(shared, brokerPort);
    await until(async () => (await police.ask('/live')).status === 200);
    await until(async () => (await police.ask('/ready')).text.includes('BROKER_UNREACHABLE'));
    expect((await police.ask('/ready')).status).toBe(503);
    expect((await police.ask('/problems')).text).toContain('BROKER_UNREACHABLE');
    expect(await police.reportCase()).toMatchObject({ ok: true });

    const topic = laneTopic(PREFIX, { from: 'police', to: 'city' });
    const city = { data: dirname(certificates), bootstrap: () => brokers };
    const told = async (): Promise<readonly string[]> =>
      ((await messagesOn(city, [topic])).get(topic) ?? []).map(({ headers }) => String(headers['ce_type']));
    expect(await told()).not.toContain('cn.interlock.police.case-reported.v1');
    const door = await openCuttingProxy(Number(brokers[0]?.split(':')[1]), brokerPort);
    closing.push(() => door.close());
    await until(async () => (await police.ask('/ready')).status === 200);
    await until(async () => (await told()).includes('cn.interlock.police.case-reported.v1'));
    expect((await police.ask('/problems')).text).not.toContain('BROKER_UNREACHABLE');
  });
});
