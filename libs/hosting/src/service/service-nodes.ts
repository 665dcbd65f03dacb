import { type KafkaExchange, openHttpOutside, openKafkaExchange, readCertificate } from '@interlock/adapters';
import { type Clock, type References, type Trouble } from '@interlock/kernel';
import { type Log, type Nodes, logCommands } from '@interlock/nest-kit';
import { type TreeState } from '@interlock/trust';
import { type OpenNodeFolders } from '../folder/data-folder.ts';
import { type Closing, createClosing } from '../nodes/closing.ts';
import { type OpenNode, type Shared, openNode } from '../nodes/open-node.ts';
import { type Outside } from '../nodes/outside.ts';
import { type RosterEntry } from '../roster.ts';
import { type OpenLogs, openLogs } from './open-logs.ts';
import { type PeerClients, openPeerClients } from './peer-clients.ts';
import { type ServiceConfig } from './service-config.ts';
import { type ServiceDefinition } from './service-definition.ts';

/** The nodes that a service runs, with what carries their lanes. */
export interface ServiceNodes extends Nodes {
  open(code: string): OpenNode | undefined;
  /** How the transport of each node’s lanes stands. */
  readonly exchanges: ReadonlyMap<string, KafkaExchange>;
  /** How far the tree of a node’s log is signed. */
  sealed(code: string): TreeState | undefined;
  /** Finishes what is in hand, seals every log, closes every file. */
  stop(): Promise<void>;
}

export interface ServiceNodesOptions {
  readonly config: ServiceConfig;
  readonly definition: ServiceDefinition;
  readonly roster: readonly RosterEntry[];
  readonly folder: OpenNodeFolders;
  readonly references: References;
  readonly clock: Clock;
  readonly log: Log;
  report(trouble: Trouble): void;
}

const SEAL_EVERY_MS = 1_000;

/** Opens and starts every node of the process. After a failure nothing stays open but the folders, which their opener releases. */
export async function openServiceNodes(options: ServiceNodesOptions): Promise<ServiceNodes> {
  const { config, definition, roster, folder, references, clock } = options;
  const closing = createClosing();
  const nodes = new Map<string, OpenNode>();
  const carriers = new Map<string, Carrier>();
  let isStopping = false;
  const report = (trouble: Trouble): void => {
    // Lanes that close under a sender are no trouble: what they held is sent at the next start.
    if (!isStopping) options.report(trouble);
  };
  const stores = openLogs({ ...config, report }, folder);
  const carrierOf = (code: string): Carrier => {
    const carrier = carriers.get(code);
    if (!carrier) throw new Error(`No node ${code} here`);
    return carrier;
  };
  const shared: Shared = {
    ...{ folder, clock, roster, units: definition.register.units, references },
    openLog: stores.open,
    exchangeOf: (code) => carrierOf(code).exchange,
    sourceOf: (code) => carrierOf(code).peers.source,
    fetchKey: (code, publisher, keyId) => carrierOf(code).peers.fetchKey(publisher, keyId),
    start: async (entry, common) => logCommands(await definition.start(entry, common, carrierOf(entry.code).outside), options.log),
    ...{ sealEveryMs: SEAL_EVERY_MS, report },
  };
  const stop = async (): Promise<void> => {
    isStopping = true;
    await closeAll(closing, [...carriers.values()], stores);
  };
  const opened = await Promise.allSettled(
    config.nodes.map(async (entry) => {
      carriers.set(entry.code, await openCarrier(entry.code, config, report));
      nodes.set(entry.code, await openNode(entry, shared, closing));
    }),
  );
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed) {
    // The failure is what must be told, not what closing after it met.
    await stop().catch(() => undefined);
    throw failed.reason;
  }
  return {
    get: (code) => nodes.get(code)?.node,
    all: () => config.nodes.flatMap(({ code }) => nodes.get(code)?.node ?? []),
    open: (code) => nodes.get(code),
    exchanges: new Map([...carriers].map(([code, { exchange }]) => [code, exchange])),
    sealed: (code) => nodes.get(code)?.tree.state(),
    stop,
  };
}

/** What a node reaches others by: its lanes, what it pulls, and the world outside; all under its own certificate. */
interface Carrier {
  readonly exchange: KafkaExchange;
  readonly peers: PeerClients;
  readonly outside: Outside;
  close(): Promise<void>;
}

async function openCarrier(code: string, config: ServiceConfig, report: (trouble: Trouble) => void): Promise<Carrier> {
  const certificate = readCertificate(config.certificates, code);
  const exchange = await openKafkaExchange({ ...config.kafka, node: code, certificate, report });
  const peers = openPeerClients(config.peers, certificate);
  const named = config.coreName === undefined ? {} : { servername: config.coreName };
  const outside = config.coreUrl === undefined ? undefined : openHttpOutside({ url: config.coreUrl, certificate, ...named });
  return {
    ...{ exchange, peers, outside: outside ?? NOTHING_OUTSIDE },
    async close() {
      await Promise.all([exchange.close(), peers.close(), outside?.close()]);
    },
  };
}

const NOTHING_OUTSIDE: Outside = {
  core: (bank) => {
    throw new Error(`INTERLOCK_CORE_URL is missing: ${bank} has no core system`);
  },
  network: (operator) => {
    throw new Error(`INTERLOCK_CORE_URL is missing: ${operator} has no network`);
  },
};

async function closeAll(closing: Closing, carriers: readonly Carrier[], stores: OpenLogs): Promise<void> {
  // Signed before anybody says goodbye to a broker that may hang.
  const failures = [...(await closing.run('node')), ...(await closing.run('tree'))];
  const fromCarriers = await Promise.allSettled(carriers.map((carrier) => carrier.close()));
  failures.push(...fromCarriers.flatMap((one): readonly unknown[] => (one.status === 'rejected' ? [one.reason] : [])));
  failures.push(...(await closing.run('files')));
  await stores.close();
  if (failures.length > 0) throw failures[0];
}
