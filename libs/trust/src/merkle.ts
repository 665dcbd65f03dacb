import { hash } from 'node:crypto';

export const HASH_BYTES = 32;

/** RFC 6962, 2.1: SHA-256 of 0x00 and the stored bytes. */
export function leafHash(bytes: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(bytes.length + 1);
  prefixed.set(bytes, 1);
  return hash('sha256', prefixed, 'buffer');
}

/** RFC 6962, 2.1: SHA-256 of 0x01 and both children. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(1 + 2 * HASH_BYTES);
  prefixed[0] = 1;
  prefixed.set(left, 1);
  prefixed.set(right, 1 + HASH_BYTES);
  return hash('sha256', prefixed, 'buffer');
}

/** RFC 6962, 2.1: the root of no leaves. */
export function emptyRoot(): Uint8Array {
  return hash('sha256', '', 'buffer');
}

export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** A growing tree of which only the right edge is kept: log2(size) hashes. */
export interface CompactRange {
  readonly size: () => number;
  add(leaf: Uint8Array): void;
  root(): Uint8Array;
}

export function compactRange(): CompactRange {
  let size = 0;
  const full: Uint8Array[] = []; // perfect subtrees from the left, each larger than the next
  return {
    size: () => size,
    add(leaf) {
      let hashed = leaf;
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
        const left = full.pop();
        if (left) hashed = nodeHash(left, hashed);
      }
      full.push(hashed);
      size += 1;
    },
    root: () => full.reduceRight<Uint8Array | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ?? emptyRoot(),
  };
}

/** A tree with all its inner hashes, for proofs. */
export interface MerkleTree {
  readonly size: () => number;
  add(leaf: Uint8Array): void;
  /** Of the first `size` leaves; of all by default. */
  root(size?: number): Uint8Array;
  /** RFC 6962, 2.1.1: PATH(index, first `size` leaves). */
  inclusionProof(index: number, size?: number): readonly Uint8Array[];
  /** RFC 6962, 2.1.2: PROOF(first, first `second` leaves), for 0 < first <= second. */
  consistencyProof(first: number, second?: number): readonly Uint8Array[];
}

export function merkleTree(leaves: Iterable<Uint8Array> = []): MerkleTree {
  const levels: Uint8Array[][] = [[]]; // levels[k][i]: hash of the perfect subtree over leaves i * 2^k …
  const tree: MerkleTree = {
    size: () => levels[0]?.length ?? 0,
    add: (leaf) => {
      addTo(levels, 0, leaf);
    },
    root: (size = tree.size()) => (checked(size, tree.size()) === 0 ? emptyRoot() : subtree(levels, 0, size)),
    inclusionProof(index, size = tree.size()) {
      checked(size, tree.size());
      if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
        throw new RangeError(`No leaf ${String(index)} in a tree of ${String(size)}`);
      }
      return path(levels, index, { from: 0, to: size });
    },
    consistencyProof(first, second = tree.size()) {
      checked(second, tree.size());
      if (!Number.isSafeInteger(first) || first < 1 || first > second) {
        throw new RangeError(`A tree of ${String(second)} leaves proves nothing about its first ${String(first)}`);
      }
      return first === second ? [] : subproof(levels, first, { from: 0, to: second, whole: true });
    },
  };
  for (const leaf of leaves) tree.add(leaf);
  return tree;
}

function checked(size: number, of: number): number {
  if (!Number.isSafeInteger(size) || size < 0 || size > of) throw new RangeError(`No ${String(size)} leaves in a tree of ${String(of)}`);
  return size;
}

function addTo(levels: Uint8Array[][], height: number, hashed: Uint8Array): void {
  const level = (levels[height] ??= []);
  level.push(hashed);
  const left = level.at(-2);
  if (level.length % 2 === 0 && left) addTo(levels, height + 1, nodeHash(left, hashed));
}

/** Largest power of two below the count of leaves (RFC 6962's k). */
function split(leaves: number): number {
  let k = 1;
  while (k * 2 < leaves) k *= 2;
  return k;
}

/** Hash of the leaves from…to-1, where `from` is a multiple of the subtree's size, as it is in all splits of RFC 6962. */
function subtree(levels: readonly (readonly Uint8Array[])[], from: number, to: number): Uint8Array {
  const count = to - from;
  const height = Math.log2(count);
  const stored = Number.isInteger(height) ? levels[height]?.[from / count] : undefined;
  if (stored) return stored;
  const middle = from + split(count);
  return nodeHash(subtree(levels, from, middle), subtree(levels, middle, to));
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function path(levels: readonly (readonly Uint8Array[])[], index: number, { from, to }: Span): readonly Uint8Array[] {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...path(levels, index, { from, to: middle }), subtree(levels, middle, to)]
    : [...path(levels, index, { from: middle, to }), subtree(levels, from, middle)];
}

/** RFC 6962's SUBPROOF; `first` is counted from the start of the whole tree. */
function subproof(
  levels: readonly (readonly Uint8Array[])[],
  first: number,
  span: Span & { readonly whole: boolean },
): readonly Uint8Array[] {
  const { from, to, whole } = span;
  if (first === to) return whole ? [] : [subtree(levels, from, to)];
  const middle = from + split(to - from);
  return first <= middle
    ? [...subproof(levels, first, { from, to: middle, whole }), subtree(levels, middle, to)]
    : [...subproof(levels, first, { from: middle, to, whole: false }), subtree(levels, from, middle)];
}
