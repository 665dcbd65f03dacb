import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type KafkaExchange, makeInProcessExchange, openKafkaExchange, readCertificate } from '@interlock/adapters';
import { type ExchangeChoice, type RosterEntry, applyCityTopics } from '@interlock/hosting';
import { type Exchange, type Trouble } from '@interlock/kernel';

/** What carries the lanes of all nodes of a city in one process. */
export interface Exchanges {
  of(code: string): Exchange;
  /** By node; empty where they do not leave the process. */
  readonly onKafka: ReadonlyMap<string, KafkaExchange>;
  close(): Promise<void>;
}

/**
 * One exchange for all within the process; on Kafka one for each node under its own certificate, as its service would have it. Topics and
 * rights are made where the administrator’s certificate lies with the others; elsewhere `interlock topics apply` has made them.
 */
export async function openExchanges(
  choice: ExchangeChoice,
  roster: readonly RosterEntry[],
  report: (trouble: Trouble) => void,
): Promise<Exchanges> {
  if (choice.kind === 'in-process') {
    const exchange = makeInProcessExchange();
    return { of: () => exchange, onKafka: new Map(), close: () => exchange.close() };
  }
  const { certificates, ...kafka } = choice;
  // All of them before anything is opened: one that is missing is told before a city is founded.
  const shown = roster.map(({ code }) => ({ code, certificate: readCertificate(certificates, code) }));
  if (existsSync(join(certificates, 'kafka-admin'))) await applyCityTopics({ ...kafka, certificates, roster });
  const onKafka = new Map<string, KafkaExchange>();
  for (const { code, certificate } of shown) onKafka.set(code, await openKafkaExchange({ ...kafka, node: code, certificate, report }));
  return {
    of(code) {
      const exchange = onKafka.get(code);
      if (!exchange) throw new Error(`No node ${code} here`);
      return exchange;
    },
    onKafka,
    async close() {
      await Promise.all([...onKafka.values()].map((exchange) => exchange.close()));
    },
  };
}
