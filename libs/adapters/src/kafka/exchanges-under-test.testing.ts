import { type Lane } from '@interlock/kernel';
import { readCertificate } from '../certificates/demo-certificates.ts';
import { type ExchangeUnderTest } from '../conformance/exchange.suite.ts';
import { planLanes } from '../faults/plan-lanes.ts';
import { type TestBroker } from '../kafka-broker/shared-broker.ts';
import { applyTopics } from '../kafka-topics/apply-topics.ts';
import { type KafkaClientName, type KafkaExchange, openKafkaExchange } from './kafka-exchange.ts';

const LANES: readonly Lane[] = [
  { from: 'police', to: 'bank-red' },
  { from: 'police', to: 'city' },
  { from: 'bank-red', to: 'police' },
];

/** The shortest session that the broker grants: one test waits longer than that. */
const IMPATIENT = { sessionMs: 1_000, heartbeatMs: 200, gatherMs: 5 };
const PATIENT = { gatherMs: 5 };

/** For the suite: topics of its own for each test, and an exchange for each node that is asked for. */
export function exchangesOn(broker: TestBroker, client: KafkaClientName): (asked?: 'impatient') => Promise<ExchangeUnderTest> {
  let tests = 0;
  return async (asked) => {
    tests += 1;
    const prefix = `suite-${client}-${String(tests)}`;
    const certificate = readCertificate(broker.certificates, 'kafka-admin');
    await applyTopics({ brokers: broker.brokers, certificate, plan: planLanes({ prefix, lanes: LANES }) });
    const exchanges = new Map<string, KafkaExchange>();
    for (const node of ['police', 'bank-red', 'city']) {
      const certificate = await broker.certificateOf(node);
      const options = {
        brokers: broker.brokers,
        certificate,
        node,
        prefix,
        client,
        times: asked ? IMPATIENT : PATIENT,
        report: () => undefined,
      };
      exchanges.set(node, await openKafkaExchange(options));
    }
    return {
      longMs: IMPATIENT.sessionMs * 1.5,
      of(node) {
        const exchange = exchanges.get(node);
        if (!exchange) throw new Error(`The suite has no node ${node}`);
        return exchange;
      },
      async close() {
        for (const exchange of exchanges.values()) await exchange.close();
      },
    };
  };
}
