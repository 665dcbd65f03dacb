import { describe, expect, it } from '@jest/globals';
import { type EventStore, START } from '@interlock/kernel';
import { makeMemoryEventStore } from '../memory/memory-event-store.ts';
import { event, nextOf, write } from '../conformance/event-store/harness.testing.ts';
import { subscribe } from './subscribe.ts';

const EVENTS = 1_000;

/** The store, and how many events were taken from it for the subscriber. */
async function counted(): Promise<{ readonly store: EventStore; readonly taken: () => number }> {
  const store = makeMemoryEventStore();
  for (let number = 0; number < EVENTS; number += 1) await store.append([write(`case-n${number}`, 'no-stream', event(number))]);
  let taken = 0;
  const reading: EventStore = {
    ...store,
    async readAll(options) {
      const page = await store.readAll(options);
      taken += page.events.length;
      return page;
    },
  };
  return { store: reading, taken: () => taken };
}

describe('a subscription', () => {
  it('29. of a slow consumer holds a page of events at the most, however much has piled up', async () => {
    const { store, taken } = await counted();
    const ending = new AbortController();
    const messages = subscribe(store, () => () => undefined, { after: START, signal: ending.signal });
    let handled = 0;
    let heldMax = 0;
    while (handled < EVENTS) {
      const message = await nextOf(messages);
      heldMax = Math.max(heldMax, taken() - handled);
      if (message?.type === 'event') handled += 1;
    }
    expect(heldMax).toBeGreaterThan(1);
    expect(heldMax).toBeLessThanOrEqual(257);
    expect(taken()).toBe(EVENTS);
    ending.abort();
    expect(await nextOf(messages)).toBeUndefined();
  });
});
