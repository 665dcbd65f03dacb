import { describe, it } from '@jest/globals';
import { type TestBroker, sharedBroker } from './shared-broker.ts';

/** At the top of a spec file: `await describeOnBroker('…', (broker) => { … })`. Where there is no broker it is one skipped test that says why. */
export async function describeOnBroker(title: string, body: (broker: TestBroker) => void): Promise<void> {
  const shared = await sharedBroker();
  describe(title, () => {
    if ('skipped' in shared) it.skip(`needs a real broker (skipped: ${shared.skipped})`, () => undefined);
    else body(shared);
  });
}
