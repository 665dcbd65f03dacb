import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from './statistics.ts';
import { type Sample } from './types.ts';

/** Calls one after another for the time given: calls per second, p50 and p99 in ms. `counted` is what one call counts for. */
export async function sequentially(ms: number, call: (index: number) => Promise<unknown>, counted = 1): Promise<Sample> {
  const durations: number[] = [];
  const begun = performance.now();
  let now = begun;
  while (now - begun < ms) {
    const from = now;
    await call(durations.length);
    now = performance.now();
    durations.push(now - from);
  }
  return {
    value: (durations.length * counted * 1_000) / (now - begun),
    more: { p50Ms: quantile(durations, 0.5), p99Ms: quantile(durations, 0.99), calls: durations.length },
  };
}

/** So many callers, each awaiting its answer before the next; refused calls are counted, not timed. */
export async function sideBySide(
  callers: number,
  ms: number,
  call: (caller: number, index: number) => Promise<unknown>,
  counted = 1,
): Promise<Sample> {
  const durations: number[] = [];
  const errors = new Map<string, number>();
  const begun = performance.now();
  const caller = async (number: number): Promise<void> => {
    for (let index = 0; performance.now() - begun < ms; index += 1) {
      const from = performance.now();
      try {
        await call(number, index);
        durations.push(performance.now() - from);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        errors.set(reason, (errors.get(reason) ?? 0) + 1);
        await sleep(0);
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  const refused = [...errors.values()].reduce((sum, count) => sum + count, 0);
  const all = refused + durations.length;
  return {
    value: (durations.length * counted * 1_000) / (performance.now() - begun),
    more: { p50Ms: quantile(durations, 0.5), p99Ms: quantile(durations, 0.99), refused, calls: durations.length },
    ...(refused > 0 && { faults: [`${refused} of ${all} calls refused: ${[...errors.keys()][0] ?? ''}`] }),
  };
}

/** Calls at a steady rate whatever the answers do (late ones do not slow the next); resolves when all have answered. */
export async function steadily(rate: number, ms: number, call: (index: number) => Promise<unknown>): Promise<{ readonly calls: number }> {
  const answers: Promise<unknown>[] = [];
  const begun = performance.now();
  for (let elapsed = 0; elapsed < ms; elapsed = performance.now() - begun) {
    const due = Math.floor((elapsed * rate) / 1_000);
    while (answers.length < due) answers.push(call(answers.length));
    await sleep(1);
  }
  await Promise.all(answers);
  return { calls: answers.length };
}

export function timed<Result>(work: () => Result): { readonly result: Result; readonly ms: number } {
  const from = performance.now();
  const result = work();
  return { result, ms: performance.now() - from };
}
