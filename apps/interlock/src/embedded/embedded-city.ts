import { type KafkaExchange } from '@interlock/adapters';
import { type Clock, type LaneSource, type Node, type Trouble } from '@interlock/kernel';
import { type IssuerKeys, type Issuers, type Nodes, createIssuers } from '@interlock/nest-kit';
import { type Register } from '@interlock/office';
import {
  type Closing,
  createClosing,
  type ExchangeChoice,
  grantedKey,
  type LaneBreak,
  laneBreaks,
  type OpenDataFolder,
  type OpenNode,
  openLogs,
  openNode,
  type Outside,
  type RosterEntry,
  rosterOf,
  type Shared,
  type StoreChoice,
} from '@interlock/hosting';
import { type TreeState } from '@interlock/trust';
import { startKind } from './definitions.ts';
import { openExchanges } from './open-exchanges.ts';
import { settle } from './settle.ts';

export interface EmbeddedOptions {
  readonly folder: OpenDataFolder;
  readonly clock: Clock;
  readonly register: Register;
  readonly outside: Outside;
  /** Default one second. A story seals once, at its end. */
  readonly sealEveryMs?: number;
  /** Where the logs lie; unset: in files of the folder. */
  readonly store?: StoreChoice;
  /** How facts travel; unset: within the process. */
  readonly exchange?: ExchangeChoice;
  readonly logBytesMax?: number;
  /** Threads that write the logs: each takes its time to start, more of them sync more files at once. */
  readonly writerThreads?: number;
  report(trouble: Trouble): void;
}

/** All nodes of a city in one process, each with its own log, views, keys and tree; lanes within it, or over Kafka. */
export interface EmbeddedCity extends Nodes {
  readonly folder: OpenDataFolder;
  readonly clock: Clock;
  readonly register: Register;
  readonly roster: readonly RosterEntry[];
  readonly issuers: Issuers;
  readonly issuerKeys: IssuerKeys;
  /** How the transport of each node’s lanes stands, where it is Kafka. */
  readonly exchanges: ReadonlyMap<string, KafkaExchange>;
  /** How far the tree of a node’s log is signed. */
  sealed(code: string): TreeState | undefined;
  /** Takes every acknowledged event into its log’s tree, and signs. */
  seal(): Promise<void>;
  /** Lanes on which a recipient holds more than the source’s log: that log was put back from an older backup. */
  readonly breaks: readonly LaneBreak[];
  /** Resolves when nothing runs anywhere, lanes are drained and all consumers stand at the head, twice in a row. */
  settled(): Promise<void>;
  /** Finishes what is in hand, seals every log, closes every file, gives the folder back. */
  stop(): Promise<void>;
}

/** Opens or makes the city in the folder. After a failure nothing stays open but the folder, which its opener releases. */
export async function openEmbeddedCity(options: EmbeddedOptions): Promise<EmbeddedCity> {
  const { folder, register, clock } = options;
  const roster = rosterOf(register.members);
  const members = register.members.map(({ code }) => code);
  const [{ issuers, keys: issuerKeys }] = await Promise.all([
    createIssuers(folder.path, members),
    folder.makeSecrets(roster.map(({ code }) => code)),
  ]);
  const closing = createClosing();
  const { store = { kind: 'sqlite' }, logBytesMax, writerThreads } = options;
  let isStopping = false;
  const report = (trouble: Trouble): void => {
    // Lanes that close under a sender are no trouble: what they held is sent at the next start.
    if (!isStopping) options.report(trouble);
  };
  const logs = openLogs({ store, nodes: roster, logBytesMax, ...(writerThreads !== undefined && { writerThreads }), report }, folder);
  const nodes = new Map<string, OpenNode>();
  const source: LaneSource = { fetch: (lane, after, limit) => nodeOf(nodes, lane.from).lanes.source.fetch(lane, after, limit) };
  const exchanges = await openExchanges(options.exchange ?? { kind: 'in-process' }, roster, report).catch(async (error: unknown) => {
    await logs.close();
    throw error;
  });
  const shared: Shared = {
    ...{ folder, clock, roster, units: register.units, references: folder.references },
    openLog: logs.open,
    exchangeOf: exchanges.of,
    sourceOf: () => source,
    async fetchKey(code, publisher, keyId) {
      const open = nodes.get(publisher);
      if (!open) throw new Error(`${publisher} is not running: its key cannot be fetched now`);
      return grantedKey(open, keyId, code);
    },
    start: (entry, common) => startKind(entry, common, options.outside),
    ...{ sealEveryMs: options.sealEveryMs ?? 1_000, report },
  };
  const stop = async (): Promise<void> => {
    isStopping = true;
    await closeAll(closing, { closeLanes: () => exchanges.close(), closeStores: () => logs.close() });
  };
  const opened = await Promise.allSettled(
    roster.map(async (entry) => {
      nodes.set(entry.code, await openNode(entry, shared, closing));
    }),
  );
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed) {
    // The failure is what must be told, not what closing after it met.
    await stop().catch(() => undefined);
    throw failed.reason;
  }
  const all = (): readonly Node[] => roster.map((entry) => nodeOf(nodes, entry.code));
  return {
    ...{ folder, clock, register, roster, issuers, issuerKeys, exchanges: exchanges.onKafka },
    breaks: await laneBreaks(roster, (code) => nodeOf(nodes, code).store),
    get: (code) => nodes.get(code)?.node,
    all,
    sealed: (code) => nodes.get(code)?.tree.state(),
    async seal() {
      await Promise.all([...nodes.values()].map(({ tree }) => tree.seal()));
    },
    settled: () => settle(all(), (code) => nodes.get(code)?.node),
    stop,
  };
}

async function closeAll(
  closing: Closing,
  { closeLanes, closeStores }: { closeLanes(): Promise<void>; closeStores(): Promise<void> },
): Promise<void> {
  // Signed before anybody says goodbye to a broker that may hang.
  const failures = [...(await closing.run('node')), ...(await closing.run('tree'))];
  await closeLanes();
  failures.push(...(await closing.run('files')));
  await closeStores();
  if (failures.length > 0) throw failures[0];
}

function nodeOf(nodes: ReadonlyMap<string, OpenNode>, code: string): Node {
  const open = nodes.get(code);
  if (!open) throw new Error(`No node ${code} here`);
  return open.node;
}
