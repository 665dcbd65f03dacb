import { describe, expect, it } from '@jest/globals';
import { realTime } from '../machine-time.ts';
import { createIntents } from './intents.ts';
import { type Entry } from './log-reader.ts';

const NOON = '2026-03-02T04:00:00.000Z';

function entry(position: number, stream: string): Entry {
  return {
    type: 'Asked',
    message: { type: 'Asked' },
    recorded: {
      ...{ id: `ask-${String(position)}`, type: 'Asked', schemaVersion: 1, stream, data: {}, recordedAt: NOON },
      ...{ meta: { actor: { kind: 'policy', name: 'asks' } }, revision: position, position: BigInt(position) },
    },
  };
}

/** Intents whose calls answer when the test says so. */
function atHand() {
  let nowMs = 0;
  const [called, recorded, failed]: [number[], number[], string[]] = [[], [], []];
  const calls = new Map<number, PromiseWithResolvers<undefined>>();
  const intents = createIntents({
    clock: { now: () => NOON, monotonicMs: () => nowMs, wakeAt: () => () => undefined },
    time: realTime,
    call({ recorded: { position } }) {
      const call = Promise.withResolvers<undefined>();
      called.push(Number(position));
      calls.set(Number(position), call);
      return call.promise;
    },
    record({ recorded: { position } }) {
      recorded.push(Number(position));
      return Promise.resolve();
    },
    done: () => undefined,
    failed: (stream, { code, attempts }) => failed.push(`${stream} ${code} ${String(attempts)}`),
  });
  const callOf = (position: number): PromiseWithResolvers<undefined> => {
    const call = calls.get(position);
    if (!call) throw new Error(`${String(position)} was not called`);
    return call;
  };
  return {
    ...{ intents, called, recorded, failed },
    take: (from: number, to: number, streamOf: (position: number) => string) => {
      for (let position = from; position <= to; position += 1) intents.take(entry(position, streamOf(position)));
    },
    async answer(...positions: readonly number[]) {
      for (const position of positions) callOf(position).resolve(undefined);
      await quiet();
    },
    async break(position: number) {
      callOf(position).reject(Object.assign(new Error('not now'), { code: 'NOT_NOW' }));
      await quiet();
    },
    /** A back-off is machine time. */
    async calledTimes(times: number) {
      for (let looks = 0; looks < 1_000 && called.length < times; looks += 1) await pause(2);
      expect(called).toHaveLength(times);
    },
    async goOn(ms: number) {
      nowMs += ms;
      await pause(10);
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Whatever can happen without another answer has happened. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ofItsOwn = (position: number): string => `account-${String(position)}`;
const numbers = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('intents of different streams', () => {
  it('are followed side by side, sixteen at a time', async () => {
    const { take, called, recorded, answer, intents } = atHand();
    take(1, 40, ofItsOwn);
    await quiet();
    expect(called).toEqual(numbers(1, 16));
    await answer(1, 2);
    expect(called).toEqual(numbers(1, 18));
    for (let position = 3; position <= 40; position += 1) await answer(position);
    await intents.doneThrough(40n);
    expect(recorded).toEqual(numbers(1, 40));
  });

  it('are recorded in the order of the log while business time stands still, whatever came back first', async () => {
    const { take, recorded, answer, intents } = atHand();
    take(1, 4, ofItsOwn);
    await quiet();
    await answer(4, 2, 3);
    expect(recorded).toEqual([]);
    expect(intents.open()).toEqual([1n, 2n, 3n, 4n]);
    await answer(1);
    expect(recorded).toEqual([1, 2, 3, 4]);
    expect(intents.open()).toEqual([]);
    await intents.end();
  });

  it('are recorded as they come back where time goes on', async () => {
    const { take, recorded, answer, goOn, intents } = atHand();
    take(1, 3, ofItsOwn);
    await quiet();
    await answer(3);
    expect(recorded).toEqual([]);
    await goOn(1);
    expect(recorded).toEqual([3]);
    await answer(1, 2);
    expect(recorded).toEqual([3, 1, 2]);
    await intents.end();
  });

  it('do not wait for one that fails; it shows, and is called again', async () => {
    const { take, recorded, failed, answer, break: breakOff, calledTimes, intents } = atHand();
    take(1, 3, ofItsOwn);
    await quiet();
    await breakOff(1);
    await answer(3);
    expect(recorded).toEqual([]);
    await answer(2);
    expect(recorded).toEqual([2, 3]);
    expect(failed).toEqual(['account-1 NOT_NOW 1']);
    expect(intents.failing()).toMatchObject([{ stream: 'account-1', failing: { code: 'NOT_NOW', attempts: 1 } }]);
    expect(intents.firstUnhindered()).toBeUndefined();
    expect(intents.open()).toEqual([1n]);
    await calledTimes(4);
    await answer(1);
    expect(recorded).toEqual([2, 3, 1]);
    expect([intents.failing(), intents.failures()]).toEqual([[], 1]);
    await intents.end();
  });

  it('keep half of the calls for themselves, however many others failed before', async () => {
    const { take, called, break: breakOff, calledTimes, answer, intents } = atHand();
    take(1, 20, ofItsOwn);
    await quiet();
    for (let position = 1; position <= 20; position += 1) await breakOff(position);
    await calledTimes(28);
    await pause(60);
    expect(called).toHaveLength(28);
    take(21, 30, ofItsOwn);
    await quiet();
    expect(called.slice(28)).toEqual(numbers(21, 28));
    await answer(21);
    expect(called.slice(36)).toEqual([29]);
    const ended = intents.end();
    await answer(...called.slice(20, 28), ...numbers(22, 29));
    await ended;
  });
});

describe('intents of one stream', () => {
  it('are called one after another in the order of the log, a failing one before those behind it', async () => {
    const { take, called, recorded, answer, break: breakOff, calledTimes, intents } = atHand();
    take(1, 6, (position) => (position % 2 === 1 ? 'account-a' : 'account-b'));
    await quiet();
    expect(called).toEqual([1, 2]);
    await breakOff(1);
    await answer(2);
    await answer(4);
    await answer(6);
    expect(called).toEqual([1, 2, 4, 6]);
    expect(recorded).toEqual([2, 4, 6]);
    await calledTimes(5);
    await answer(1);
    await answer(3);
    await answer(5);
    expect(called).toEqual([1, 2, 4, 6, 1, 3, 5]);
    expect(recorded).toEqual([2, 4, 6, 1, 3, 5]);
    await intents.end();
  });
});

describe('an end', () => {
  it('begins nothing more, and waits until what was called is recorded', async () => {
    const { take, called, recorded, answer, intents } = atHand();
    take(1, 20, ofItsOwn);
    await quiet();
    let isOver = false;
    const ended = intents.end().then(() => (isOver = true));
    await answer(...numbers(1, 15));
    expect(isOver).toBe(false);
    await answer(16);
    await ended;
    expect(called).toEqual(numbers(1, 16));
    expect(recorded).toHaveLength(16);
    expect(intents.open()).toEqual([17n, 18n, 19n, 20n]);
  });

  it('wakes those who wait, and so does who gives up', async () => {
    const { take, answer, intents } = atHand();
    take(1, 1, ofItsOwn);
    await quiet();
    const givenUp = new AbortController();
    const waits = intents.doneThrough(1n, givenUp.signal);
    givenUp.abort();
    await waits;
    const ended = Promise.all([intents.doneThrough(1n), intents.end()]);
    await answer(1);
    await ended;
  });
});
