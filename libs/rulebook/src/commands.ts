import { type Instant, isAfter, MS_PER_MINUTE, msBetween, plusMinutes } from '@interlock/kernel';
import { ALWAYS, type Dated, inForce } from './dated.ts';
import { type Rule } from './rule.ts';
import { always, DESIGN } from './sources.ts';

/** D-01: minutes for which a command is valid when its sender names no other limit. */
export const COMMAND_VALID_MINUTES: Dated = [{ from: ALWAYS, value: 2 }];

/** D-02: minutes by which a bank's clock may differ from the receipt before a notice is raised. The notice changes nothing. */
export const CLOCK_SKEW_MINUTES_MAX: Dated = [{ from: ALWAYS, value: 2 }];

/** D-01: the moment after which an unanswered command is `COMMAND_EXPIRED`. */
export function commandValidUntil(sentAt: Instant): Instant {
  return plusMinutes(sentAt, inForce(COMMAND_VALID_MINUTES, sentAt));
}

/** D-01: whether a command comes too late; on its last instant it is still valid. */
export function isExpired(validUntil: Instant, at: Instant): boolean {
  return isAfter(at, validUntil);
}

/** D-02: whether the bank's moment and the receipt lie so far apart, either way, that someone should look at the clocks. */
export function isSkewed(banksMoment: Instant, receivedAt: Instant): boolean {
  return Math.abs(msBetween(banksMoment, receivedAt)) > inForce(CLOCK_SKEW_MINUTES_MAX, receivedAt) * MS_PER_MINUTE;
}

export const COMMAND_RULES: readonly Rule[] = [
  {
    id: 'D-01',
    zh: '命令默认 {COMMAND_VALID_MINUTES} 分钟内有效,过期不执行。',
    en: 'A command is valid for {COMMAND_VALID_MINUTES} minutes unless it says otherwise; later it is not carried out.',
    basis: always(DESIGN, 'design'),
    constants: { COMMAND_VALID_MINUTES },
  },
  {
    id: 'D-02',
    zh: '银行时间与接收时间相差超过 {CLOCK_SKEW_MINUTES_MAX} 分钟的提示核对时钟,不改变期限。',
    en: "When a bank's moment and its receipt differ by more than {CLOCK_SKEW_MINUTES_MAX} minutes a notice asks to look at the clocks; no term changes.",
    basis: always(DESIGN, 'design'),
    constants: { CLOCK_SKEW_MINUTES_MAX },
  },
];
