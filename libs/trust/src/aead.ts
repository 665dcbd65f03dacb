import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

export const KEY_BYTES = 32;
/** A KeyObject is four times as fast as its bytes, which are set up anew at each use. */
export type Key = Uint8Array | KeyObject;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: 12 bytes of random nonce, ciphertext, 16 bytes of tag. A random nonce is safe far below 2^32 uses of one key. */
export function encrypt(key: Key, aad: Uint8Array, clear: Uint8Array): Buffer {
  const box = Buffer.alloc(NONCE_BYTES + clear.length + TAG_BYTES);
  takeNonce(box);
  const cipher = createCipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  box.set(cipher.update(clear), NONCE_BYTES);
  cipher.final(); // GCM has no last block
  box.set(cipher.getAuthTag(), NONCE_BYTES + clear.length);
  return box;
}

/** Undefined when one bit of key, box or additional data differs. */
export function decrypt(key: Key, aad: Uint8Array, box: Uint8Array): Buffer | undefined {
  if (box.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  const clear = decipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES));
  try {
    decipher.final();
  } catch {
    return undefined; // the only thing that final can refuse here is the tag
  }
  return clear;
}

// One call into the random source costs as much as the encryption: nonces are taken from a block, each once.
const NONCES_PER_BLOCK = 256;
const block = Buffer.alloc(NONCE_BYTES * NONCES_PER_BLOCK);
let taken = block.length;

function takeNonce(box: Buffer): void {
  if (taken === block.length) {
    randomFillSync(block);
    taken = 0;
  }
  block.copy(box, 0, taken, taken + NONCE_BYTES);
  taken += NONCE_BYTES;
}
