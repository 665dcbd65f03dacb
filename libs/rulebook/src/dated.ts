import { type Instant, isAfter } from '@interlock/kernel';

/** From before any story: a value with no earlier one. */
export const ALWAYS: Instant = '0000-01-01T00:00:00.000Z';

/** A value that law or local rule may change: each entry holds from its instant (inclusive) until the next one's. Oldest first. */
export type Dated<T = number> = readonly { readonly from: Instant; readonly value: T }[];

/**
 * The value in force at a moment. Throws a RangeError before the first entry: then nothing was in force, and a caller that may
 * ask about such a time has to look at the dates itself.
 */
export function inForce<T>(dated: Dated<T>, at: Instant): T {
  const entry = dated.findLast(({ from }) => !isAfter(from, at));
  if (!entry) throw new RangeError(`Nothing was in force at ${at}`);
  return entry.value;
}
