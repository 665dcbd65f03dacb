import { join, resolve } from 'node:path';
import { KURRENT_ADDRESS, isKurrentAddress } from '@interlock/adapters';
import { z } from 'zod';
import { HTTPS_URL, addressOf, addresses, keyOf, list, oneOf, path, peersOf, wholeNumber } from './values.ts';

/** The repository’s folder: this file lies in libs/hosting/{src,dist}/config. */
export const ROOT = resolve(import.meta.dirname, '../../../..');

/** What references are computed with: an AES key’s length. */
const REFERENCE_KEY_BYTES = 32;

/**
 * Every setting of every way of running, by the name of its environment variable; the description is what `interlock doctor` shows. Those
 * that are `secret` or `file` may also be given as NAME_FILE, the path of a file that holds the value.
 */
export const SETTINGS = {
  INTERLOCK_DATA: path().default(join(ROOT, 'data')).describe('folder of the city, or of this process’s nodes'),
  INTERLOCK_KEYS: path()
    .optional()
    .describe(
      'folder of the nodes’ keys, which all processes of a node share (INTERLOCK_STORE=kurrentdb); each has a data folder of its own besides; empty: the data folder',
    ),
  INTERLOCK_HOST: addressOf('127.0.0.1').describe('address that the process listens at'),
  INTERLOCK_PORT: wholeNumber(0, 65_535)
    .prefault('3000')
    .describe('port of probes and metrics, at the gateway of the API too; 0 takes any free one'),
  INTERLOCK_PROBE_PORT: wholeNumber(0, 65_535)
    .optional()
    .describe('port of the gateway’s probes and metrics, which answer whoever asks; empty: the API’s own (all others: INTERLOCK_PORT)'),
  INTERLOCK_DEMO: oneOf(['on', 'off'], 'on').describe('whether the demo city’s day runs (all in one process)'),
  INTERLOCK_LOG_MAX_MB: wholeNumber(1, 1_000_000).optional().describe('most megabytes of one node’s log; empty: no limit'),
  INTERLOCK_DEBUG: oneOf(['0', '1'], '0').describe('whether unexpected errors print their stack'),
  INTERLOCK_LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error'], 'info').describe('least level of a line in the process’s own log'),
  INTERLOCK_NODES: list().describe('codes of the nodes that the process hosts, by commas; empty: all of its kind'),
  INTERLOCK_PEER_PORT: wholeNumber(0, 65_535)
    .prefault('0')
    .describe('port for other agencies’ processes (HTTPS, client certificates); 0 takes any free one'),
  INTERLOCK_PEERS: peersOf().meta({ file: true }).describe('where each node is reached: {"police": "https://…"}, as JSON'),
  INTERLOCK_CERTIFICATES: path()
    .optional()
    .describe('folder with ca.pem and, for each node, cert.pem and key.pem; empty: certificates beside the data'),
  INTERLOCK_IDENTITY: path().optional().describe('folder whose identity/ names whose tokens count; empty: the data folder'),
  INTERLOCK_REFERENCE_KEY: keyOf(REFERENCE_KEY_BYTES)
    .optional()
    .meta({ secret: true })
    .describe(
      'the city’s reference key (base64url); empty: reference.key in the data folder, which no service makes; the gateway needs none',
    ),
  INTERLOCK_EXCHANGE: z
    .enum(['in-process', 'kafka'], 'is none of in-process, kafka')
    .optional()
    .describe('how facts travel, whatever keeps the logs: in one process in-process unless set, between services kafka always'),
  INTERLOCK_KAFKA_BROKERS: addresses().describe('brokers to begin with, host:port by commas'),
  INTERLOCK_KAFKA_CLIENT: oneOf(['kafkajs', 'platformatic'], 'kafkajs').describe('which Kafka client carries the lanes'),
  INTERLOCK_KAFKA_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/)
    .default('interlock')
    .describe('what the names of topics and groups begin with'),
  INTERLOCK_STORE: oneOf(['sqlite', 'kurrentdb'], 'sqlite').describe(
    'where logs lie: files or KurrentDB. With SQLite a node has one process; with KurrentDB as many as needed, sharing INTERLOCK_KEYS',
  ),
  INTERLOCK_KURRENTDB_URL: z
    .string()
    .refine(isKurrentAddress, KURRENT_ADDRESS)
    .optional()
    .meta({ secret: true })
    .describe('KurrentDB, kurrentdb://user:password@host:2113'),
  INTERLOCK_CORE_URL: z.string().regex(HTTPS_URL).optional().describe('where core banking and the operators’ networks are reached'),
  INTERLOCK_CORE_NAME: z
    .string()
    .regex(/^[\w.-]+$/)
    .optional()
    .describe('name that the core’s certificate has to carry; empty: the address’s own'),
  INTERLOCK_CLOCK: oneOf(['system', 'virtual'], 'system').describe(
    'virtual: business time is moved by who plays a story, and control is open to it',
  ),
  INTERLOCK_CLOCK_SKEW_MS: wholeNumber(-86_400_000, 86_400_000)
    .prefault('0')
    .describe('how far this process’s clock is wrong: for trying what happens then'),
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Values = { readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]> };

/** What `npm start` runs by: everything in one process. */
export const EMBEDDED = [
  ...(['INTERLOCK_DATA', 'INTERLOCK_PORT', 'INTERLOCK_HOST', 'INTERLOCK_DEMO', 'INTERLOCK_LOG_MAX_MB', 'INTERLOCK_DEBUG'] as const),
  ...(['INTERLOCK_STORE', 'INTERLOCK_KURRENTDB_URL'] as const),
  ...(['INTERLOCK_EXCHANGE', 'INTERLOCK_KAFKA_BROKERS', 'INTERLOCK_KAFKA_CLIENT', 'INTERLOCK_KAFKA_PREFIX'] as const),
  ...(['INTERLOCK_CERTIFICATES'] as const),
] satisfies readonly SettingName[];

const OF_ONE_PROCESS: ReadonlySet<SettingName> = new Set(['INTERLOCK_DEMO'] as const);

/** What one service of the distributed city runs by. */
export const SERVICE: readonly SettingName[] = settingNames().filter((name) => !OF_ONE_PROCESS.has(name));

export function settingNames(): readonly SettingName[] {
  return Object.keys(SETTINGS).filter(isSettingName);
}

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}
