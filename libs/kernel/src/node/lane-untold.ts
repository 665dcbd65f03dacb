import { type Instant } from '../instant.ts';
import { type Recorded } from '../stored-event.ts';

/** What the log tells on a lane and the transport is not known to have: it waits at the source. */
export interface Untold {
  readonly facts: number;
  /** When the oldest of them was recorded, by the source’s clock; unset where none waits, and until it has been read after a start. */
  readonly since?: Instant;
}

/** Counts what a lane’s source has not told yet. */
export interface UntoldCount {
  /** The lane’s head moved; the first fact of the run that moved it was recorded then. */
  announced(head: number, recordedAt: Instant): void;
  /** These are told next. */
  tried(facts: readonly Recorded[]): void;
  /** The transport has all up to that number. */
  taken(number: number): void;
  /** Of the lane, as announced. */
  head(): number;
  now(): Untold;
}

export function countUntold(told: number, head: number): UntoldCount {
  let since: Instant | undefined;
  return {
    announced(announced, recordedAt) {
      if (announced <= head) return;
      if (told >= head) since = recordedAt;
      head = announced;
    },
    tried(facts) {
      // The first may be the last one of before a restart, told once more.
      since = facts.find(({ revision }) => revision > told)?.recordedAt ?? since;
    },
    taken(number) {
      told = Math.max(told, number);
      if (told >= head) since = undefined;
    },
    head: () => head,
    now: () => ({ facts: Math.max(0, head - told), ...(since !== undefined && { since }) }),
  };
}
