import { describe, it } from '@jest/globals';
import { type TestBroker, sharedBroker, whyNoKafka } from './shared-broker.ts';

/** At the top of a spec file: `await describeOnBroker('…', (broker) => { … })`. Where there is no broker it is one skipped test that says why. */
export async function describeOnBroker(title: string, body: (broker: TestBroker) => void): Promise<void> {
  const shared = await sharedBroker();
  describe(title, () => {
    if ('skipped' in shared) it.skip(`needs a real broker (skipped: ${shared.skipped})`, () => undefined);
    else body(shared);
  });
}

/** The same for tests that start brokers of their own. */
export async function describeOnKafka(title: string, body: () => void): Promise<void> {
  const lacking = await whyNoKafka();
  describe(title, () => {
    if (lacking === undefined) body();
    else it.skip(`needs a real broker (skipped: ${lacking})`, () => undefined);
  });
}
