import { join, resolve } from 'node:path';
import { type Environment, readSettings } from '../config/read-settings.ts';
import { type Values, SERVICE } from '../config/settings.ts';
import { EXIT, Fault } from '../faults/fault.ts';
import { type RosterEntry } from '../roster.ts';

/** Where logs lie: in files, or on a server. */
export type StoreChoice = { readonly kind: 'sqlite' } | { readonly kind: 'kurrentdb'; readonly url: string };

/** A Kafka that carries lanes, and who its nodes are there. */
export interface KafkaChoice {
  readonly brokers: readonly string[];
  readonly client: 'kafkajs' | 'platformatic';
  readonly prefix: string;
}

/** How lanes travel where all nodes run in one process. */
export type ExchangeChoice =
  | { readonly kind: 'in-process' }
  | (KafkaChoice & {
      readonly kind: 'kafka';
      /** Folder of the nodes’ certificates. */
      readonly certificates: string;
    });

/** What one process of the distributed city runs by. */
export interface ServiceConfig {
  readonly data: string;
  /** Folder of the nodes’ keys: the data folder, unless several processes share them. */
  readonly keys: string;
  readonly host: string;
  readonly port: number;
  readonly peerPort: number;
  /** Of the gateway’s probes; unset: they are beside its API. */
  readonly probePort: number | undefined;
  /** Nodes that it hosts, each with its place in the register. */
  readonly nodes: readonly RosterEntry[];
  readonly peers: Readonly<Record<string, string>>;
  readonly certificates: string;
  readonly identity: string;
  readonly referenceKey: Uint8Array | undefined;
  readonly kafka: KafkaChoice;
  readonly store: StoreChoice;
  readonly coreUrl: string | undefined;
  /** Name that the core’s certificate has to carry, where it is not its address’s. */
  readonly coreName: string | undefined;
  readonly clock: 'system' | 'virtual';
  readonly clockSkewMs: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly logBytesMax: number | undefined;
  readonly debug: boolean;
}

const BYTES_PER_MB = 1_048_576;

/** Reads the configuration of a service that may host nodes of some kinds. Throws one CONFIGURATION fault with everything that is wrong. */
export function serviceConfig(
  env: Environment,
  { kinds, roster }: { readonly kinds: readonly RosterEntry['kind'][]; readonly roster: readonly RosterEntry[] },
): ServiceConfig {
  const read = readSettings(SERVICE, env);
  const data = resolve(read.INTERLOCK_DATA);
  const own = roster.filter(({ kind }) => kinds.includes(kind));
  const wanted = read.INTERLOCK_NODES ?? own.map(({ code }) => code);
  const nodes = own.filter(({ code }) => wanted.includes(code));
  refuseUnfit([
    ...wanted
      .filter((code) => !own.some((entry) => entry.code === code))
      .map((code) => `INTERLOCK_NODES: ${code} is none of ${own.map((entry) => entry.code).join(', ')}`),
    ...(read.INTERLOCK_EXCHANGE === 'in-process' ? [NOT_BETWEEN_PROCESSES] : []),
    ...(read.INTERLOCK_KAFKA_BROKERS === undefined ? [BROKERS_MISSING] : []),
    ...(lacksServer(read) ? [SERVER_MISSING] : []),
    ...(read.INTERLOCK_KEYS !== undefined && read.INTERLOCK_STORE === 'sqlite' ? [KEYS_OF_ONE] : []),
    ...(kinds.some((kind) => kind === 'bank' || kind === 'telecom') && read.INTERLOCK_CORE_URL === undefined
      ? ['INTERLOCK_CORE_URL is missing: orders are carried out there']
      : []),
  ]);
  return {
    ...{ data, nodes, host: read.INTERLOCK_HOST, port: read.INTERLOCK_PORT, peerPort: read.INTERLOCK_PEER_PORT },
    probePort: read.INTERLOCK_PROBE_PORT,
    keys: resolve(read.INTERLOCK_KEYS ?? data),
    peers: read.INTERLOCK_PEERS ?? {},
    certificates: resolve(read.INTERLOCK_CERTIFICATES ?? join(data, 'certificates')),
    identity: resolve(read.INTERLOCK_IDENTITY ?? data),
    referenceKey: read.INTERLOCK_REFERENCE_KEY === undefined ? undefined : Buffer.from(read.INTERLOCK_REFERENCE_KEY, 'base64url'),
    kafka: kafkaOf(read),
    store: storeOf(read),
    ...{
      coreUrl: read.INTERLOCK_CORE_URL,
      coreName: read.INTERLOCK_CORE_NAME,
      clock: read.INTERLOCK_CLOCK,
      clockSkewMs: read.INTERLOCK_CLOCK_SKEW_MS,
    },
    ...{ logLevel: read.INTERLOCK_LOG_LEVEL, debug: read.INTERLOCK_DEBUG === '1' },
    logBytesMax: read.INTERLOCK_LOG_MAX_MB === undefined ? undefined : read.INTERLOCK_LOG_MAX_MB * BYTES_PER_MB,
  };
}

