import { type Instant, fromMs, instant, MS_PER_DAY, MS_PER_HOUR, plusMs, toMs } from '@interlock/kernel';

/** The city's clock: +08:00 all year (no summer time since 1992), so local arithmetic is exact. */
const CITY_OFFSET_MS = 8 * MS_PER_HOUR;

/** `2021-03-22T19:51:00.000` for 11:51 UTC. */
function localText(at: Instant): string {
  return fromMs(toMs(at) + CITY_OFFSET_MS).slice(0, -1);
}

function fromLocalText(text: string): Instant {
  return plusMs(instant(`${text}Z`), -CITY_OFFSET_MS);
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

/** The day of a moment in the city's calendar. */
export function localDayOf(at: Instant): string {
  return localText(at).slice(0, 10);
}

/** `20210322195100`: how the message interface writes a moment. */
export function localStamp(at: Instant): string {
  return localText(at)
    .slice(0, 19)
    .replaceAll(/[^0-9]/g, '');
}

/** The midnight that ends the moment's local day: a term "on the same day" is over then. */
export function endOfLocalDay(at: Instant): Instant {
  return plusMs(fromLocalText(`${localDayOf(at)}T00:00:00.000`), MS_PER_DAY);
}

/**
 * The same local time `months` calendar months later (earlier if negative); a day that the month does not have becomes its last one.
 * Count every term from its own start: adding month by month would drift after a short month.
 */
export function plusMonths(at: Instant, months: number): Instant {
  if (!Number.isSafeInteger(months)) throw new RangeError(`Not a number of months: ${String(months)}`);
  const text = localText(at);
  const monthsSinceYear0 = Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1 + months;
  const year = Math.floor(monthsSinceYear0 / 12);
  const month = monthsSinceYear0 - year * 12 + 1;
  const day = Math.min(Number(text.slice(8, 10)), daysIn(year, month));
  return fromLocalText(`${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}${text.slice(10)}`);
}

/** Days as 24 hours each: a term told in days ends at the same local time. */
export function plusDays(at: Instant, days: number): Instant {
  return plusMs(at, days * MS_PER_DAY);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
