import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compactRange, emptyRoot, leafHash, merkleTree } from './merkle.ts';
import { verifyConsistency, verifyInclusion } from './merkle-proof.ts';

/** Inputs and roots of the Certificate Transparency project's own test of RFC 6962. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const SIZES = 100;
const leaves = Array.from({ length: SIZES }, (_, index) => leafHash(Buffer.from(`event ${index}`)));

/** The definition of RFC 6962, 2.1, word for word, with another way to hash. */
function definition(inputs: readonly Uint8Array[]): Buffer {
  const [only] = inputs;
  if (!only) return createHash('sha256').digest();
  if (inputs.length === 1) return createHash('sha256').update(Buffer.of(0)).update(only).digest();
  const k = 2 ** Math.floor(Math.log2(inputs.length - 1));
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(definition(inputs.slice(0, k)))
    .update(definition(inputs.slice(k)))
    .digest();
}

function compactRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const range = compactRange();
  for (const hashed of hashes) range.add(hashed);
  return range.root();
}

function flipped(hashed: Uint8Array): Uint8Array {
  const other = Uint8Array.from(hashed);
  other[31] = (other[31] ?? 0) ^ 1;
  return other;
}

describe('the tree of RFC 6962', () => {
  it.each(ROOTS.map((root, size) => [size, root] as const))('has the known root over %i leaves', (size, root) => {
    const hashes = INPUTS.slice(0, size).map((input) => leafHash(Buffer.from(input, 'hex')));
    expect(Buffer.from(compactRoot(hashes)).toString('hex')).toBe(root);
    expect(Buffer.from(merkleTree(hashes).root()).toString('hex')).toBe(root);
  });

  it('is what the recursive definition says, grown leaf by leaf', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 }), (inputs) => {
        const hashes = inputs.map(leafHash);
        expect(Buffer.from(compactRoot(hashes))).toEqual(definition(inputs));
        expect(Buffer.from(merkleTree(hashes).root())).toEqual(definition(inputs));
      }),
      { numRuns: 60 },
    );
  });

  it('knows every earlier root', () => {
    const tree = merkleTree(leaves);
    for (let size = 0; size <= SIZES; size++) expect(tree.root(size)).toEqual(compactRoot(leaves.slice(0, size)));
  });
});

describe('inclusion proofs', () => {
  it('hold for every index of every size up to 100, and only there', () => {
    const tree = merkleTree(leaves);
    const wrong: string[] = [];
    for (let size = 1; size <= SIZES; size++) {
      const root = tree.root(size);
      for (const [index, leaf] of leaves.slice(0, size).entries()) {
        const proof = tree.inclusionProof(index, size);
        const claim = { index, size, leaf, root, proof };
        if (!verifyInclusion(claim)) wrong.push(`leaf ${index} of ${size} is not proved`);
        const lies = [
          { ...claim, leaf: flipped(leaf) },
          { ...claim, root: flipped(root) },
          { ...claim, index: index === 0 ? size : index - 1 },
          { ...claim, proof: [...proof, leaf] },
          ...(proof.length > 0
            ? [
                { ...claim, proof: proof.slice(1) },
                { ...claim, proof: proof.slice(0, -1) },
              ]
            : []),
        ];
        if (lies.some(verifyInclusion)) wrong.push(`a lie about leaf ${index} of ${size} is believed`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('are not made for a leaf that is not there', () => {
    expect(() => merkleTree(leaves).inclusionProof(100)).toThrow(RangeError);
    expect(() => merkleTree(leaves).inclusionProof(5, 5)).toThrow(RangeError);
    expect(() => merkleTree(leaves).inclusionProof(0, 101)).toThrow(RangeError);
  });
});

describe('consistency proofs', () => {
  it('hold for every pair of sizes up to 100, and not for another history', () => {
    const tree = merkleTree(leaves);
    const wrong: string[] = [];
    for (let second = 1; second <= SIZES; second++) {
      const secondRoot = tree.root(second);
      for (let first = 1; first <= second; first++) {
        const proof = tree.consistencyProof(first, second);
        const claim = { first, second, firstRoot: tree.root(first), secondRoot, proof };
        if (!verifyConsistency(claim)) wrong.push(`${first} in ${second} is not proved`);
        const lies = [
          { ...claim, firstRoot: flipped(claim.firstRoot) },
          { ...claim, secondRoot: flipped(secondRoot) },
          { ...claim, proof: [...proof, secondRoot] },
          ...(proof.length > 0
            ? [
                { ...claim, proof: proof.slice(1) },
                { ...claim, proof: proof.slice(0, -1) },
              ]
            : []),
        ];
        if (lies.some(verifyConsistency)) wrong.push(`a lie about ${first} in ${second} is believed`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('begin with the empty tree, which every tree grew from', () => {
    const secondRoot = merkleTree(leaves).root();
    expect(verifyConsistency({ first: 0, second: SIZES, firstRoot: emptyRoot(), secondRoot, proof: [] })).toBe(true);
    expect(verifyConsistency({ first: 0, second: SIZES, firstRoot: secondRoot, secondRoot, proof: [] })).toBe(false);
  });
});
