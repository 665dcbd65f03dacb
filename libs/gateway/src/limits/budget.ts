/** A member’s points: they come back with time, and one member’s scripts cannot slow the others. Machine time. */
export interface Budget {
  /** Takes the points, or says after how many milliseconds there are enough. */
  take(
    member: string,
    points: number,
  ): { readonly ok: true; readonly left: number } | { readonly ok: false; readonly retryAfterMs: number };
}

export function makeBudget(
  { budget, refillPerSecond }: { readonly budget: number; readonly refillPerSecond: number },
  nowMs: () => number = () => performance.now(),
): Budget {
  const members = new Map<string, { readonly left: number; readonly atMs: number }>();
  return {
    take(member, points) {
      const at = nowMs();
      const known = members.get(member) ?? { left: budget, atMs: at };
      const left = Math.min(budget, known.left + ((at - known.atMs) / MS_PER_SECOND) * refillPerSecond);
      if (points > left) {
        members.set(member, { left, atMs: at });
        return { ok: false, retryAfterMs: Math.ceil(((points - left) / refillPerSecond) * MS_PER_SECOND) };
      }
      members.set(member, { left: left - points, atMs: at });
      return { ok: true, left: Math.floor(left - points) };
    },
  };
}

const MS_PER_SECOND = 1_000;
