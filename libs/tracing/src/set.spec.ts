import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countCoins, itemsOf, LAST, stories, type Story } from './coins.suite.ts';
import { type TraceItem } from './items.ts';
import { type Reading, readTrace } from './reading.ts';
import { minute, pay } from './story.suite.ts';
import { addItem, component, emptyTrace, traceOf } from './trace.ts';

/** The reading as text, order of maps included. */
function textOf(reading: Reading): string {
  return JSON.stringify(reading, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}

const minutes = Array.from({ length: LAST + 2 }, (_, index) => index - 1);

function shuffled(items: readonly TraceItem[]): fc.Arbitrary<TraceItem[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

const told: fc.Arbitrary<readonly [Story, readonly TraceItem[]]> = stories.chain((story) =>
  fc.tuple(fc.constant(story), shuffled(itemsOf(story))),
);

describe('R-135, R-136: where the money is, a function of what is known and of nothing else', () => {
  it('agrees with counting the coins one by one, at every minute, whatever the order of the reports', () => {
    fc.assert(
      fc.property(told, ([story, items]) => {
        const trace = traceOf(items);
        for (const at of minutes) expect(readTrace(trace, { at: minute(at) }).places).toEqual(countCoins(story, at));
      }),
      { numRuns: 400 },
    );
  });

  it('needs one bank’s word for each movement, where no two share an instant', () => {
    const apart = stories.map((story) => ({
      ...story,
      steps: story.steps.map((step, index) => ({ ...step, at: index })),
      acts: [],
      entered: [30, 30, 30],
    }));
    const half = fc.tuple(apart, fc.array(fc.constantFrom('in' as const, 'out' as const), { minLength: 24, maxLength: 24 }));
    fc.assert(
      fc.property(half, ([story, sides]) => {
        const reading = readTrace(traceOf(itemsOf(story, (index) => [sides[index] ?? 'in'])), { at: minute(30) });
        expect(reading.places).toEqual(countCoins(story, 30));
      }),
    );
  });

  it('is the same after one item at a time, read in between, as all at once; its places sum up to the loss after every item', () => {
    fc.assert(
      fc.property(told, fc.array(fc.constantFrom(...minutes), { minLength: 1, maxLength: 5 }), ([story, items], times) => {
        const grown = emptyTrace();
        for (const [index, item] of items.entries()) {
          addItem(grown, item);
          const at = minute(times[index % times.length] ?? 0);
          const reading = readTrace(grown, { at });
          expect(textOf(reading)).toBe(textOf(readTrace(traceOf(items.slice(0, index + 1).reverse()), { at })));
          for (const { lostFen, ...six } of reading.places.values()) {
            expect(Object.values(six).reduce((sum, fen) => sum + fen, 0)).toBe(lostFen);
            expect(Math.min(...Object.values(six))).toBeGreaterThanOrEqual(0);
          }
        }
        expect(textOf(readTrace(grown, { at: minute(LAST) }))).toBe(textOf(readTrace(traceOf(itemsOf(story)), { at: minute(LAST) })));
      }),
      { numRuns: 60 },
    );
  });

  it('does not change when an item comes again', () => {
    fc.assert(
      fc.property(told, ([, items]) => {
        const trace = traceOf(items);
        const before = textOf(readTrace(trace, { at: minute(LAST) }));
        for (const item of items) expect(addItem(trace, structuredClone(item))).toEqual([]);
        expect(textOf(readTrace(trace, { at: minute(LAST) }))).toBe(before);
      }),
      { numRuns: 30 },
    );
  });

  it('is read component by component as it is read whole', () => {
    fc.assert(
      fc.property(told, ([, items]) => {
        const trace = traceOf(items);
        const at = minute(LAST);
        const whole = readTrace(trace, { at });
        for (const [account, read] of whole.accounts) {
          const { accounts, caseIds } = component(trace, account);
          const part = readTrace(trace, { at, accounts: [account] });
          expect(part.accounts.get(account)).toEqual(read);
          for (const [caseId, places] of part.places) expect(places).toEqual(whole.places.get(caseId));
          expect(accounts).toEqual(expect.arrayContaining([...part.accounts.keys()]));
          expect(caseIds).toEqual(expect.arrayContaining([...part.places.keys()]));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('names the accounts that an item may have changed', () => {
    fc.assert(
      fc.property(told, ([, items]) => {
        const trace = emptyTrace();
        for (const item of items) {
          const before = readTrace(trace, { at: minute(LAST) });
          const touched = addItem(trace, item);
          const changed = readTrace(trace, { at: minute(LAST), accounts: touched });
          const after = readTrace(trace, { at: minute(LAST) });
          for (const [account, read] of after.accounts)
            if (!changed.accounts.has(account)) expect(read).toEqual(before.accounts.get(account));
          for (const [caseId, places] of after.places) if (!changed.places.has(caseId)) expect(places).toEqual(before.places.get(caseId));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets the same content stand, whichever of two came first under one id', () => {
    const one = pay('A', { from: 'company', to: 'm1', fen: 100, at: 0 });
    const other = { ...one, amountFen: 70 };
    const at = minute(10);
    expect(textOf(readTrace(traceOf([one, other]), { at }))).toBe(textOf(readTrace(traceOf([other, one]), { at })));
  });
});
