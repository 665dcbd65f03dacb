import { type EventStore, type Position, START, type StoredEvent } from '@interlock/kernel';
import { type Checkpoint, type NoteSigner, noteVerifier, signCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { type CompactRange, compactRange, leafHash, sameHash } from './merkle.ts';
import { createTree, openTree, treeExists, type TreeFile } from './tree.file.ts';
import { type RecordedLeaf, TreeError } from './tree.ts';

export interface FollowTreeOptions {
  readonly store: Pick<EventStore, 'readAll' | 'onAppended' | 'head'>;
  /** `log.tree` beside the log. */
  readonly file: string;
  /** Names the log in its checkpoints. */
  readonly origin: string;
  readonly signer: NoteSigner;
  /** Machine time between an append and the checkpoint that covers it; default one second. */
  readonly everyMs?: number;
  /** An operator's explicit act: leaves the old tree aside and records the log as it stands now. */
  readonly rebuild?: boolean;
  /** Told of a failed attempt; the next one follows by itself. */
  readonly onTrouble?: (error: unknown) => void;
}

export interface TreeState {
  /** Leaves, signed or not. */
  readonly size: number;
  /** How many of them the last checkpoint covers. */
  readonly sealedSize: number;
  /** Everything that the log holds up to that position is signed. */
  readonly sealedThrough: Position;
}

export interface TreeFollower {
  /** Takes in what is acknowledged by now and signs it. */
  seal(): Promise<Checkpoint>;
  state(): TreeState;
  /** Seals and ends. */
  stop(): Promise<void>;
}

const PAGE_EVENTS = 1_000;
const SEAL_LEAVES_MAX = 10_000;
const LEAVES_PER_TURN = 4_096;

/**
 * Keeps the Merkle tree of a log, one step behind its commits. What no checkpoint covers is taken from the log again after a crash; what one
 * covers must be as it was signed, else this throws a TreeError: a missing, shorter or other tree is never made good silently.
 */
export async function followTree(options: FollowTreeOptions): Promise<TreeFollower> {
  const { store, file } = options;
  if (options.rebuild === true || (!treeExists(file) && store.head() === START)) await createTree(file, 'replaced');
  if (!treeExists(file))
    throw new TreeError('TREE_MISSING', `${file} is missing, but its log is not empty: nobody can tell whether the log was changed`);
  const tree = openTree(file);
  try {
    const kept = await readKept(tree, options);
    await compareWithLog(store, kept.last);
    return follower(tree, kept, options);
  } catch (error) {
    tree.close();
    throw error;
  }
}

interface Kept {
  readonly range: CompactRange;
  readonly last: RecordedLeaf | undefined;
}

function follower(tree: TreeFile, kept: Kept, options: FollowTreeOptions): TreeFollower {
  const { store, everyMs = 1_000, onTrouble } = options;
  const grown = growing(tree, kept, options);
  let running = Promise.resolve(grown.sealed());
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  /** One at a time, whoever asks; a failed one does not stop the next. */
  function seal(): Promise<Checkpoint> {
    running = running.then(grown.toHead, grown.toHead);
    return running;
  }

  function wake(): void {
    if (stopped || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      seal().catch((error: unknown) => {
        onTrouble?.(error);
        wake();
      });
    }, everyMs);
    timer.unref();
  }

  const stopListening = store.onAppended(wake);
  wake();
  return {
    seal,
    state: grown.state,
    async stop() {
      if (stopped) return;
      stopped = true;
      stopListening();
      clearTimeout(timer);
      try {
        await seal();
      } finally {
        tree.close();
      }
    },
  };
}

function growing(tree: TreeFile, { range, last }: Kept, { store, origin, signer }: FollowTreeOptions) {
  let position = last?.position ?? START;
  let sealed: Checkpoint = { origin, size: range.size(), root: range.root() };
  let sealedThrough = position;

  async function takeIn(events: readonly StoredEvent[]): Promise<void> {
    const leaves = events.map((event) => ({ position: event.position, hash: leafHash(event.bytes) }));
    for (const [index, leaf] of leaves.entries()) {
      if (leaf.position > (leaves[index - 1]?.position ?? position)) continue;
      throw new TreeError('TREE_DIVERGED', `The log gave position ${leaf.position} after a later one`);
    }
    await tree.write(range.size(), leaves);
    for (const leaf of leaves) {
      range.add(leaf.hash);
      position = leaf.position;
    }
  }

  async function sealNow(through: Position): Promise<void> {
    if (range.size() > sealed.size) {
      const checkpoint = { origin, size: range.size(), root: range.root() };
      await tree.seal(signCheckpoint(checkpoint, signer));
      sealed = checkpoint;
    }
    sealedThrough = through;
  }

  async function toHead(): Promise<Checkpoint> {
    let after = position;
    for (let atHead = false; !atHead;) {
      const page = await store.readAll({ after, limit: PAGE_EVENTS });
      await takeIn(page.events);
      ({ atHead, next: after } = page);
      if (range.size() - sealed.size >= SEAL_LEAVES_MAX) await sealNow(after);
    }
    await sealNow(after);
    return sealed;
  }

  return { toHead, sealed: () => sealed, state: () => ({ size: range.size(), sealedSize: sealed.size, sealedThrough }) };
}

/** The leaves that the last checkpoint covers, proved by it; later ones are cut off. */
async function readKept(tree: TreeFile, { file, signer, origin }: FollowTreeOptions): Promise<Kept> {
  const sealed = lastSealed(tree, { file, signer, origin });
  const size = sealed?.size ?? 0;
  if (tree.size() < size) {
    throw new TreeError('TREE_SHORT', `${file} has ${tree.size()} leaves, but ${size} were signed: restore it from its backup`);
  }
  const range = compactRange();
  let last: RecordedLeaf | undefined;
  for (const leaf of tree.leaves()) {
    if (range.size() === size) break;
    range.add(leaf.hash);
    last = leaf;
    if (range.size() % LEAVES_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  if (sealed && !sameHash(range.root(), sealed.root)) {
    throw new TreeError('TREE_DAMAGED', `${file} is not what was signed at ${size} leaves: restore it from its backup`);
  }
  tree.truncate(range.size());
  return { range, last };
}

function lastSealed(
  tree: TreeFile,
  { file, signer, origin }: Pick<FollowTreeOptions, 'file' | 'signer' | 'origin'>,
): Checkpoint | undefined {
  const note = tree.notes().at(-1);
  if (note === undefined) return undefined;
  const answer = verifyCheckpoint(note, [noteVerifier(signer.verifierKey)]);
  if (answer.ok && answer.checkpoint.origin === origin) return answer.checkpoint;
  throw new TreeError('TREE_DAMAGED', `The last checkpoint of ${file} was not signed by ${signer.name}: restore it from its backup`);
}

/** Only the last leaf: the whole is compared by `verifyLog`. */
async function compareWithLog(store: FollowTreeOptions['store'], last: RecordedLeaf | undefined): Promise<void> {
  if (!last) return;
  if (store.head() < last.position) {
    throw new TreeError(
      'TREE_AHEAD',
      `The log ends at ${store.head()}, its tree at ${last.position}: the log was cut off or is an old copy`,
    );
  }
  const { events } = await store.readAll({ after: last.position - 1n, limit: 1 });
  const [event] = events;
  if (event?.position === last.position && sameHash(leafHash(event.bytes), last.hash)) return;
  throw new TreeError('TREE_DIVERGED', `The log has another event at position ${last.position} than its tree`);
}
