import { appendCases } from './appends.suite.ts';
import { contentCases } from './contents.suite.ts';
import { type StoreUnderTest, type SuiteOptions, withStore } from './harness.testing.ts';
import { idempotencyCases } from './idempotency.suite.ts';
import { modelCases } from './model.suite.ts';
import { orderCases } from './order.suite.ts';
import { subscriptionCases } from './subscriptions.suite.ts';

/** What every EventStore must do: the list of event-sourcing.md 2.5, by its numbers. Every adapter runs the same. */
export function eventStoreSuite(name: string, make: () => Promise<StoreUnderTest>, options: SuiteOptions): void {
  withStore(name, make, options, (harness) => {
    appendCases(harness);
    idempotencyCases(harness, options.durable);
    orderCases(harness);
    subscriptionCases(harness, options.durable);
    contentCases(harness, options);
    modelCases(harness, options);
  });
}
