import { type Position, START } from '@interlock/kernel';
import { type Checkpoint, type NoteVerifier, readCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { compactRange, leafHash, sameHash } from './merkle.ts';
import { type RecordedLeaf } from './tree.ts';

export interface LogEntry {
  readonly position: Position;
  readonly bytes: Uint8Array;
}

/** What is known of a log besides the log: its tree file and its signed checkpoints, as far as they are there. */
export interface RecordedTree {
  readonly leaves?: Iterable<RecordedLeaf>;
  /** Signed notes, oldest first. */
  readonly notes?: readonly string[];
  /** Without it roots are compared, but signatures are not. */
  readonly verifier?: NoteVerifier;
}

export type LogFaultCode =
  | 'EVENT_CHANGED'
  | 'EVENT_MISSING'
  | 'EVENT_INSERTED'
  /** Log and leaf hashes agree with each other, but not with what was signed: both were rewritten. */
  | 'ROOT_DIFFERS'
  /** The log is what was signed; its leaf hashes are not. */
  | 'TREE_CHANGED'
  | 'CHECKPOINT_FORGED';

export interface LogFault {
  readonly ok: false;
  readonly code: LogFaultCode;
  /** First bad one. For ROOT_DIFFERS the first that no earlier checkpoint proves. */
  readonly position: Position;
  readonly message: string;
}

export type LogVerdict =
  | {
      readonly ok: true;
      readonly size: number;
      readonly root: Uint8Array;
      /** Events whose bytes were compared with a recorded leaf hash; the rest was only read. */
      readonly compared: number;
      /** Events under the last signed root. */
      readonly signed: number;
    }
  | LogFault;

interface Seal extends Checkpoint {
  readonly note: string;
}

/** Recomputes every leaf and every signed root of a log, and names the first position that is not as it was (architecture.md 10). */
export async function verifyLog(log: AsyncIterable<LogEntry> | Iterable<LogEntry>, recorded: RecordedTree = {}): Promise<LogVerdict> {
  const read = readSeals(recorded.notes ?? []);
  if (!read.ok) return read;
  const { seals } = read;
  const range = compactRange();
  const leaves = leafComparison(recorded.leaves ?? []);
  let sealAt = 0;
  let firstUnproved: Position | undefined;
  let last = START;
  for await (const { position, bytes } of log) {
    const hashed = leafHash(bytes);
    leaves.compare(position, hashed);
    range.add(hashed);
    firstUnproved ??= position;
    last = position;
    const seal = seals[sealAt];
    if (seal?.size !== range.size()) continue;
    const root = range.root();
    const fault = sealFault(seal, {
      root,
      position: firstUnproved,
      suspect: leaves.fault(),
      verifier: recorded.verifier,
      final: sealAt === seals.length - 1,
    });
    if (fault) return fault;
    sealAt += 1;
    firstUnproved = undefined;
  }
  const fault = leaves.fault() ?? leaves.missing() ?? beyondEnd(seals[sealAt], last, range.size());
  if (fault) return fault;
  return { ok: true, size: range.size(), root: range.root(), compared: leaves.compared(), signed: seals.at(-1)?.size ?? 0 };
}

/** Walks the recorded leaves beside the log and remembers where they first part. */
function leafComparison(recorded: Iterable<RecordedLeaf>) {
  const leaves = recorded[Symbol.iterator]();
  let compared = 0;
  let suspect: LogFault | undefined;
  let ended = false;

  function next(): RecordedLeaf | undefined {
    const result = leaves.next();
    if (result.done !== true) return result.value;
    ended = true;
    return undefined;
  }

  return {
    compared: () => compared,
    fault: () => suspect,
    missing: () => (ended ? undefined : lost(next()?.position)),
    compare(position: Position, hashed: Uint8Array): void {
      if (suspect || ended) return;
      const leaf = next();
      if (!leaf) return;
      if (leaf.position < position) suspect = lost(leaf.position);
      else if (leaf.position > position) suspect = faultAt('EVENT_INSERTED', position, 'was not there when the log was recorded');
      else if (!sameHash(leaf.hash, hashed)) suspect = faultAt('EVENT_CHANGED', position, 'is not as it was recorded');
      else compared += 1;
    },
  };
}

function sealFault(
  seal: Seal,
  at: {
    readonly root: Uint8Array;
    readonly position: Position;
    readonly suspect: LogFault | undefined;
    readonly verifier: NoteVerifier | undefined;
    readonly final: boolean;
  },
): LogFault | undefined {
  const { root, position, suspect, verifier, final } = at;
  const fits = sameHash(root, seal.root);
  if (fits && !suspect && !final) return undefined; // a later one covers it; signatures cost more than roots
  if (verifier && !verifyCheckpoint(seal.note, [verifier]).ok) {
    return faultAt('CHECKPOINT_FORGED', position, `is under a checkpoint at ${seal.size} events that ${verifier.name} did not sign`);
  }
  if (!fits)
    return (
      suspect ?? faultAt('ROOT_DIFFERS', position, `or a later one was rewritten: the root of ${seal.size} events is not the signed one`)
    );
  return (
    suspect && { ...suspect, code: 'TREE_CHANGED', message: `${suspect.message}; the log is what was signed, its tree file was changed` }
  );
}

function readSeals(notes: readonly string[]): { readonly ok: true; readonly seals: readonly Seal[] } | LogFault {
  const seals: Seal[] = [];
  for (const note of notes) {
    const checkpoint = readCheckpoint(note);
    if (!checkpoint || checkpoint.size <= (seals.at(-1)?.size ?? 0)) {
      return faultAt('CHECKPOINT_FORGED', START, 'is the last that the checkpoints tell of: they cannot be read or go backwards');
    }
    seals.push({ ...checkpoint, note });
  }
  return { ok: true, seals };
}

function beyondEnd(seal: Seal | undefined, last: Position, size: number): LogFault | undefined {
  return seal && faultAt('EVENT_MISSING', last + 1n, `or a later one is missing: ${seal.size} events were signed, ${size} are there`);
}

function lost(position: Position | undefined): LogFault | undefined {
  return position === undefined ? undefined : faultAt('EVENT_MISSING', position, 'was recorded and is not there');
}

function faultAt(code: LogFaultCode, position: Position, what: string): LogFault {
  return { ok: false, code, position, message: `The event at position ${position} ${what}` };
}