type StoreSettings = Pick<Values, 'INTERLOCK_STORE' | 'INTERLOCK_KURRENTDB_URL'>;

const KEYS_OF_ONE = 'INTERLOCK_KEYS needs INTERLOCK_STORE=kurrentdb: with SQLite a node has one process, and its keys lie beside its log';
const SERVER_MISSING = 'INTERLOCK_KURRENTDB_URL is missing: logs lie in KurrentDB';

function lacksServer({ INTERLOCK_STORE, INTERLOCK_KURRENTDB_URL }: StoreSettings): boolean {
  return INTERLOCK_STORE === 'kurrentdb' && INTERLOCK_KURRENTDB_URL === undefined;
}

/** Throws a CONFIGURATION fault when logs are to lie on a server that is not named. */
export function storeOf(read: StoreSettings): StoreChoice {
  if (lacksServer(read)) refuseUnfit([SERVER_MISSING]);
  const { INTERLOCK_STORE: kind, INTERLOCK_KURRENTDB_URL: url } = read;
  return kind === 'kurrentdb' && url !== undefined ? { kind, url } : { kind: 'sqlite' };
}

type ExchangeSettings = Pick<
  Values,
  'INTERLOCK_EXCHANGE' | 'INTERLOCK_KAFKA_BROKERS' | 'INTERLOCK_KAFKA_CLIENT' | 'INTERLOCK_KAFKA_PREFIX' | 'INTERLOCK_CERTIFICATES'
>;

const BROKERS_MISSING = 'INTERLOCK_KAFKA_BROKERS is missing: lanes travel over Kafka';
const NOT_BETWEEN_PROCESSES = 'INTERLOCK_EXCHANGE="in-process" is for a city in one process: separate services meet over Kafka only';

/** Throws a CONFIGURATION fault when lanes are to travel over a Kafka that is not named. */
export function exchangeOf(read: ExchangeSettings, data: string): ExchangeChoice {
  if (read.INTERLOCK_EXCHANGE !== 'kafka') return { kind: 'in-process' };
  if (read.INTERLOCK_KAFKA_BROKERS === undefined) refuseUnfit([BROKERS_MISSING]);
  return { kind: 'kafka', ...kafkaOf(read), certificates: resolve(read.INTERLOCK_CERTIFICATES ?? join(data, 'certificates')) };
}

/** Throws a CONFIGURATION fault: processes that are to be started cannot meet in one. */
export function refuseInProcess({ INTERLOCK_EXCHANGE }: Environment): void {
  if (INTERLOCK_EXCHANGE === 'in-process') refuseUnfit([NOT_BETWEEN_PROCESSES]);
}

function kafkaOf(read: ExchangeSettings): KafkaChoice {
  return { brokers: read.INTERLOCK_KAFKA_BROKERS ?? [], client: read.INTERLOCK_KAFKA_CLIENT, prefix: read.INTERLOCK_KAFKA_PREFIX };
}

function refuseUnfit(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new Fault({
    code: 'CONFIGURATION',
    what: 'The configuration is wrong',
    why: problems.join('; '),
    how: 'correct the environment; `interlock doctor` explains every setting',
    exit: EXIT.usage,
  });
}
