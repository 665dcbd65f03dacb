import { type Sealed } from '@interlock/kernel';
import { decrypt, encrypt, type Key } from './aead.ts';

/** Where a sealed field stands: part of what is authenticated, so that an envelope moved elsewhere does not open. */
export interface SealedPlace {
  /** `<node>/<keyId>` */
  readonly key: string;
  readonly commandId: string;
  readonly path: string;
}

/** Seals one field under a 32-byte data key (architecture.md 7). */
export function sealUnder(dataKey: Key, place: SealedPlace, clear: string): Sealed {
  if (!clear.isWellFormed()) throw new RangeError('Unpaired surrogate in a field to be sealed');
  const { key, commandId, path } = place;
  const box = encrypt(dataKey, additionalData(place), Buffer.from(clear, 'utf8')).toString('base64url');
  return { sealed: 1, key, commandId, path, box };
}

/** Clear text, or undefined when the envelope was changed, moved, or made under another key. */
export function openUnder(dataKey: Key, sealed: Sealed): string | undefined {
  const box = Buffer.from(sealed.box, 'base64url');
  if (box.toString('base64url') !== sealed.box) return undefined; // one spelling only: a second one would be a changed byte that opens
  return decrypt(dataKey, additionalData(sealed), box)?.toString('utf8');
}

function additionalData({ key, commandId, path }: SealedPlace): Uint8Array {
  return Buffer.from(JSON.stringify({ commandId, key, path }), 'utf8'); // of sorted names and plain strings this is the canonical JSON
}
