import { type PeerClient, type ProcessCertificate, makeHttpKeyFetch, makeHttpLaneSource, openPeerClient } from '@interlock/adapters';
import { type LaneSource } from '@interlock/kernel';
import { type FetchKey } from '@interlock/trust';

/** What a node pulls from others: facts that it missed, and keys that it was granted. */
export interface PeerClients {
  readonly source: LaneSource;
  readonly fetchKey: FetchKey;
  close(): Promise<void>;
}

/** Where other nodes are reached, from the configuration. */
export type Peers = Readonly<Record<string, string>>;

/** Under the node’s own certificate: others give only what is meant for it. */
export function openPeerClients(peers: Peers, certificate: ProcessCertificate): PeerClients {
  const client = clientOf(peers, certificate);
  return { source: makeHttpLaneSource(client), fetchKey: makeHttpKeyFetch(client), close: () => client.close() };
}

export function clientOf(peers: Peers, certificate: ProcessCertificate): PeerClient {
  return openPeerClient({ addressOf: (node) => (Object.hasOwn(peers, node) ? peers[node] : undefined), certificate });
}
