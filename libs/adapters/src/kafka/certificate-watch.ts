import { X509Certificate } from 'node:crypto';
import { type StandingProblem } from './exchange-health.ts';
import { type KafkaErrorCode } from './kafka-error.ts';

/** The certificate that a node shows to the broker, who would only close the connection. */
export interface OwnCertificate {
  /** Asked each time anew: it ends, or comes into force, while the process runs. */
  problem(): (StandingProblem & { readonly code: KafkaErrorCode }) | undefined;
}

export function watchCertificate(pem: string | undefined): OwnCertificate {
  if (pem === undefined) return { problem: () => undefined };
  const { validFromDate, validToDate, subject } = new X509Certificate(pem);
  const from = validFromDate.getTime();
  const to = validToDate.getTime();
  const opened = performance.now();
  const message = `${subject} is in force from ${validFromDate.toISOString()} to ${validToDate.toISOString()}`;
  return {
    problem() {
      const now = Date.now();
      const standing = { place: 'certificate', message, attempts: 1 };
      if (now < from) return { ...standing, code: 'CERTIFICATE_NOT_YET_VALID', sinceMs: opened };
      if (now >= to) return { ...standing, code: 'CERTIFICATE_EXPIRED', sinceMs: Math.max(opened, performance.now() - (now - to)) };
      return undefined;
    },
  };
}
