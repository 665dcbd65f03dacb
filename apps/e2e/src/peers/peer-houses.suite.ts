import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PeerClient, makeDemoCertificates, makeHttpKeyFetch, openPeerClient, readCertificate } from '@interlock/adapters';
import {
  type CommandTransport,
  type NodeDefinition,
  type SentRequest,
  answerOf,
  carried,
  commandRoute,
  instant,
  isSealed,
  queryRoute,
} from '@interlock/kernel';
import { type PeersServer, type VerifyFor, issueToken, listenForPeers, memoryIssuers, verifyToken } from '@interlock/nest-kit';
import { type FetchKey, memoryKeyStore } from '@interlock/trust';
import {
  type Houses,
  type HouseParts,
  houseNode,
  letters,
  makeParts,
  must,
  receiptsInHouse,
  startHouses,
} from '../machinery/two-houses.suite.ts';

export const NOON = instant('2026-03-01T00:00:00.000Z');
const HOUSES = ['north', 'south'] as const;
type House = (typeof HOUSES)[number];

/** Letters by command, receipts by query: the small business, for people of the house. */
const postLetter = commandRoute({ name: 'house.post.v1', read: readPost }, { roles: ['clerk'] }, async (body, request, context) =>
  answerOf(
    await context.handle(letters, { ...carried(request), key: body.letter, command: { type: 'Post', to: body.to, words: body.words } }),
    (events) => ({ posted: events.length }),
  ),
);
const receiptsAsked = queryRoute(
  { name: 'house.receipts.v1', read: () => ({ ok: true, body: undefined }) },
  { roles: ['clerk'] },
  (_body, _request, { views }) => ({ receipts: views.list(receiptsInHouse, { limit: 100 }).items.map(({ row }) => row.letter) }),
);
const fieldOpened = queryRoute(
  { name: 'house.open.v1', read: (body) => (isSealed(body) ? { ok: true, body } : { ok: false, problems: [] }) },
  { roles: ['clerk'] },
  async (field, { actor }, context) => ({ opened: await context.open([field], { actor, purpose: 'test' }) }),
);
const broken = queryRoute({ name: 'house.break.v1', read: () => ({ ok: true, body: undefined }) }, { roles: ['clerk'] }, () => {
  throw new TypeError('Li has no account 6222021001');
});
export const commandable: NodeDefinition = { ...houseNode, commands: [postLetter], queries: [receiptsAsked, fieldOpened, broken] };

function readPost(body: unknown) {
  if (typeof body !== 'object' || body === null || !('letter' in body))
    return { ok: false, problems: [{ path: 'letter', problem: 'missing' }] } as const;
  return { ok: true, body: { letter: String(body.letter), to: 'south', words: 'words' in body ? String(body.words) : '' } } as const;
}

/** Two houses behind HTTPS, each with its own certificate, and whoever calls them. */
export interface PeerHouses {
  readonly houses: Houses;
  readonly parts: HouseParts;
  readonly certificates: string;
  readonly servers: ReadonlyMap<House, PeersServer>;
  readonly troubles: readonly unknown[];
  readonly verify: VerifyFor;
  /** Ids of keys that were destroyed. */
  readonly erased: Set<string>;
  /** How the south fetches keys from now on. */
  fetchKeysOver(client: PeerClient): void;
  /** A caller with that certificate; `ports` stand in for the houses’ own. */
  as(name: string, options?: { readonly folder?: string; readonly ports?: Readonly<Partial<Record<string, number>>> }): PeerClient;
  request(house: House, letter: string, commandId: string): Promise<SentRequest>;
  stop(): Promise<void>;
}

export async function openPeerHouses(): Promise<PeerHouses> {
  const certificates = mkdtempSync(join(tmpdir(), 'interlock-peers-'));
  await makeDemoCertificates({ folder: certificates, names: [...HOUSES, 'gateway', 'player', 'broom'] });
  const made = makeParts(HOUSES);
  // The south keeps its keys as ever, and fetches those of the north over HTTPS.
  const fetching: { fetch?: FetchKey } = {};
  const southern = memoryKeyStore({ node: 'south', fetchKey: (publisher, keyId) => must(fetching.fetch)(publisher, keyId) });
  const parts: HouseParts = { ...made, keys: new Map([...made.keys, ['south', southern]]) };
  const houses = await startHouses(parts, commandable);
  const { issuers, keys } = memoryIssuers(HOUSES);
  const verify: VerifyFor = (owner, token) => verifyToken(token, { audience: owner.code, now: owner.context.clock.now(), issuers });
  const troubles: unknown[] = [];
  const erased = new Set<string>();
  const clients: PeerClient[] = [];
  const servers = new Map<House, PeersServer>();
  for (const house of HOUSES) {
    const node = houses.node(house);
    const store = must(parts.keys.get(house));
    servers.set(
      house,
      await listenForPeers({
        nodes: { get: (code) => (code === house ? node : undefined), all: () => [node] },
        verify,
        keyFor: async (_node, keyId) => (erased.has(keyId) ? 'destroyed' : store.exportKey(keyId)),
        certificates: new Map([[house, readCertificate(certificates, house)]]),
        ...{ host: '127.0.0.1', port: 0, bodyBytesMax: 100_000 },
        report: (trouble) => troubles.push(trouble),
      }),
    );
  }
  return {
    ...{ houses, parts, certificates, servers, troubles, verify, erased },
    as(name, { folder = certificates, ports = {} } = {}) {
      const client = openPeerClient({
        addressOf(node) {
          const port = ports[node] ?? [...servers].find(([house]) => house === node)?.[1].port;
          return port === undefined ? undefined : `https://127.0.0.1:${String(port)}`;
        },
        certificate: readCertificate(folder, name),
      });
      clients.push(client);
      return client;
    },
    fetchKeysOver: (client) => (fetching.fetch = makeHttpKeyFetch(client)),
    async request(house, letter, commandId) {
      const clerk = { member: house, person: 'p-1', role: 'clerk', unit: 'desk' };
      const token = await issueToken({ ...clerk, audience: [house], ttlSeconds: 600, now: parts.clock.now() }, keys);
      return { name: 'house.post.v1', commandId, body: { letter }, token };
    },
    async stop() {
      await Promise.all(clients.map((client) => client.close()));
      await Promise.all([...servers.values()].map((server) => server.close()));
      await houses.stop();
      rmSync(certificates, { recursive: true, force: true });
    },
  };
}

/** Codes of a refusal, whatever was asked. */
export async function codesOf(answered: ReturnType<CommandTransport['command'] | CommandTransport['query']>): Promise<readonly string[]> {
  const answer = await answered;
  return answer.ok ? [] : answer.errors.map(({ code }) => code);
}
