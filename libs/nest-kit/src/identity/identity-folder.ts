import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecrets, ed25519PrivateKey, ed25519PublicKey, rawPublicKey, readSecret, writeAllDurably } from '@interlock/trust';
import {
  IdentityError,
  type IssuerKeys,
  type Issuers,
  MEMBER_CODE,
  issuerKey,
  issuersOf,
  readRegister,
  registered,
  signedRegister,
} from './issuers.ts';

/**
 * Makes, in the embedded city's data folder, what members and office bring along elsewhere: an issuer key per member, the office's key, and
 * the signed register. May be repeated, also with more members; lines that are there already stay.
 */
export async function createIssuers(
  dataDir: string,
  members: readonly string[],
): Promise<{ readonly issuers: Issuers; readonly keys: IssuerKeys }> {
  const stray = members.find((member) => !MEMBER_CODE.test(member));
  if (stray !== undefined) throw new RangeError(`Not a member code: ${JSON.stringify(stray)}`);
  await createSecrets([officeKeyFile(dataDir), ...members.map((member) => keyFile(dataDir, member))]);
  const officeKey = ed25519PrivateKey(readSecret(officeKeyFile(dataDir)));
  if (!existsSync(officeFile(dataDir)))
    await writeAllDurably([{ file: officeFile(dataDir), bytes: `${Buffer.from(rawPublicKey(officeKey)).toString('base64url')}\n` }]);
  const present = existsSync(registerFile(dataDir)) ? readFrom(dataDir) : [];
  const made = members.map((member) => registered(issuerKey(member, readSecret(keyFile(dataDir, member)))));
  const known = new Set(present.map(({ kid }) => kid));
  const added = made.filter(({ kid }) => !known.has(kid));
  if (added.length > 0) await writeAllDurably([{ file: registerFile(dataDir), bytes: signedRegister([...present, ...added], officeKey) }]);
  return { issuers: loadIssuers(dataDir), keys: issuerKeysIn(dataDir) };
}

/** Whose tokens count here. Throws an IdentityError when the register is missing, damaged, or not signed by the office. */
export function loadIssuers(dataDir: string): Issuers {
  return issuersOf(readFrom(dataDir));
}

/** Keys of members whose issuer runs here: the demo's `interlock token`, the player. */
export function issuerKeysIn(dataDir: string): IssuerKeys {
  return (member) => {
    if (!MEMBER_CODE.test(member) || !existsSync(keyFile(dataDir, member))) return undefined;
    return issuerKey(member, readSecret(keyFile(dataDir, member)));
  };
}

function readFrom(dataDir: string) {
  for (const file of [registerFile(dataDir), officeFile(dataDir)]) {
    if (!existsSync(file)) throw new IdentityError('REGISTER_MISSING', `${file} is missing: nobody's token could be checked`);
  }
  const office = Buffer.from(readFileSync(officeFile(dataDir), 'utf8').trim(), 'base64url');
  if (office.length !== 32) throw new IdentityError('REGISTER_DAMAGED', `${officeFile(dataDir)} holds no key: put it back from its backup`);
  return readRegister(readFileSync(registerFile(dataDir), 'utf8'), ed25519PublicKey(office));
}

const folder = (dataDir: string) => join(dataDir, 'identity');
const registerFile = (dataDir: string) => join(folder(dataDir), 'issuers.json');
const officeFile = (dataDir: string) => join(folder(dataDir), 'office.pub');
const officeKeyFile = (dataDir: string) => join(folder(dataDir), 'office.key');
const keyFile = (dataDir: string, member: string) => join(folder(dataDir), 'issuers', `${member}.key`);
