import { expect } from '@jest/globals';
import fc from 'fast-check';
import { type ExpectedRevision, type StreamWrite, isStoreError } from '@interlock/kernel';
import { type Harness, type SuiteOptions, event, readEverything } from './harness.testing.ts';

/** The port's rules as plainly as they can be said: a list, searched from end to end. Shares no code with any adapter. */
interface Model {
  readonly log: { readonly stream: string; readonly number: number; readonly text: string }[];
}

interface Step {
  readonly writes: readonly {
    readonly stream: string;
    readonly expected: ExpectedRevision;
    readonly events: readonly (readonly [number, string])[];
  }[];
}

const STREAMS = ['case-a', 'case-b', 'lane-c'];

const expectation = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 3, arbitrary: fc.constant('no-stream' as const) },
  { weight: 3, arbitrary: fc.constant('any' as const) },
  { weight: 1, arbitrary: fc.constant('exists' as const) },
);
/** Few numbers and two texts, so that repetitions, overlaps and mismatches are common. */
const offered = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.constantFrom('one', 'one', 'one', 'other')), {
  maxLength: 3,
  selector: ([number]) => number,
});
const step: fc.Arbitrary<Step> = fc.record({
  writes: fc.uniqueArray(fc.record({ stream: fc.constantFrom(...STREAMS), expected: expectation, events: offered }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ stream }) => stream,
  }),
});

function isCalledFor({ writes }: Step): boolean {
  const numbers = writes.flatMap(({ events }) => events.map(([number]) => number));
  const exact = writes.some(({ expected }) => typeof expected === 'number' || expected === 'no-stream');
  return exact && new Set(numbers).size === numbers.length;
}

function headIn({ log }: Model, stream: string): number {
  return log.filter((stored) => stored.stream === stream).length - 1;
}

/** The answer as text; changes the model when the append is to be stored. */
function answerOf(model: Model, { writes }: Step): string {
  const known = writes.flatMap(({ events }) => events.filter(([number]) => model.log.some((stored) => stored.number === number)));
  const count = writes.reduce((sum, { events }) => sum + events.length, 0);
  if (known.length > 0) return known.length === count && writes.every((one) => isRepeat(model, one)) ? 'repeat' : 'IDEMPOTENCY_MISMATCH';
  const met = writes.every(({ stream, expected }) => {
    const head = headIn(model, stream);
    return expected === 'any' || (expected === 'exists' ? head >= 0 : head === (expected === 'no-stream' ? -1 : expected));
  });
  if (!met) return 'WRONG_EXPECTED_REVISION';
  for (const { stream, events } of writes) for (const [number, text] of events) model.log.push({ stream, number, text });
  return 'written';
}

/** The events stand in the stream as they are offered, one after another. */
function isRepeat({ log }: Model, { stream, events }: Step['writes'][number]): boolean {
  const stored = log.filter((one) => one.stream === stream).map(({ number, text }) => `${number} ${text}`);
  const wanted = events.map(([number, text]) => `${number} ${text}`);
  const start = stored.indexOf(wanted[0] ?? '');
  return wanted.length === 0 || (start >= 0 && wanted.every((one, index) => stored[start + index] === one));
}

/**
 * The log that the model makes of the appends that were written, one after another as they lie in the log: the same, when there
 * is an order in which each of them was right.
 */
function inLogOrder(steps: readonly Step[], answers: readonly string[], numbers: readonly number[]): readonly number[] {
  const model: Model = { log: [] };
  const placeOf = ({ writes }: Step): number => numbers.indexOf(writes.flatMap(({ events }) => events)[0]?.[0] ?? -1);
  const written = steps.filter((step, index) => answers[index] === 'written' && step.writes.some(({ events }) => events.length > 0));
  for (const step of written.toSorted((one, other) => placeOf(one) - placeOf(other))) answerOf(model, step);
  return model.log.map(({ number }) => number);
}

function toWrites({ writes }: Step, round: number): readonly StreamWrite[] {
  return writes.map(({ stream, expected, events }) => ({
    // Streams of their own for each run: the store is shared by all runs of the property.
    stream: `${stream}${round}`,
    expected,
    events: events.map(([number, text]) => event(round * 100 + number, { text })),
  }));
}

/** Cases 1 to 19 in any order and mixture, one after another and at once. */
export function modelCases({ store, test }: Harness, { reorders = false }: SuiteOptions): void {
  let round = 0;
  const outcome = async (appending: Promise<{ readonly deduplicated: boolean }>): Promise<string> => {
    try {
      return (await appending).deduplicated ? 'repeat' : 'written';
    } catch (error) {
      if (isStoreError(error)) return error.code;
      throw error;
    }
  };

  test([1, 10, 16, 19], 'any run of appends is answered as the plain model answers it, one by one and all at once', async () => {
    const property = fc.asyncProperty(fc.array(step.filter(isCalledFor), { maxLength: 14 }), fc.boolean(), async (steps, atOnce) => {
      round += 1;
      const model: Model = { log: [] };
      const wanted = steps.map((one) => answerOf(model, one));
      const isAnyOrder = atOnce && reorders;
      const answers: string[] = [];
      if (atOnce) answers.push(...(await Promise.all(steps.map((one) => outcome(store().append(toWrites(one, round)))))));
      else for (const one of steps) answers.push(await outcome(store().append(toWrites(one, round))));
      const prefixes = STREAMS.map((stream) => `${stream}${round}`);
      const stored = await readEverything(store(), 1_000, prefixes);
      const own = stored.filter(({ stream }) => prefixes.includes(stream));
      const numbers = own.map(({ id }) => Number.parseInt(id.slice(-12), 16) - round * 100);
      if (isAnyOrder) expect(inLogOrder(steps, answers, numbers)).toEqual(numbers);
      else {
        expect(answers).toEqual(wanted);
        expect(numbers).toEqual(model.log.map(({ number }) => number));
      }
    });
    await fc.assert(property, { numRuns: 150 });
  });
}
