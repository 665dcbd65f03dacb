import { type Fen } from '@interlock/kernel';
import { both, either, first, measure, minus, type Range, type Ranges } from './intervals.ts';

/** A part of a sum of money that belongs to one case. */
export interface Part {
  readonly case: string;
  readonly fen: Fen;
}

/**
 * The traced money of one account on an axis of fen: what arrives is written on at its end, in the order of arrival, and
 * keeps its place for ever; what leaves is marked as gone. The oldest money is what stands first on the axis.
 */
export interface Axis {
  /** Which case each stretch of the axis belongs to. */
  readonly labels: { readonly case: string; readonly range: Range }[];
  length: number;
  gone: Ranges;
}

/** A frozen sum of one case on the account. */
export interface FrozenSum {
  readonly case: string;
  readonly fen: Fen;
}

export function emptyAxis(): Axis {
  return { labels: [], length: 0, gone: [] };
}

export function arrive(axis: Axis, parts: readonly Part[]): void {
  for (const part of parts) {
    if (part.fen === 0) continue;
    axis.labels.push({ case: part.case, range: [axis.length, axis.length + part.fen] });
    axis.length += part.fen;
  }
}

/** Takes up to `fen` of what stands first, is there and no freeze covers; tells which cases' money went, in that order. */
export function leave(axis: Axis, fen: Fen, frozen: readonly FrozenSum[]): readonly Part[] {
  const taken = first(minus(present(axis), covered(axis, frozen)), fen);
  axis.gone = either(axis.gone, taken);
  return partsOf(axis, taken);
}

export function present(axis: Axis): Ranges {
  return axis.length === 0 ? [] : minus([[0, axis.length]], axis.gone);
}

/** What freezes cover: first each case's own money up to its sums, then, with what is left of the sums, other money, oldest first. */
export function covered(axis: Axis, frozen: readonly FrozenSum[]): Ranges {
  const here = present(axis);
  const sums = new Map<string, Fen>();
  for (const { case: owner, fen } of frozen) sums.set(owner, (sums.get(owner) ?? 0) + fen);
  let own: Ranges = [];
  let left = 0;
  for (const [owner, fen] of sums) {
    const mine = first(both(here, stretches(axis, owner)), fen);
    own = either(own, mine);
    left += fen - measure(mine);
  }
  return either(own, first(minus(here, own), left));
}

/** The cases of some stretches, in the order of the axis; neighbours of one case are one part. */
export function partsOf(axis: Axis, ranges: Ranges): readonly Part[] {
  const parts: Part[] = [];
  for (const label of axis.labels) {
    const fen = measure(both([label.range], ranges));
    const last = parts.at(-1);
    if (fen === 0) continue;
    if (last?.case === label.case) parts[parts.length - 1] = { case: label.case, fen: last.fen + fen };
    else parts.push({ case: label.case, fen });
  }
  return parts;
}

function stretches(axis: Axis, owner: string): Ranges {
  return axis.labels.filter((label) => label.case === owner).reduce<Ranges>((ranges, { range }) => either(ranges, [range]), []);
}
