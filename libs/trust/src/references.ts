import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { canonicalText, type References } from '@interlock/kernel';
import { KEY_BYTES } from './aead.ts';

const REFERENCE_BYTES = 16;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Pseudonyms under the city's reference key (architecture.md 7). Spaces, hyphens and letter case of a number do not matter, nor does the
 * country code of a telephone number; both are part of version 1 and can never change. Throws a RangeError for a key that has not 32 bytes
 * and for a number that is empty.
 */
export function cityReferences(referenceKey: Uint8Array): References {
  if (referenceKey.length !== KEY_BYTES) throw new RangeError(`The reference key has ${KEY_BYTES} bytes, not ${referenceKey.length}`);
  const key = createSecretKey(referenceKey);
  return {
    account: (bank, number) => `a1.${pseudonym(key, { kind: 'account', bank, number: plain(number) })}`,
    number: (phone) => `n1.${pseudonym(key, { kind: 'number', number: plain(phone).replace(/^(?:\+86|0086)/, '') })}`,
    person: (idNumber) => `p1.${pseudonym(key, { kind: 'person', number: plain(idNumber) })}`,
  };
}

function plain(number: string): string {
  const text = number
    .normalize('NFKC')
    .replace(/[\s\p{Dash_Punctuation}]/gu, '')
    .toUpperCase();
  if (text === '') throw new RangeError('An empty number has no reference');
  return text;
}

function pseudonym(key: KeyObject, of: Readonly<Record<string, string>>): string {
  return base32(createHmac('sha256', key).update(canonicalText(of)).digest().subarray(0, REFERENCE_BYTES));
}

/** RFC 4648, lower case, without padding. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32.charAt((held >>> (bits - 5)) & 31);
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32.charAt((held << (5 - bits)) & 31) : text;
}
