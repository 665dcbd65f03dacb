import type { Admin } from 'kafkajs';
import { type ProcessCertificate } from '../certificates/demo-certificates.ts';

export interface AdminChoice {
  readonly brokers: readonly string[];
  /** Of `kafka-admin`, or whoever may do what is asked. */
  readonly certificate: ProcessCertificate;
  readonly retries: number;
}

const ANSWERED_MS = 2_000;

/** Does one thing as administrator. kafkajs is loaded by whoever needs it: it is large. */
export async function asAdministrator<Value>(
  { brokers, certificate, retries }: AdminChoice,
  act: (admin: Admin) => Promise<Value>,
): Promise<Value> {
  const [{ makeKafka }, { logLevel }] = await Promise.all([import('../kafka/make-kafka.ts'), import('kafkajs')]);
  const { ca, cert, key } = certificate;
  const kafka = makeKafka({
    brokers: [...brokers],
    clientId: 'interlock-admin',
    ssl: { ca: [ca], cert, key },
    connectionTimeout: ANSWERED_MS,
    requestTimeout: retries === 0 ? ANSWERED_MS : 10_000,
    retry: { retries, initialRetryTime: 100, maxRetryTime: 1_000 },
    logLevel: logLevel.NOTHING, // what goes wrong is thrown
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}
