import { dirname } from 'node:path';
import { openSqliteViews } from '@interlock/adapters';
import {
  type Clock,
  type EventStore,
  type Exchange,
  type LaneSource,
  type Node,
  type NodeOptions,
  type References,
  type Trouble,
} from '@interlock/kernel';
import { watchStore } from '@interlock/nest-kit';
import {
  type FetchKey,
  type NodeKeyStore,
  type TreeFollower,
  createKeyFile,
  followTree,
  openKeyStore,
  readOrCreateSecret,
} from '@interlock/trust';
import { Fault } from '../faults/fault.ts';
import { faultOf } from '../faults/fault-of.ts';
import { type DataFolder, type LogSigner, originOf } from '../folder/data-folder.ts';
import { type RosterEntry, hears, holdsReferenceKey, tells } from '../roster.ts';
import { type Closing } from './closing.ts';
import { foldedFiles } from './folded-files.ts';
import { NO_REFERENCE_KEY, NO_REFERENCES } from './no-references.ts';
import { refuseOtherKeys } from './refuse-other-keys.ts';

/** All that a node is started with, but what makes it police or bank. */
export type CommonOptions = Omit<NodeOptions<unknown>, 'definition' | 'ports'>;

/** Starts a node of its kind: a composition root knows the kinds that it hosts, and what they need of the world outside. */
export type StartKind = (entry: RosterEntry, common: CommonOptions) => Promise<Node>;

/** What the nodes of a process share, and how each of them reaches the others. */
export interface Shared {
  readonly folder: DataFolder & LogSigner;
  readonly references: References;
  readonly clock: Clock;
  /** All nodes of the register, wherever they run. */
  readonly roster: readonly RosterEntry[];
  readonly units: readonly { readonly code: string; readonly kind: string }[];
  openLog(code: string): Promise<EventStore>;
  exchangeOf(code: string): Exchange;
  sourceOf(code: string): LaneSource;
  /** Asks a publisher for a key that was granted to the node. */
  fetchKey(node: string, publisher: string, keyId: string): ReturnType<FetchKey>;
  readonly start: StartKind;
  /** Machine time between an append and the checkpoint that covers it. */
  readonly sealEveryMs: number;
  report(trouble: Trouble): void;
}

/** A node that runs, the tree that follows its log, and its keys. */
export interface OpenNode {
  readonly node: Node;
  readonly tree: TreeFollower;
  readonly keys: NodeKeyStore;
}

/** Opens one node’s log, views, keys and tree, and starts it. What was opened before a failure is in `closing`. */
export async function openNode(entry: RosterEntry, shared: Shared, closing: Closing): Promise<OpenNode> {
  const { code } = entry;
  const { folder } = shared;
  try {
    const masterKey = readOrCreateSecret(folder.masterKey(code));
    const [log] = await Promise.all([shared.openLog(code), createKeyFile({ node: code, file: folder.keys(code), masterKey })]);
    const keys = openKeyStore({
      ...{ node: code, file: folder.keys(code), masterKey },
      fetchKey: (publisher, keyId) => shared.fetchKey(code, publisher, keyId),
    });
    closing.add('files', () => {
      keys.close();
    });
    const signer = folder.signer(code);
    const references = holdsReferenceKey(entry.kind) ? shared.references.account('interlock', 'nobody') : NO_REFERENCE_KEY;
    await refuseOtherKeys(log, { fingerprint: keys.fingerprint, verifierKey: signer.verifierKey, references }, dirname(folder.keys(code)));
    const store = watchStore(code, log);
    const files = foldedFiles(folder, code, log);
    const tree = await followTree({
      store,
      file: files.tree,
      rebuild: files.isNewTree,
      origin: originOf(code),
      signer,
      everyMs: shared.sealEveryMs,
      onTrouble: (error) => {
        shared.report({ node: code, consumer: 'tree', message: error instanceof Error ? error.message : String(error), attempt: 0 });
      },
    });
    closing.add('tree', () => tree.stop());
    const views = openSqliteViews(files.views);
    closing.add('files', () => {
      views.close();
    });
    const node = await shared.start(entry, { ...commonOf(entry, shared), store, views, keys });
    closing.add('node', () => node.stop());
    return { node, tree, keys };
  } catch (error) {
    const { text } = faultOf(error);
    throw new Fault({ ...text, what: `Node ${code} cannot start`, why: `${text.what.toLowerCase()}: ${text.why}` }, { cause: error });
  }
}

function commonOf(entry: RosterEntry, shared: Shared): Omit<CommonOptions, 'store' | 'views' | 'keys'> {
  const { code, member } = entry;
  const { roster, units, clock, report } = shared;
  return {
    ...{ code, member, clock, report },
    references: holdsReferenceKey(entry.kind) ? shared.references : NO_REFERENCES,
    exchange: shared.exchangeOf(code),
    source: shared.sourceOf(code),
    tells: tells(entry, roster),
    hears: hears(entry, roster),
    peers: new Map(roster.map(({ code: peer, kind }) => [peer, kind])),
    units: new Map(units.map((unit) => [unit.code, unit.kind])),
  };
}

/** What a publisher answers who is asked for a key: its own record of the grant decides, and a destroyed key stays destroyed. */
export async function grantedKey({ node, keys }: Pick<OpenNode, 'node' | 'keys'>, keyId: string, recipient: string): ReturnType<FetchKey> {
  if (keys.stateOf(keyId) === 'destroyed') return 'destroyed';
  return (await node.keyGranted(keyId, recipient)) ? keys.exportKey(keyId) : 'not-granted';
}
