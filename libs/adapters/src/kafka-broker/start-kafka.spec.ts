import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeDemoCertificates, readCertificate } from '../certificates/demo-certificates.ts';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { asAdministrator } from '../kafka-topics/kafka-admin.ts';
import { isRunning } from '../processes/end-process.ts';
import { freePorts } from '../processes/free-ports.ts';
import { clusterSeen } from './kafka-answers.ts';
import { describeOnBroker, describeOnKafka } from './shared-broker.testing.ts';
import { type RunningKafka, startKafka } from './start-kafka.ts';

/** How long a killed broker counts as there: short, so that coming back does not wait for it. */
const SESSION_MS = 1_000;
const folder = temporaryFolder();
const certificates = folder.file('certificates');
const started: RunningKafka[] = [];

async function start(choice: Omit<Parameters<typeof startKafka>[0], 'certificates'>): Promise<RunningKafka> {
  const kafka = await startKafka({ certificates, ...choice });
  started.push(kafka);
  return kafka;
}

function administrator() {
  return readCertificate(certificates, 'kafka-admin');
}

beforeAll(() => makeDemoCertificates({ folder: certificates, names: ['kafka', 'kafka-admin'] }));
afterAll(async () => {
  for (const { nodes } of started) for (const { pid, kill } of nodes) if (isRunning(pid)) await kill('SIGKILL');
  folder.remove();
});

await describeOnKafka('one broker of its own', () => {
  it('is paused and woken, and a later start on its folder ends what was left of it and goes on with its topics and ports', async () => {
    const where = folder.file('one');
    const first = await start({ folder: where, brokers: 1, endsWith: 'never', sessionTimeoutMs: SESSION_MS, keepsClasses: false });
    const { bootstrap } = first;
    const [address = ''] = bootstrap;
    const [node] = first.nodes;
    await asAdministrator({ brokers: bootstrap, certificate: administrator(), retries: 5 }, (admin) =>
      admin.createTopics({ topics: [{ topic: 'kept' }], waitForLeaders: true }),
    );
    await node?.kill('SIGSTOP');
    // A signal takes a moment to stop all threads; from then on nobody answers.
    while ((await clusterSeen(address, administrator())) !== undefined) await sleep(50);
    const second = await start({ folder: where, brokers: 1, sessionTimeoutMs: SESSION_MS, keepsClasses: false });
    expect(isRunning(node?.pid ?? 0)).toBe(false);
    expect(second.bootstrap).toEqual(bootstrap);
    expect(await clusterSeen(address, administrator())).toMatchObject({ brokers: [1] });
    const topics = await asAdministrator({ brokers: bootstrap, certificate: administrator(), retries: 5 }, (admin) => admin.listTopics());
    expect(topics).toEqual(['kept']);
    await second.stop();
    expect(isRunning(second.nodes[0]?.pid ?? 0)).toBe(false);
  });
});

await describeOnBroker('a broker whose port is taken', ({ brokers, certificates: shared }) => {
  it('says so, also where another broker of the same authority answers on it', async () => {
    const taken = Number(brokers[0]?.split(':')[1]);
    const [free = 0] = await freePorts(1);
    const ports = [{ client: taken, controller: free }];
    const late = startKafka({ folder: folder.file('late'), brokers: 1, certificates: shared, ports, keepsClasses: false });
    await expect(late).rejects.toThrow(
      expect.objectContaining({ code: 'KAFKA_NOT_STARTED', message: expect.stringMatching(/Address already in use/) }),
    );
  });
});
