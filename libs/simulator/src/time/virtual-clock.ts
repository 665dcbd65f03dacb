import { type Clock, type Instant, msBetween } from '@interlock/kernel';

/** A story's clock: it stands still until it is moved; wall and monotonic move together. */
export interface VirtualClock extends Clock {
  /** Moves forward and wakes, in the order of their moments, whoever asked for a moment up to then. Throws a RangeError backwards. */
  advanceTo(at: Instant): void;
  /** Earliest moment that somebody waits for. */
  nextWake(): Instant | undefined;
}

interface Sleeper {
  readonly at: Instant;
  readonly callback: () => void;
}

export function createVirtualClock(startsAt: Instant): VirtualClock {
  let now = startsAt;
  const sleepers = new Set<Sleeper>();

  function next(): Sleeper | undefined {
    return [...sleepers].reduce<Sleeper | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined);
  }

  return {
    now: () => now,
    monotonicMs: () => msBetween(startsAt, now),
    wakeAt(at, callback) {
      const sleeper = { at, callback };
      sleepers.add(sleeper);
      // A moment already past is not worth a wait, but nobody expects to be called before having the way to cancel.
      if (at <= now) {
        queueMicrotask(() => {
          if (sleepers.delete(sleeper)) callback();
        });
      }
      return () => {
        sleepers.delete(sleeper);
      };
    },
    advanceTo(at) {
      if (at < now) throw new RangeError(`A clock does not go back from ${now} to ${at}`);
      for (let due = next(); due && due.at <= at; due = next()) {
        sleepers.delete(due);
        now = due.at > now ? due.at : now;
        due.callback();
      }
      now = at;
    },
    nextWake: () => next()?.at,
  };
}
