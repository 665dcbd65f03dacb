/** A moment in UTC, ISO 8601 with milliseconds: `2021-03-22T03:51:00.000Z`. Instants of this form sort as text. */
export type Instant = `${string}T${string}Z`;

const ISO_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60 * MS_PER_SECOND;
export const MS_PER_HOUR = 60 * MS_PER_MINUTE;
export const MS_PER_DAY = 24 * MS_PER_HOUR;

/** Whether the text is an instant as we store it (UTC, milliseconds, a day that exists). */
export function isInstant(text: string): text is Instant {
  return ISO_UTC.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;
}

/** Reads an ISO text with any offset. Throws a RangeError for a text that names no moment. */
export function instant(text: string): Instant {
  return fromMs(Date.parse(text));
}

/** From milliseconds since 1970. Throws a RangeError outside the years 0 to 9999. */
export function fromMs(ms: number): Instant {
  const text = new Date(ms).toISOString();
  if (!isInstant(text)) throw new RangeError(`Not an instant: ${String(ms)}`);
  return text;
}

/** Milliseconds since 1970. */
export function toMs(at: Instant): number {
  return Date.parse(at);
}

export function plusMs(at: Instant, ms: number): Instant {
  return fromMs(toMs(at) + ms);
}

export function plusMinutes(at: Instant, minutes: number): Instant {
  return plusMs(at, minutes * MS_PER_MINUTE);
}

export function plusHours(at: Instant, hours: number): Instant {
  return plusMs(at, hours * MS_PER_HOUR);
}

/** From `from` to `to`; negative when `to` is earlier. */
export function msBetween(from: Instant, to: Instant): number {
  return toMs(to) - toMs(from);
}

export function isBefore(a: Instant, b: Instant): boolean {
  return a < b;
}

export function isAfter(a: Instant, b: Instant): boolean {
  return a > b;
}
