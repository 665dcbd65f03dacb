/** Personal data as it stands in events, contracts and exports: readable only with its key. AES-256-GCM; AAD = key, commandId and path. */
export interface Sealed {
  readonly sealed: 1;
  /** `<node>/<keyId>`: who made it, and which key. */
  readonly key: string;
  readonly commandId: string;
  /** Field path, part of the AAD: an envelope moved to another field does not open. */
  readonly path: string;
  /** base64url: 12 bytes of nonce, ciphertext, 16 bytes of tag. */
  readonly box: string;
}

export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && 'sealed' in value && value.sealed === 1 && 'key' in value && 'box' in value;
}

/** Keys named in a value, each once, in the order found. */
export function keysIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  collect(value, found);
  return [...found];
}

function collect(value: unknown, found: Set<string>): void {
  if (isSealed(value)) found.add(value.key);
  else if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) collect(item, found);
}

/** Pseudonym of an account: kind, version, base32 of 128 bits of HMAC-SHA-256 under the city's reference key. Likewise the others. */
export type AccountRef = `a1.${string}`;
export type NumberRef = `n1.${string}`;
export type PersonRef = `p1.${string}`;

/**
 * A node's keys: one data key per subject (a person, account or number reference), wrapped under the node's master key, outside the log.
 * Only the owning node makes them; others fetch those they were granted.
 */
export interface KeyStore {
  /** Makes the subject's key if there is none (durable before it resolves); seals under it. */
  seal(subject: string, commandId: string, path: string, clear: string): Promise<Sealed>;
  /** Clear text, or why not. Fetches a granted key from its publisher when it is first needed. */
  open(
    sealed: Sealed,
  ): Promise<
    | { readonly ok: true; readonly clear: string }
    | { readonly ok: false; readonly code: 'KEY_UNKNOWN' | 'KEY_DESTROYED' | 'NOT_GRANTED' | 'SEAL_BROKEN' }
  >;
  /** For a peer that holds a recorded grant; checked by the caller. */
  exportKey(keyId: string): Promise<Uint8Array | undefined>;
  /** HMAC under a key of the node: repetition check of command bodies. */
  bodyHash(canonicalBody: string): string;
  close(): void;
}

/** The city's reference key, held by police, banks and operators. */
export interface References {
  account(bank: string, number: string): AccountRef;
  number(phone: string): NumberRef;
  person(idNumber: string): PersonRef;
}
