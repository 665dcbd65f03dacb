import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { KEY_BYTES } from './aead.ts';

/** RFC 8410: what stands before the 32 bytes in the DER form of an Ed25519 key. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** The private key that this seed of 32 bytes is. */
export function ed25519PrivateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, thirtyTwo(seed)]), format: 'der', type: 'pkcs8' });
}

/** From its 32 bytes. */
export function ed25519PublicKey(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, thirtyTwo(raw)]), format: 'der', type: 'spki' });
}

/** The 32 bytes of the public key that belongs to a private or public one. */
export function rawPublicKey(key: KeyObject): Uint8Array {
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(spki.subarray(PUBLIC_PREFIX.length));
}

function thirtyTwo(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== KEY_BYTES) throw new RangeError(`An Ed25519 key has ${KEY_BYTES} bytes, not ${bytes.length}`);
  return bytes;
}
