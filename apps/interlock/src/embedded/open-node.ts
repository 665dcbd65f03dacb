import { openSqliteViews, type SqliteStores } from '@interlock/adapters';
import { type Clock, type Exchange, type LaneSource, type Node, type NodeOptions, type Trouble, startNode } from '@interlock/kernel';
import { watchStore } from '@interlock/nest-kit';
import { type Register } from '@interlock/office';
import { type NodeKeyStore, type TreeFollower, createKeyFile, followTree, openKeyStore, readOrCreateSecret } from '@interlock/trust';
import { Fault } from '../faults/fault.ts';
import { faultOf } from '../faults/fault-of.ts';
import { type Closing } from './closing.ts';
import { type OpenDataFolder, originOf } from './data-folder.ts';
import { DEFINITIONS } from './definitions.ts';
import { type Outside } from './outside.ts';
import { refuseDamaged } from './refuse-damaged.ts';
import { type RosterEntry, hears, tells } from './roster.ts';

/** What all nodes of a process share. */
export interface Shared {
  readonly folder: OpenDataFolder;
  readonly clock: Clock;
  readonly outside: Outside;
  readonly roster: readonly RosterEntry[];
  readonly units: Register['units'];
  readonly stores: SqliteStores;
  readonly exchange: Exchange;
  readonly source: LaneSource;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly keyStores: Map<string, NodeKeyStore>;
  /** Machine time between an append and the checkpoint that covers it. */
  readonly sealEveryMs: number;
  /** Most bytes of one log’s file; beyond it appends are refused with STORE_FULL. */
  readonly logBytesMax: number | undefined;
  report(trouble: Trouble): void;
}

/** A node that runs, and the tree that follows its log. */
export interface OpenNode {
  readonly node: Node;
  readonly tree: TreeFollower;
}

/** Opens one node’s log, views, keys and tree, and starts it. What was opened before a failure is in `closing`. */
export async function openNode(entry: RosterEntry, shared: Shared, closing: Closing): Promise<OpenNode> {
  const { code } = entry;
  const { folder } = shared;
  try {
    refuseDamaged(folder.log(code));
    const masterKey = readOrCreateSecret(folder.masterKey(code));
    const limit = shared.logBytesMax === undefined ? {} : { fileBytesMax: shared.logBytesMax };
    const [log] = await Promise.all([
      shared.stores.open(folder.log(code), limit),
      createKeyFile({ node: code, file: folder.keys(code), masterKey }),
    ]);
    const store = watchStore(code, log);
    const tree = await followTree({
      store,
      file: folder.tree(code),
      origin: originOf(code),
      signer: folder.signer(code),
      everyMs: shared.sealEveryMs,
      onTrouble: (error) => {
        shared.report({ node: code, consumer: 'tree', message: error instanceof Error ? error.message : String(error), attempt: 0 });
      },
    });
    closing.add('tree', () => tree.stop());
    const views = openSqliteViews(folder.views(code));
    closing.add('files', () => {
      views.close();
    });
    const keys = openKeys(code, masterKey, shared);
    closing.add('files', () => {
      keys.close();
    });
    shared.keyStores.set(code, keys);
    const node = await startEntry(entry, shared, { store, views, keys });
    closing.add('node', () => node.stop());
    return { node, tree };
  } catch (error) {
    const { text } = faultOf(error);
    throw new Fault({ ...text, what: `Node ${code} cannot start`, why: `${text.what.toLowerCase()}: ${text.why}` }, { cause: error });
  }
}

/** A node’s keys; one that was granted is fetched from its publisher, who checks its own record of the grant. */
function openKeys(code: string, masterKey: Uint8Array, { folder, nodes, keyStores }: Shared): NodeKeyStore {
  return openKeyStore({
    node: code,
    file: folder.keys(code),
    masterKey,
    async fetchKey(publisher, keyId) {
      const node = nodes.get(publisher);
      const keys = keyStores.get(publisher);
      if (!node || !keys) throw new Error(`${publisher} is not running: its key cannot be fetched now`);
      if (keys.stateOf(keyId) === 'destroyed') return 'destroyed';
      return (await node.keyGranted(keyId, code)) ? keys.exportKey(keyId) : 'not-granted';
    },
  });
}

function startEntry(entry: RosterEntry, shared: Shared, own: Pick<NodeOptions<unknown>, 'store' | 'views' | 'keys'>): Promise<Node> {
  const { roster, units, outside } = shared;
  const common = {
    ...own,
    code: entry.code,
    member: entry.member,
    references: shared.folder.references,
    clock: shared.clock,
    exchange: shared.exchange,
    source: shared.source,
    tells: tells(entry, roster),
    hears: hears(entry, roster),
    peers: new Map(roster.map(({ code, kind }) => [code, kind])),
    units: new Map(units.map(({ code, kind }) => [code, kind])),
    report: shared.report,
  };
  switch (entry.kind) {
    case 'police':
      return startNode({ ...common, definition: DEFINITIONS.police, ports: undefined });
    case 'bank':
      return startNode({ ...common, definition: DEFINITIONS.bank, ports: { core: outside.core(entry.code) } });
    case 'telecom':
      return startNode({ ...common, definition: DEFINITIONS.telecom, ports: { network: outside.network(entry.code) } });
    case 'office':
      return startNode({ ...common, definition: DEFINITIONS.office, ports: undefined });
    case 'city':
      return startNode({ ...common, definition: DEFINITIONS.city, ports: undefined });
  }
}
