import { X509Certificate, createPrivateKey } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withMachineLock } from '../files/machine-lock.ts';
import type { KeyAndCertificate } from './issue-certificate.ts';

/** What a process shows and what it trusts, all PEM. */
export interface ProcessCertificate extends KeyAndCertificate {
  readonly ca: string;
}

export interface DemoCertificates {
  /** `ca.pem`, and for each name `<name>/cert.pem`, `<name>/key.pem`, `<name>/bundle.pem` (key, certificate and authority in one, for Java). */
  readonly folder: string;
  readonly names: readonly string[];
  /** From now. */
  readonly validDays?: number;
  /** Instead of days: the exact end. Such certificates are always made anew; one that has passed shows what an expired certificate meets. */
  readonly notAfter?: Date;
  /** Instead of now: the exact beginning. Made anew like those with an end. */
  readonly notBefore?: Date;
}

/** A folder of certificates lacks one that is asked for. */
class CertificateMissing extends Error {
  override readonly name = 'CertificateMissing';
  readonly code = 'CERTIFICATE_MISSING';
}

const AUTHORITY = 'Interlock demo certificate authority';
const AUTHORITY_DAYS = 3_650;
const CERTIFICATE_DAYS = 825;
const DAY_MS = 86_400_000;
/** Clocks of two machines may differ that much when a certificate is new. */
const SKEW_MS = 600_000;
/** Renewed before it ends, so that a process that starts now does not expire at work. */
const RENEWED_BEFORE_MS = DAY_MS;
const LOCK_MS = 60_000;

/**
 * A certificate for every name, from an authority of the folder’s own: for the city on one machine and for tests. Real members bring
 * certificates of their real authority in the same layout. Safe to repeat and to run twice at once: what is in force stays.
 */
export async function makeDemoCertificates({ folder, names, validDays = CERTIFICATE_DAYS, ...exact }: DemoCertificates): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await withMachineLock(join(folder, '.lock'), LOCK_MS, async () => {
    const wrong = names.find((name) => !/^[a-z0-9][a-z0-9-]*$/.test(name));
    if (wrong !== undefined) throw new Error(`No certificate for ${JSON.stringify(wrong)}: lower case letters, digits and dashes only`);
    const isExact = exact.notAfter !== undefined || exact.notBefore !== undefined;
    if (!isExact && names.every((name) => isInForce(folder, name))) return;
    const ca = await authorityOf(folder);
    const validity = isExact ? exactly(exact, validDays) : fromNow(validDays);
    const { issueCertificate } = await import('./issue-certificate.ts'); // ASN.1 costs a fifth of a second: only those who issue pay it
    for (const name of names)
      if (isExact || !isInForce(folder, name)) keep(join(folder, name), await issueCertificate(ca, name, validity), ca.cert);
  });
}

/** The certificate of one name as it lies in the folder. Throws CERTIFICATE_MISSING. */
export function readCertificate(folder: string, name: string): ProcessCertificate {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw new CertificateMissing(`no certificate of ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    ca: read(join(folder, 'ca.pem')),
    cert: read(join(folder, name, 'cert.pem')),
    key: read(join(folder, name, 'key.pem')),
  };
}

function fromNow(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(Date.now() - SKEW_MS), notAfter: new Date(Date.now() + days * DAY_MS) };
}

function exactly({ notBefore, notAfter }: Pick<DemoCertificates, 'notBefore' | 'notAfter'>, days: number) {
  if (notAfter !== undefined) return { notBefore: notBefore ?? new Date(Math.min(Date.now(), notAfter.getTime()) - DAY_MS), notAfter };
  const from = notBefore ?? new Date();
  return { notBefore: from, notAfter: new Date(from.getTime() + days * DAY_MS) };
}

async function authorityOf(folder: string): Promise<KeyAndCertificate> {
  const at = { cert: join(folder, 'ca.pem'), key: join(folder, 'ca-key.pem') };
  if (existsSync(at.cert)) {
    // A real member’s folder: its authority is elsewhere, and nothing here may replace what it trusts.
    if (!existsSync(at.key))
      throw new Error(`${folder} has an authority whose key is not here: ask it for the certificates that are missing`);
    const found = { cert: readFileSync(at.cert, 'utf8'), key: readFileSync(at.key, 'utf8') };
    if (lasts(new X509Certificate(found.cert))) return found;
  }
  const { issueAuthority } = await import('./issue-certificate.ts');
  const made = await issueAuthority(AUTHORITY, fromNow(AUTHORITY_DAYS));
  writeWhole(at.key, made.key, 0o600);
  writeWhole(at.cert, made.cert, 0o644);
  return made;
}

function isInForce(folder: string, name: string): boolean {
  const bundle = join(folder, name, 'bundle.pem'); // written last: the others are there
  if (!existsSync(bundle)) return false;
  const { ca, cert, key } = readCertificate(folder, name);
  const certificate = new X509Certificate(cert);
  const issuedHere = certificate.verify(new X509Certificate(ca).publicKey) && certificate.checkPrivateKey(createPrivateKey(key));
  return issuedHere && lasts(certificate);
}

function lasts(certificate: X509Certificate): boolean {
  return certificate.validToDate.getTime() - RENEWED_BEFORE_MS > Date.now();
}

function keep(folder: string, { cert, key }: KeyAndCertificate, ca: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeWhole(join(folder, 'key.pem'), key, 0o600);
  writeWhole(join(folder, 'cert.pem'), cert, 0o644);
  writeWhole(join(folder, 'bundle.pem'), key + cert + ca, 0o600);
}

/** A reader sees the old file or the new one, never half of it. */
function writeWhole(path: string, text: string, mode: number): void {
  const draft = `${path}.new`;
  writeFileSync(draft, text, { mode });
  chmodSync(draft, mode); // a draft left behind by a killed process keeps its own mode otherwise
  renameSync(draft, path);
}
