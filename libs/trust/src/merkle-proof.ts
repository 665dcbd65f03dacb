import { emptyRoot, nodeHash, sameHash } from './merkle.ts';

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162, 2.1.3.2: whether the leaf stands at this index of the tree with this root. Shares no code with the making of proofs. */
export function verifyInclusion({ index, size, leaf, root, proof }: Inclusion): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hashed = leaf;
  for (const other of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hashed = nodeHash(other, hashed);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hashed = nodeHash(hashed, other);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameHash(hashed, root);
}

export interface Consistency {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Uint8Array;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162, 2.1.4.2: whether the second tree only added leaves to the first. */
export function verifyConsistency({ first, second, firstRoot, secondRoot, proof }: Consistency): boolean {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 0 || first > second) return false;
  if (first === second) return proof.length === 0 && sameHash(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0 && sameHash(firstRoot, emptyRoot());
  const [start, ...others] = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof;
  if (!start) return false;
  let node = first - 1;
  let last = second - 1;
  while (node % 2 === 1) {
    node = half(node);
    last = half(last);
  }
  let old = start;
  let grown = start;
  for (const other of others) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      old = nodeHash(other, old);
      grown = nodeHash(other, grown);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      grown = nodeHash(grown, other);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameHash(old, firstRoot) && sameHash(grown, secondRoot);
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}
