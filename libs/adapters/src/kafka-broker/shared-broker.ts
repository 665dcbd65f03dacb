import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessCertificate, makeDemoCertificates, readCertificate } from '../certificates/demo-certificates.ts';
import { withMachineLock } from '../files/machine-lock.ts';
import { KafkaFault } from './kafka-fault.ts';
import { kafkaJava } from './kafka-java.ts';
import { startKafka } from './start-kafka.ts';

/** The real broker that all spec files of one Jest run share: mTLS, deny by default. Prefix topics and groups. */
export interface TestBroker {
  readonly brokers: readonly string[];
  /** Folder of certificates; `kafka-admin` may do everything. */
  readonly certificates: string;
  /** Made at first demand. */
  certificateOf(name: string): Promise<ProcessCertificate>;
}

/** Why this machine has none. */
export interface NoBroker {
  readonly skipped: string;
}

/** What the first to ask leaves for the others, and for the end of the run (scripts/jest-test-run.mjs). */
type Found = NoBroker | { readonly pid: number; readonly brokers: readonly string[]; readonly readyMs: number };

/** Longer than Maven may take. */
const START_MS = 400_000;
/** Nobody kills the shared one: under load it must not be taken for gone. */
const SESSION_MS = 9_000;

/** Started at the first demand of a run, by whichever worker asks first; ended when the run ends, however it ends. */
export async function sharedBroker(): Promise<TestBroker | NoBroker> {
  const run = process.env['INTERLOCK_TEST_RUN'];
  if (!run) throw new Error('The shared broker is of a Jest run: scripts/jest-global-setup.mjs has not been run');
  const certificates = join(run, 'certificates');
  const found = await withMachineLock(join(run, 'broker.lock'), START_MS, () => findOrStart(run, certificates));
  if ('skipped' in found) return found;
  return {
    brokers: found.brokers,
    certificates,
    async certificateOf(name) {
      await makeDemoCertificates({ folder: certificates, names: [name] });
      return readCertificate(certificates, name);
    },
  };
}

async function findOrStart(run: string, certificates: string): Promise<Found> {
  const path = join(run, 'broker.json');
  if (existsSync(path)) return decoded(readFileSync(path, 'utf8'));
  const found = await start(run, certificates);
  writeFileSync(`${path}.new`, JSON.stringify(found));
  renameSync(`${path}.new`, path);
  return found;
}

async function start(run: string, certificates: string): Promise<Found> {
  const began = performance.now();
  const endsWith = Number(readFileSync(join(run, 'pid'), 'utf8')); // a worker may end before the run does
  const options = { brokers: 1, certificates, endsWith, sessionTimeoutMs: SESSION_MS, keepsClasses: false } as const;
  try {
    const { bootstrap, nodes } = await startKafka({ folder: join(run, 'kafka'), ...options });
    return { pid: nodes[0]?.pid ?? 0, brokers: bootstrap, readyMs: performance.now() - began };
  } catch (error) {
    return { skipped: lackOf(error) };
  }
}

/** What this machine lacks to run brokers, and how to mend it; undefined: nothing. Fetches the broker if it must. */
export async function whyNoKafka(): Promise<string | undefined> {
  try {
    await kafkaJava();
    return undefined;
  } catch (error) {
    return lackOf(error);
  }
}

/** What a machine lacks is no failure of a test; a broker that does not start where all is there is one. */
function lackOf(error: unknown): string {
  if (error instanceof KafkaFault && error.code !== 'KAFKA_NOT_STARTED') return `${error.message}; ${error.how}`;
  throw error;
}

function decoded(text: string): Found {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- our own file, written above
  return JSON.parse(text) as Found;
}
