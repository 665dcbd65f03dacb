import { describe, expect, it } from '@jest/globals';
import { readTrace } from './reading.ts';
import { account, minute, move, pay } from './story.suite.ts';
import { addItem, component, type Trace, traceOf } from './trace.ts';

const COMPONENTS = 200;
const NOW = minute(2_000);

/** So many victims, each with a chain of two accounts that nothing connects with another’s; everything is counted once. */
function countedTrace(): Trace {
  const items = Array.from({ length: COMPONENTS }, (_, index) => [
    pay(`C${index}`, { from: `victim-${index}`, to: `a-${index}`, fen: 1_000, at: index }),
    move({ from: `a-${index}`, to: `b-${index}`, fen: 600, at: index + 2 }),
  ]);
  const trace = traceOf(items.flat());
  readTrace(trace, { at: NOW });
  return trace;
}

/** What is kept counted and put in order, by component. */
function kept(trace: Trace): ReadonlyMap<unknown, { readonly flow: unknown; readonly ordered: unknown }> {
  return new Map([...trace.connections.components.values()].map((one) => [one, { flow: one.flow, ordered: one.ordered }]));
}

/** How many of today’s components were counted or ordered anew since then. */
function countedAnew(trace: Trace, before: ReturnType<typeof kept>): number {
  return [...kept(trace)].filter(([one, { flow, ordered }]) => before.get(one)?.flow !== flow || before.get(one)?.ordered !== ordered)
    .length;
}

describe('architecture.md 6: a late report re-counts the connected component, and nothing else', () => {
  it('of many, one: the other folds stand as they are, and only its accounts are read', () => {
    const trace = countedTrace();
    const before = kept(trace);
    const touched = addItem(trace, move({ from: 'b-7', to: 'c-7', fen: 100, at: 1_000 }));
    const reading = readTrace(trace, { at: NOW, accounts: touched });
    expect([...reading.places.keys()]).toEqual(['C7']);
    expect([...reading.accounts.keys()].sort()).toEqual(['a-7', 'b-7', 'c-7', 'victim-7'].map(account));
    expect(reading.accounts.get(account('b-7'))?.tracedFen).toBe(500);
    expect(countedAnew(trace, before)).toBe(1);
    // A reading of everything after it finds the rest counted already.
    expect(readTrace(trace, { at: NOW }).places.size).toBe(COMPONENTS);
    expect(countedAnew(trace, before)).toBe(1);
  });

  it('two that a movement joins are one from then on, counted once', () => {
    const trace = countedTrace();
    const before = kept(trace);
    const touched = addItem(trace, move({ from: 'b-3', to: 'a-4', fen: 600, at: 1_000 }));
    expect([...readTrace(trace, { at: NOW, accounts: touched }).places.keys()]).toEqual(['C3', 'C4']);
    expect(component(trace, account('a-3')).caseIds).toEqual(expect.arrayContaining(['C3', 'C4']));
    expect(kept(trace).size).toBe(COMPONENTS - 1);
    expect(countedAnew(trace, before)).toBe(1);
  });

  it('nothing, where the report says what was known', () => {
    const trace = countedTrace();
    const before = kept(trace);
    expect(addItem(trace, move({ from: 'a-7', to: 'b-7', fen: 600, at: 9 }))).toEqual([]);
    readTrace(trace, { at: NOW });
    expect(countedAnew(trace, before)).toBe(0);
  });

  it('once for all readings of the same moment, however many ask', () => {
    const trace = countedTrace();
    addItem(trace, move({ from: 'b-7', to: 'c-7', fen: 100, at: 1_000 }));
    readTrace(trace, { at: NOW, caseIds: ['C7'] });
    const before = kept(trace);
    for (const name of ['victim-7', 'a-7', 'b-7', 'c-7']) readTrace(trace, { at: NOW, accounts: [account(name)] });
    expect(countedAnew(trace, before)).toBe(0);
  });
});
