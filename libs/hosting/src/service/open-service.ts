import { join } from 'node:path';
import { type ProcessCertificate, makeHttpTransport, readCertificate } from '@interlock/adapters';
import { type Clock, type CommandTransport, type Position, type References, type Trouble } from '@interlock/kernel';
import { ControlModule, type ControlledClock, type Log, listenForPeers, loadIssuers, makeControlledClock } from '@interlock/nest-kit';
import { cityReferences } from '@interlock/trust';
import { type OpenNodeFolders, openNodeFolders } from '../folder/data-folder.ts';
import { givenReferenceKey } from '../folder/reference-key.ts';
import { NO_REFERENCES } from '../nodes/no-references.ts';
import { grantedKey } from '../nodes/open-node.ts';
import { verifyAtNode } from '../nodes/verify-tokens.ts';
import { holdsReferenceKey, rosterOf } from '../roster.ts';
import { skewed, systemClock } from '../system-clock.ts';
import { clientOf } from './peer-clients.ts';
import { serveProbes } from './probes.ts';
import { type ServiceConfig } from './service-config.ts';
import { type Served, type ServiceDefinition } from './service-definition.ts';
import { type ServiceNodes, openServiceNodes } from './service-nodes.ts';
import { validityOf } from './validity.ts';

/** A process of the distributed city that takes requests. */
export interface RunningService {
  /** Probes and metrics; of the gateway the API too, unless they have a port of their own. */
  readonly url: string;
  /** For other agencies’ processes. */
  readonly peerUrl: string;
  readonly nodes: ServiceNodes;
  /** Takes nothing more, finishes what is in hand, seals and closes everything. */
  stop(): Promise<void>;
}

export interface ServiceReports {
  readonly log: Log;
  trouble(trouble: Trouble): void;
  failure(failure: { readonly operation: string; readonly error: unknown }): void;
}

/** Opens what stands in the configuration: nodes, the server for other agencies, probes or the API. After a failure nothing stays open. */
export async function openService(definition: ServiceDefinition, config: ServiceConfig, reports: ServiceReports): Promise<RunningService> {
  const roster = rosterOf(definition.register.members);
  const codes = config.nodes.map(({ code }) => code);
  const references = referencesOf(config);
  const folder = openNodeFolders(config.data, codes, config);
  const opened: Opened = { folder };
  try {
    await folder.makeSecrets(codes);
    const issuers = loadIssuers(config.identity);
    const clock = clockOf(config, folder);
    const nodes = await openServiceNodes({
      config,
      definition,
      roster,
      folder,
      references,
      clock: clock.clock,
      log: reports.log,
      report: reports.trouble,
    });
    opened.nodes = nodes;
    const transport = transportOf(definition, config, clock.clock);
    opened.transport = transport;
    const certificates = new Map(codes.map((code) => [code, readCertificate(config.certificates, code)]));
    const peers = await listenForPeers({
      ...{ nodes, verify: verifyAtNode(issuers), host: config.host, port: config.peerPort, log: reports.log, report: reports.failure },
      certificates,
      async keyFor(code, keyId, recipient) {
        const open = nodes.open(code);
        return open && grantedKey(open, keyId, recipient);
      },
      modules: clock.controlled ? [ControlModule.of({ nodes, clock: clock.controlled })] : [],
    });
    opened.peers = peers;
    const serving = {
      ...{
        config,
        nodes,
        issuers,
        clock: clock.clock,
        transport,
        sealedThrough: sealedIn(nodes),
        log: reports.log,
        report: reports.failure,
      },
      surroundings: { exchanges: nodes.exchanges, certificates: validityOf(shownBy(definition, config, certificates)) },
    };
    opened.served = await (definition.serve ?? serveProbes)(serving);
    folder.lock.listensAt(opened.served.url);
    return { url: opened.served.url, peerUrl: peers.url, nodes, stop: () => stopAll(opened) };
  } catch (error) {
    // What kept it from starting is what must be told.
    await stopAll(opened).catch(() => undefined);
    throw error;
  }
}

function referencesOf({ nodes, referenceKey, data }: ServiceConfig): References {
  const isHeld = nodes.some(({ kind }) => holdsReferenceKey(kind));
  return isHeld ? cityReferences(givenReferenceKey(referenceKey, data)) : NO_REFERENCES;
}

interface Opened {
  readonly folder: OpenNodeFolders;
  nodes?: ServiceNodes;
  transport?: { close(): Promise<void> };
  peers?: { close(): Promise<void> };
  served?: Served;
}

/** Everything is tried, one after another; the first failure is thrown when all is closed. */
async function stopAll({ folder, nodes, transport, peers, served }: Opened): Promise<void> {
  const failures: unknown[] = [];
  for (const close of [served?.close, peers?.close, nodes?.stop, transport?.close])
    await close?.().catch((error: unknown) => {
      failures.push(error);
    });
  folder.lock.release();
  if (failures.length > 0) throw failures[0];
}

/** Those of its nodes, and the one that it commands others with. */
function shownBy(
  { edge }: ServiceDefinition,
  { certificates: folder }: ServiceConfig,
  ofNodes: ReadonlyMap<string, ProcessCertificate>,
): ReadonlyMap<string, ProcessCertificate> {
  return edge === undefined ? ofNodes : new Map([...ofNodes, [edge, readCertificate(folder, edge)]]);
}

function clockOf(
  { clock, clockSkewMs, nodes }: ServiceConfig,
  folder: OpenNodeFolders,
): { readonly clock: Clock; readonly controlled?: ControlledClock } {
  if (clock === 'system') return { clock: clockSkewMs === 0 ? systemClock : skewed(systemClock, clockSkewMs) };
  const file = join(folder.node(nodes[0]?.code ?? ''), 'clock.json');
  const controlled = makeControlledClock({ file, cityFile: folder.file('run', 'clock.json'), skewMs: clockSkewMs });
  return { clock: controlled, controlled };
}

function transportOf({ edge }: ServiceDefinition, { certificates, peers }: ServiceConfig, clock: Clock): Transport {
  if (edge === undefined) return NO_TRANSPORT;
  const client = clientOf(peers, readCertificate(certificates, edge));
  return { ...makeHttpTransport({ client, clock }), close: () => client.close() };
}

type Transport = CommandTransport & { close(): Promise<void> };

/** Only edges command other nodes; who has no edge’s certificate refuses by itself. */
const NO_TRANSPORT: Transport = {
  command: async (to) => ({ ok: false, errors: [{ code: 'NODE_UNAVAILABLE', details: { node: to } }] }),
  query: async (to) => ({ ok: false, errors: [{ code: 'NODE_UNAVAILABLE', details: { node: to } }] }),
  close: async () => undefined,
};

function sealedIn(nodes: ServiceNodes): (code: string) => Position | undefined {
  return (code) => nodes.sealed(code)?.sealedThrough;
}
