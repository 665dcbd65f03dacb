import { existsSync, readFileSync } from 'node:fs';
import { type Clock, type Instant, fromMs, isInstant, isBefore, msBetween, plusMs } from '@interlock/kernel';
import { writeDurably } from '@interlock/trust';

/** Before every story: nothing is recorded with a later time than the story’s first. */
const STARTS: Instant = fromMs(Date.UTC(2020, 0, 1));

/** A process’s business time in a played city: it stands still until the player moves it. */
export interface ControlledClock extends Clock {
  /** Forward only; on the disk when it returns. Throws a RangeError backwards. */
  advanceTo(at: Instant): void;
}

export interface ControlledClockOptions {
  /** Of this process. */
  readonly file: string;
  /** Of the whole city, as the player keeps it: what time it is for who was down while it went on. */
  readonly cityFile?: string;
  /** Wrong by so much, all the time: for trying what happens then. */
  readonly skewMs?: number;
}

/**
 * Keeps its time in the file: a process that was killed comes back at the story’s time, and records nothing with one of the past. It wakes
 * nobody: the player fires what is due.
 */
export function makeControlledClock({ file, cityFile, skewMs = 0 }: ControlledClockOptions): ControlledClock {
  let time = [timeIn(file), cityFile === undefined ? undefined : timeIn(cityFile)].reduce<Instant>(latest, STARTS);
  return {
    now: () => (skewMs === 0 ? time : plusMs(time, skewMs)),
    monotonicMs: () => msBetween(STARTS, time),
    wakeAt: () => () => undefined,
    advanceTo(at) {
      if (isBefore(at, time)) throw new RangeError(`A clock does not go back from ${time} to ${at}`);
      if (at === time) return;
      writeDurably(file, `${JSON.stringify({ at })}\n`);
      time = at;
    },
  };
}

/** For who plays: tells processes that are down now what time it is when they come back. */
export function keepCityTime(cityFile: string, at: Instant): void {
  writeDurably(cityFile, `${JSON.stringify({ at })}\n`);
}

function latest(one: Instant, other: Instant | undefined): Instant {
  return other !== undefined && isBefore(one, other) ? other : one;
}

/** Written whole or not at all: what cannot be read is damage, and a clock that starts anew would go back. */
function timeIn(file: string): Instant | undefined {
  if (!existsSync(file)) return undefined;
  const said: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const at = typeof said === 'object' && said !== null && 'at' in said ? said.at : undefined;
  if (typeof at === 'string' && isInstant(at)) return at;
  throw new Error(`${file} does not say what time it is: the city must be played anew in a fresh folder`);
}
