import { X509Certificate } from 'node:crypto';
import { type ProcessCertificate } from '@interlock/adapters';
import { type Validity } from '@interlock/nest-kit';

/** From when and until when each is in force, read once: a renewed one takes effect at the next start. */
export function validityOf(certificates: ReadonlyMap<string, ProcessCertificate>): ReadonlyMap<string, Validity> {
  const read = [...certificates].map(([name, { cert }]) => [name, new X509Certificate(cert)] as const);
  return new Map(read.map(([name, { validFromDate, validToDate }]) => [name, { validFrom: validFromDate, validTo: validToDate }]));
}
