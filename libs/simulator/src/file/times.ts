import { type Instant, fromMs, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND, plusMs, toMs } from '@interlock/kernel';

/** 90s, 3m, 1h30m, 2d: each unit at most once, from days down to seconds. The schema carries the same pattern. */
export const DURATION_PATTERN = '^(?=.)(\\d{1,5}d)?(\\d{1,6}h)?(\\d{1,7}m)?(\\d{1,8}s)?$';
export const WAIT_PATTERN = `^never$|${DURATION_PATTERN}`;

const DURATION = new RegExp(DURATION_PATTERN);
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const START = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Milliseconds of a duration; undefined for what is none. */
export function durationMs(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match) return undefined;
  const [, days = '', hours = '', minutes = '', seconds = ''] = match;
  return count(days) * MS_PER_DAY + count(hours) * MS_PER_HOUR + count(minutes) * MS_PER_MINUTE + count(seconds) * MS_PER_SECOND;
}

function count(part: string): number {
  return part === '' ? 0 : Number(part.slice(0, -1));
}

/** The start of a story with its offset; undefined for a text that names no moment (30 February, say). */
export function startOf(text: string): { readonly startsAt: Instant; readonly offset: string } | undefined {
  const match = START.exec(text);
  const ms = match ? Date.parse(text) : Number.NaN;
  if (!match || Number.isNaN(ms)) return undefined;
  const [, zone = 'Z'] = match;
  const offset = zone === 'Z' ? '+00:00' : zone;
  // The parser rolls 30 February over into March; the day written must come back.
  if (localDay(fromMs(ms), offset) !== text.slice(0, 10)) return undefined;
  return { startsAt: fromMs(ms), offset };
}

/** `+1h30m` from the start, or the clock time of the first day in the start's own offset. */
export function stepTime(text: string, startsAt: Instant, offset: string): Instant | undefined {
  if (text.startsWith('+')) {
    const ms = durationMs(text.slice(1));
    return ms === undefined ? undefined : plusMs(startsAt, ms);
  }
  if (!CLOCK.test(text)) return undefined;
  const seconds = text.length === 5 ? `${text}:00` : text;
  return fromMs(Date.parse(`${localDay(startsAt, offset)}T${seconds}${offset}`));
}

/** The calendar day of a moment under an offset. */
function localDay(at: Instant, offset: string): string {
  return fromMs(toMs(at) + offsetMs(offset)).slice(0, 10);
}

function offsetMs(offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * MS_PER_HOUR + Number(offset.slice(4, 6)) * MS_PER_MINUTE);
}
