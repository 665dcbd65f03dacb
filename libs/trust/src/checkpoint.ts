import { createHash, sign, verify } from 'node:crypto';
import { ed25519PrivateKey, ed25519PublicKey, rawPublicKey } from './ed25519.ts';
import { HASH_BYTES } from './merkle.ts';

/** What a log's owner vouches for: C2SP tlog-checkpoint. */
export interface Checkpoint {
  /** Names the log, for ever: `interlock/<city>/<node>`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** C2SP signed-note: the first byte of a key says how it signs. SM2 and ML-DSA will be further lines here. */
const ALGORITHMS = { Ed25519: 0x01 } as const;
export type NoteAlgorithm = keyof typeof ALGORITHMS;

export interface NoteSigner {
  readonly name: string;
  readonly algorithm: NoteAlgorithm;
  /** `<name>+<key id>+<algorithm and public key>`: what others need to verify, as C2SP writes it. */
  readonly verifierKey: string;
  sign(text: string): Uint8Array;
}

export interface NoteVerifier {
  readonly name: string;
  readonly algorithm: NoteAlgorithm;
  readonly keyId: Uint8Array;
  verify(text: string, signature: Uint8Array): boolean;
}

export type CheckpointAnswer =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly signedBy: readonly string[] }
  | { readonly ok: false; readonly code: 'NOTE_MALFORMED' | 'NOTE_NOT_SIGNED' | 'NOTE_FORGED' };

const KEY_NAME = /^[^\s+\p{C}]+$/u;
const KEY_ID_BYTES = 4;
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/u;
const BODY = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/;

/** Throws a RangeError for a name that a note cannot carry. */
export function noteSigner(name: string, seed: Uint8Array): NoteSigner {
  if (!KEY_NAME.test(name)) throw new RangeError(`Not a key name: ${JSON.stringify(name)}`);
  const privateKey = ed25519PrivateKey(seed);
  const key = Buffer.concat([Buffer.of(ALGORITHMS.Ed25519), rawPublicKey(privateKey)]);
  return {
    name,
    algorithm: 'Ed25519',
    verifierKey: `${name}+${keyIdOf(name, key).toString('hex')}+${key.toString('base64')}`,
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey),
  };
}

/** Reads a verifier key; throws a RangeError when it is none, or of an algorithm unknown here. */
export function noteVerifier(verifierKey: string): NoteVerifier {
  const [name = '', id = '', ...rest] = verifierKey.trim().split('+');
  const key = Buffer.from(rest.join('+'), 'base64');
  if (!KEY_NAME.test(name) || keyIdOf(name, key).toString('hex') !== id) throw new RangeError('Not a verifier key, or a mistyped one');
  if (key[0] !== ALGORITHMS.Ed25519) throw new RangeError(`${name} signs by an algorithm that this version does not know`);
  const publicKey = ed25519PublicKey(key.subarray(1));
  return {
    name,
    algorithm: 'Ed25519',
    keyId: keyIdOf(name, key),
    verify: (text, signature) => verify(null, Buffer.from(text, 'utf8'), publicKey, signature),
  };
}

function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** The note that the signers put their names under. */
export function signCheckpoint(checkpoint: Checkpoint, ...signers: readonly NoteSigner[]): string {
  const text = checkpointText(checkpoint);
  const lines = signers.map((signer) => {
    const { keyId } = noteVerifier(signer.verifierKey);
    return `— ${signer.name} ${Buffer.concat([keyId, signer.sign(text)]).toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** What the note says, believed by no signature. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const [, origin, size, root] = BODY.exec(bodyOf(note)) ?? [];
  if (origin === undefined || size === undefined || root === undefined) return undefined;
  const bytes = Buffer.from(root, 'base64');
  return bytes.length === HASH_BYTES && Number.isSafeInteger(Number(size)) ? { origin, size: Number(size), root: bytes } : undefined;
}

/** What the note says, if at least one of the verifiers' keys signed it and none of them is misused. Lines of unknown keys are passed over. */
export function verifyCheckpoint(note: string, verifiers: readonly NoteVerifier[]): CheckpointAnswer {
  const checkpoint = readCheckpoint(note);
  const text = bodyOf(note);
  const lines = note.slice(text.length + 1).split('\n');
  if (!checkpoint || lines.pop() !== '' || lines.length === 0) return { ok: false, code: 'NOTE_MALFORMED' };
  const signedBy: string[] = [];
  for (const line of lines) {
    const [, name, base64] = SIGNATURE_LINE.exec(line) ?? [];
    if (name === undefined || base64 === undefined) return { ok: false, code: 'NOTE_MALFORMED' };
    const bytes = Buffer.from(base64, 'base64');
    const known = verifiers.find((verifier) => verifier.name === name && bytes.subarray(0, KEY_ID_BYTES).equals(verifier.keyId));
    if (!known) continue;
    if (!known.verify(text, bytes.subarray(KEY_ID_BYTES))) return { ok: false, code: 'NOTE_FORGED' };
    signedBy.push(name);
  }
  return signedBy.length > 0 ? { ok: true, checkpoint, signedBy } : { ok: false, code: 'NOTE_NOT_SIGNED' };
}

/** Notes that stand one after another, and where the last whole one ends. */
export function splitNotes(text: string): { readonly notes: readonly string[]; readonly end: number } {
  const found = [...text.matchAll(/(?:[^\n]+\n){3,}\n(?:— [^\n]+\n)+/gu)];
  const last = found.at(-1);
  return { notes: found.map(([note]) => note), end: last ? last.index + last[0].length : 0 };
}

function bodyOf(note: string): string {
  const end = note.indexOf('\n\n');
  return end < 0 ? '' : note.slice(0, end + 1);
}

function keyIdOf(name: string, key: Uint8Array): Buffer {
  return createHash('sha256').update(`${name}\n`).update(key).digest().subarray(0, KEY_ID_BYTES);
}
