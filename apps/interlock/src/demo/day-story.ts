import { type Instant, MS_PER_DAY, plusMs, toMs } from '@interlock/kernel';
import { endOfLocalDay, localDayOf } from '@interlock/rulebook';
import { type Scenario, type ScenarioAccount, startingAt, withLuhnDigit } from '@interlock/simulator';

/** The city’s calendar day of a moment: `2026-11-22`. */
export function dayOf(at: Instant): string {
  return localDayOf(at);
}

export function nextDayBegins(at: Instant): Instant {
  return endOfLocalDay(at);
}

/**
 * The same day of the city, on the day of the moment. Accounts and numbers are that day’s own: an account that was stopped twice yesterday could
 * never be stopped again.
 */
export function storyOfDay(scenario: Scenario, at: Instant): Scenario {
  const midnight = plusMs(endOfLocalDay(at), -MS_PER_DAY);
  const day = String(Math.floor(toMs(plusMs(midnight, MS_PER_DAY / 2)) / MS_PER_DAY) % 10_000).padStart(4, '0');
  const shifted = startingAt(scenario, midnight);
  return {
    ...shifted,
    accounts: mapped(scenario.accounts, (account) => ({ ...account, number: accountNumber(account, day) })),
    lines: mapped(scenario.lines, (line) => ({ ...line, number: phoneNumber(line.number, day) })),
    people: mapped(scenario.people, (person) =>
      person.phone === undefined ? person : { ...person, phone: phoneNumber(person.phone, day) },
    ),
  };
}

const ISSUER_DIGITS = 4;
const DAY_DIGITS = 4;

function accountNumber({ number }: ScenarioAccount, day: string): string {
  return withLuhnDigit(`${number.slice(0, ISSUER_DIGITS)}${day}${number.slice(ISSUER_DIGITS + DAY_DIGITS, -1)}`);
}

/** 11 digits: the operator’s prefix, two of the day, the rest. */
function phoneNumber(number: string, day: string): string {
  return `${number.slice(0, 3)}${day.slice(2)}${number.slice(5)}`;
}

function mapped<Value>(entries: ReadonlyMap<string, Value>, change: (value: Value) => Value): ReadonlyMap<string, Value> {
  return new Map([...entries].map(([key, value]) => [key, change(value)]));
}
