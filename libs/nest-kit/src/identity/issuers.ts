import { createHash, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { canonicalBytes } from '@interlock/kernel';
import { ed25519PrivateKey, ed25519PublicKey, rawPublicKey } from '@interlock/trust';

/** Whose tokens count: the issuer keys of every member, as the office signed them (architecture.md 2, Identity). */
export interface Issuers {
  readonly members: ReadonlyMap<string, ReadonlyMap<string, KeyObject>>;
}

/** A member's own key: only the member holds it. */
export interface IssuerKey {
  readonly member: string;
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** Undefined for a member whose key is not held here. */
export type IssuerKeys = (member: string) => IssuerKey | undefined;

/** One line of the member register. */
export interface RegisteredIssuer {
  readonly member: string;
  readonly kid: string;
  /** base64url of the 32 bytes of an Ed25519 public key. */
  readonly publicKey: string;
}

export type IdentityErrorCode = 'REGISTER_MISSING' | 'REGISTER_DAMAGED' | 'REGISTER_FORGED';

/** The node cannot know whom to believe: it must not start. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly code: IdentityErrorCode;

  constructor(code: IdentityErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Codes of members.yaml and observers.yaml; also a file name. */
export const MEMBER_CODE = /^[a-z][a-z0-9-]{0,62}$/;
const REGISTER_VERSION = 1;

/** Issuers that die with the process, for stories and tests. */
export function memoryIssuers(members: readonly string[]): { readonly issuers: Issuers; readonly keys: IssuerKeys } {
  const keys = new Map(members.map((member) => [member, issuerKey(member, randomBytes(32))]));
  return { issuers: issuersOf([...keys.values()].map(registered)), keys: (member) => keys.get(member) };
}

/** The key that this seed is, named by its member and the hash of its public half. */
export function issuerKey(member: string, seed: Uint8Array): IssuerKey {
  if (!MEMBER_CODE.test(member)) throw new RangeError(`Not a member code: ${JSON.stringify(member)}`);
  const privateKey = ed25519PrivateKey(seed);
  const digest = createHash('sha256').update(rawPublicKey(privateKey)).digest('hex');
  return { member, kid: `${member}.${digest.slice(0, 16)}`, privateKey };
}

export function registered({ member, kid, privateKey }: IssuerKey): RegisteredIssuer {
  return { member, kid, publicKey: Buffer.from(rawPublicKey(privateKey)).toString('base64url') };
}

/** A member may have several keys: a new one is registered before the old one is withdrawn. */
export function issuersOf(register: readonly RegisteredIssuer[]): Issuers {
  const members = new Map<string, Map<string, KeyObject>>();
  for (const { member, kid, publicKey } of register) {
    const keys = members.get(member) ?? new Map<string, KeyObject>();
    keys.set(kid, ed25519PublicKey(Buffer.from(publicKey, 'base64url')));
    members.set(member, keys);
  }
  return { members };
}

/** The register as a file: the office vouches for every line. */
export function signedRegister(issuers: readonly RegisteredIssuer[], officeKey: KeyObject): string {
  const register = { version: REGISTER_VERSION, issuers: [...issuers].sort((a, b) => (a.kid < b.kid ? -1 : 1)) };
  const signature = sign(null, canonicalBytes(register), officeKey).toString('base64url');
  return `${JSON.stringify({ register, signature }, undefined, 2)}\n`;
}

/** Reads the register; throws an IdentityError when the office did not sign it as it stands. */
export function readRegister(text: string, officeKey: KeyObject): readonly RegisteredIssuer[] {
  const { register, signature } = signedParts(text);
  if (!verify(null, canonicalBytes(register), officeKey, Buffer.from(signature, 'base64url'))) {
    throw new IdentityError('REGISTER_FORGED', 'The member register is not as the office signed it: ask the office for it again');
  }
  const { version, issuers } = register;
  if (version !== REGISTER_VERSION)
    throw new IdentityError('REGISTER_DAMAGED', 'The member register has another version: update Interlock');
  if (!Array.isArray(issuers)) throw damaged();
  return issuers.map(readIssuer);
}

function signedParts(text: string) {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch (error) {
    throw damaged({ cause: error });
  }
  if (!isRecord(parts) || !isRecord(parts['register']) || typeof parts['signature'] !== 'string') throw damaged();
  return { register: parts['register'], signature: parts['signature'] };
}

function readIssuer(line: unknown): RegisteredIssuer {
  if (!isRecord(line)) throw damaged();
  const { member, kid, publicKey } = line;
  if (typeof member !== 'string' || typeof kid !== 'string' || typeof publicKey !== 'string') throw damaged();
  return { member, kid, publicKey };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function damaged(options?: ErrorOptions): IdentityError {
  return new IdentityError('REGISTER_DAMAGED', 'The member register cannot be read: put it back from its backup', options);
}
