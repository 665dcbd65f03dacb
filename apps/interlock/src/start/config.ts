import { resolve } from 'node:path';
import { EMBEDDED, type ExchangeChoice, type StoreChoice, exchangeOf, readSettings, storeOf } from '@interlock/hosting';

/** What a start of everything in one process needs to know, from the environment and the command line. */
export interface Config {
  readonly dataDir: string;
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** Whether the demo city’s day runs in it. */
  readonly demo: boolean;
  readonly debug: boolean;
  /** Most bytes of one node’s log, unset for no limit. */
  readonly logBytesMax: number | undefined;
  /** With files a node has this one process; on KurrentDB others may run it, too. */
  readonly store: StoreChoice;
  /** Whatever keeps the logs. */
  readonly exchange: ExchangeChoice;
}

const BYTES_PER_MB = 1_048_576;

export function configOf(env: Readonly<Record<string, string | undefined>>): Config {
  const read = readSettings(EMBEDDED, env);
  const megabytes = read.INTERLOCK_LOG_MAX_MB;
  return {
    dataDir: resolve(read.INTERLOCK_DATA),
    port: read.INTERLOCK_PORT,
    host: read.INTERLOCK_HOST,
    demo: read.INTERLOCK_DEMO === 'on',
    debug: read.INTERLOCK_DEBUG === '1',
    store: storeOf(read),
    exchange: exchangeOf(read, resolve(read.INTERLOCK_DATA)),
    logBytesMax: megabytes === undefined ? undefined : megabytes * BYTES_PER_MB,
  };
}
