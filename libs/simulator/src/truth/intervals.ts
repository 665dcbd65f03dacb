/** Disjoint half-open ranges of whole numbers, in order, none empty and no two touching. */
export type Ranges = readonly Range[];
export type Range = readonly [from: number, to: number];

export function measure(ranges: Ranges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** What is in `ranges` and not in `others`. */
export function minus(ranges: Ranges, others: Ranges): Ranges {
  const left: Range[] = [];
  let index = 0;
  for (const [from, to] of ranges) {
    let start = from;
    // Ranges of the other side that end before this one begins are of no use to later ones either.
    while (index < others.length && (others[index]?.[1] ?? 0) <= from) index += 1;
    for (let at = index; at < others.length; at += 1) {
      const [gapFrom, gapTo] = others[at] ?? [to, to];
      if (gapFrom >= to) break;
      if (gapFrom > start) left.push([start, gapFrom]);
      start = Math.max(start, gapTo);
    }
    if (start < to) left.push([start, to]);
  }
  return left;
}

/** What is in both. */
export function both(ranges: Ranges, others: Ranges): Ranges {
  return minus(ranges, minus(ranges, others));
}

/** What is in either. */
export function either(ranges: Ranges, others: Ranges): Ranges {
  const sorted = [...ranges, ...others].sort(([a], [b]) => a - b);
  const joined: Range[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last && range[0] <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], range[1])];
    else joined.push(range);
  }
  return joined;
}

/** The first `length` numbers of the ranges; all of them where there are fewer. */
export function first(ranges: Ranges, length: number): Ranges {
  const taken: Range[] = [];
  let left = length;
  for (const [from, to] of ranges) {
    if (left <= 0) break;
    const end = Math.min(to, from + left);
    taken.push([from, end]);
    left -= end - from;
  }
  return taken;
}
