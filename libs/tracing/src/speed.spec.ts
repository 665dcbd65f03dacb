import { describe, expect, it } from '@jest/globals';
import { type TraceItem } from './items.ts';
import { readTrace } from './reading.ts';
import { account, booked, minute, move, pay } from './story.suite.ts';
import { addItem, traceOf } from './trace.ts';

const RUNS = 21;

/** The best of several runs: what else the machine does, and its warming up, do not count. */
function bestMs(run: (index: number) => void): number {
  const times = Array.from({ length: RUNS }, (_, index) => {
    const start = performance.now();
    run(index);
    return performance.now() - start;
  });
  return Math.min(...times);
}

/** 20 victims, then money spread over 40 accounts by 1,000 movements, three to an instant. */
function largeComponent(): readonly TraceItem[] {
  const payments = Array.from({ length: 20 }, (_, index) =>
    pay(`C${index}`, { from: `victim-${index}`, to: `m${index % 4}`, fen: 1_000_000, at: index }),
  );
  const movements = Array.from({ length: 1_000 }, (_, index) => {
    const told = {
      from: `m${index % 40}`,
      to: `m${(index * 7 + Math.floor(index / 40) + 1) % 40}`,
      fen: 30_000 + index,
      at: 30 + Math.floor(index / 3),
      reference: `r${index}`,
    };
    return [booked('out', { ...told, serial: index }), booked('in', { ...told, serial: index })];
  });
  return [...payments, ...movements.flat()];
}

describe('architecture.md 6: a late report re-counts the connected component, and nothing else', () => {
  it('within 20 ms for a component of 1,000 movements', () => {
    const trace = traceOf(largeComponent());
    const ms = bestMs((index) => {
      const touched = addItem(trace, move({ from: 'm1', to: 'm30', fen: 10, at: 29, reference: `late-${index}` }));
      expect(readTrace(trace, { at: minute(10_000), accounts: touched }).places.size).toBe(20);
    });
    expect(ms).toBeLessThan(20);
  });

  it('within 1 ms among 20,000 small components', () => {
    const items = Array.from({ length: 20_000 }, (_, index) => [
      pay(`C${index}`, { from: `victim-${index}`, to: `a-${index}`, fen: 1_000, at: index % 500 }),
      move({ from: `a-${index}`, to: `b-${index}`, fen: 600, at: (index % 500) + 2 }),
    ]);
    const trace = traceOf(items.flat());
    const ms = bestMs((index) => {
      const name = `b-${index * 900}`;
      const touched = addItem(trace, move({ from: name, to: `c-${index}`, fen: 100, at: 1_000 }));
      expect(readTrace(trace, { at: minute(2_000), accounts: touched }).accounts.get(account(name))?.tracedFen).toBe(500);
    });
    expect(ms).toBeLessThan(1);
  });
});
