import { closeSync, existsSync, fdatasync, fstatSync, ftruncateSync, openSync, readFileSync, readSync, renameSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { splitNotes } from './checkpoint.ts';
import { HASH_BYTES } from './merkle.ts';
import { writeAllDurably, writeDurably } from './secret.file.ts';
import { type RecordedLeaf, TreeError } from './tree.ts';

/**
 * The tree of one log, in two files beside it. `log.tree`: a line of 64 bytes, then for every event 8 bytes of position and 32 bytes of leaf
 * hash. `log.tree.checkpoints`: signed notes, one after another.
 */
export interface TreeFile {
  readonly size: () => number;
  readonly leaves: () => Iterable<RecordedLeaf>;
  readonly notes: () => readonly string[];
  /** Takes the place of whatever stood after the first `from` leaves. */
  write(from: number, leaves: readonly RecordedLeaf[]): Promise<void>;
  /** Leaves first: a note must not outlive what it vouches for. */
  seal(note: string): Promise<void>;
  truncate(size: number): void;
  close(): void;
}

const HEADER = 'interlock tree 1\n'.padEnd(63) + '\n';
const POSITION_BYTES = 8;
const LEAF_BYTES = POSITION_BYTES + HASH_BYTES;
const LEAVES_PER_READ = 4_096;
const writeAt = promisify(write);
const sync = promisify(fdatasync);

const checkpointsOf = (file: string) => `${file}.checkpoints`;

export function treeExists(file: string): boolean {
  return existsSync(file);
}

/** An empty tree. What stood there is kept under another name: who starts a proof anew must not hide the old one. */
export async function createTree(file: string, replacedAs: string): Promise<void> {
  for (const old of [file, checkpointsOf(file)]) if (existsSync(old)) renameSync(old, `${old}.${replacedAs}`);
  await writeAllDurably([
    { file: checkpointsOf(file), bytes: '' },
    { file, bytes: HEADER },
  ]);
}

/** Throws a TreeError when the file is none of ours. */
export function openTree(file: string): TreeFile {
  const descriptor = openSync(file, 'r+');
  checkHeader(descriptor, file);
  const notesFile = openNotes(file);
  return {
    size: () => sizeOf(descriptor),
    leaves: () => leavesOf(descriptor),
    notes: () => notesFile.read(),
    write: (from, leaves) => writeWhole(descriptor, packed(leaves), HEADER.length + from * LEAF_BYTES),
    async seal(note) {
      await sync(descriptor);
      await notesFile.append(note);
    },
    truncate(size) {
      ftruncateSync(descriptor, HEADER.length + size * LEAF_BYTES);
    },
    close() {
      closeSync(descriptor);
      notesFile.close();
    },
  };
}

/** For verifying: what is recorded of a log, as far as it is there. Changes nothing. */
export function readTree(file: string): {
  readonly leaves: Iterable<RecordedLeaf>;
  readonly notes: readonly string[];
  readonly close: () => void;
} {
  const notes = existsSync(checkpointsOf(file)) ? splitNotes(readFileSync(checkpointsOf(file), 'utf8')).notes : [];
  if (!existsSync(file)) return { leaves: [], notes, close: () => undefined };
  const descriptor = openSync(file, 'r');
  checkHeader(descriptor, file);
  return {
    leaves: leavesOf(descriptor),
    notes,
    close: () => {
      closeSync(descriptor);
    },
  };
}

function openNotes(file: string) {
  if (!existsSync(checkpointsOf(file))) writeDurably(checkpointsOf(file), '');
  const descriptor = openSync(checkpointsOf(file), 'r+');
  const text = readFileSync(checkpointsOf(file), 'utf8');
  let end = Buffer.byteLength(text.slice(0, splitNotes(text).end));
  ftruncateSync(descriptor, end); // a torn last note
  return {
    read: () => splitNotes(readFileSync(checkpointsOf(file), 'utf8')).notes,
    async append(note: string): Promise<void> {
      const bytes = Buffer.from(note, 'utf8');
      await writeWhole(descriptor, bytes, end);
      end += bytes.length;
    },
    close() {
      closeSync(descriptor);
    },
  };
}

function checkHeader(descriptor: number, file: string): void {
  const header = Buffer.alloc(HEADER.length);
  readSync(descriptor, header, 0, header.length, 0);
  if (header.toString('latin1') === HEADER) return;
  throw new TreeError('TREE_DAMAGED', `${file} does not begin like a tree of this version: restore it from its backup`);
}

function sizeOf(descriptor: number): number {
  return Math.floor((fstatSync(descriptor).size - HEADER.length) / LEAF_BYTES);
}

function* leavesOf(descriptor: number): Iterable<RecordedLeaf> {
  const size = sizeOf(descriptor);
  for (let from = 0; from < size; from += LEAVES_PER_READ) {
    const chunk = Buffer.alloc(Math.min(LEAVES_PER_READ, size - from) * LEAF_BYTES);
    readSync(descriptor, chunk, 0, chunk.length, HEADER.length + from * LEAF_BYTES);
    for (let at = 0; at < chunk.length; at += LEAF_BYTES) {
      yield { position: chunk.readBigInt64BE(at), hash: chunk.subarray(at + POSITION_BYTES, at + LEAF_BYTES) };
    }
  }
}

function packed(leaves: readonly RecordedLeaf[]): Buffer {
  const bytes = Buffer.alloc(leaves.length * LEAF_BYTES);
  for (const [index, { position, hash }] of leaves.entries()) {
    bytes.writeBigInt64BE(position, index * LEAF_BYTES);
    bytes.set(hash, index * LEAF_BYTES + POSITION_BYTES);
  }
  return bytes;
}

async function writeWhole(descriptor: number, bytes: Buffer, at: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await writeAt(descriptor, bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
}
