import { existsSync, readFileSync } from 'node:fs';
import { type Clock, type Instant, fromMs, isInstant, isBefore, msBetween, plusMs } from '@interlock/kernel';
import { writeDurably } from '@interlock/trust';

/** Before every story: nothing is recorded with a later time than the story’s first. */
export const CONTROLLED_CLOCK_STARTS: Instant = fromMs(Date.UTC(2020, 0, 1));

/** A process’s business time in a played city: it stands still until the player moves it. */
export interface ControlledClock extends Clock {
  /** Forward only; on the disk when it returns. Throws a RangeError backwards. */
  advanceTo(at: Instant): void;
  /** The wall clock shows that much more than the time (less, where negative) from now on: a fault that is played. */
  skew(ms: number): void;
}

interface Kept {
  readonly at: Instant;
  readonly skewMs: number;
}

/**
 * Keeps its time in the file: a process that was killed comes back at the story’s time, and records nothing with one of the past. It wakes
 * nobody: the player fires what is due.
 */
export function makeControlledClock({ file, startsAt = CONTROLLED_CLOCK_STARTS }: ControlledClockOptions): ControlledClock {
  let kept = keptIn(file) ?? { at: startsAt, skewMs: 0 };
  const keep = (changed: Kept): void => {
    writeDurably(file, `${JSON.stringify(changed)}\n`);
    kept = changed;
  };
  return {
    now: () => (kept.skewMs === 0 ? kept.at : plusMs(kept.at, kept.skewMs)),
    monotonicMs: () => msBetween(startsAt, kept.at),
    wakeAt: () => () => undefined,
    advanceTo(at) {
      if (isBefore(at, kept.at)) throw new RangeError(`A clock does not go back from ${kept.at} to ${at}`);
      if (at !== kept.at) keep({ ...kept, at });
    },
    skew(skewMs) {
      if (skewMs !== kept.skewMs) keep({ ...kept, skewMs });
    },
  };
}

interface ControlledClockOptions {
  readonly file: string;
  readonly startsAt?: Instant;
}

/** Written whole or not at all: what cannot be read is damage, and a clock that starts anew would go back. */
function keptIn(file: string): Kept | undefined {
  if (!existsSync(file)) return undefined;
  const said: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (isKept(said)) return said;
  throw new Error(`${file} does not say what time it is: the city must be played anew in a fresh folder`);
}

function isKept(said: unknown): said is Kept {
  return (
    typeof said === 'object' &&
    said !== null &&
    'at' in said &&
    typeof said.at === 'string' &&
    isInstant(said.at) &&
    'skewMs' in said &&
    typeof said.skewMs === 'number'
  );
}
