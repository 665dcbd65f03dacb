import { type Instant, MS_PER_MINUTE, msBetween, plusMinutes } from '@interlock/kernel';
import { ALWAYS, type Dated, inForce } from './dated.ts';
import { type Rule } from './rule.ts';
import { always, DESIGN } from './sources.ts';

/** D-01: minutes for which a command is valid when its sender names no other limit. */
export const COMMAND_VALID_MINUTES: Dated = [{ from: ALWAYS, value: 2 }];

/** D-02: minutes by which a bank's clock may differ from the receipt before a notice is raised. The notice changes nothing. */
export const CLOCK_SKEW_MINUTES_MAX: Dated = [{ from: ALWAYS, value: 2 }];

/** D-05: look-ups of one person in an hour. */
export const LOOK_UPS_PER_HOUR_MAX: Dated = [{ from: ALWAYS, value: 120 }];

/** D-01: the moment after which an unanswered command is `COMMAND_EXPIRED`; at it, it is still valid. */
export function commandValidUntil(sentAt: Instant): Instant {
  return plusMinutes(sentAt, inForce(COMMAND_VALID_MINUTES, sentAt));
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
  {
    id: 'D-05',
    zh: '每人每小时最多查询 {LOOK_UPS_PER_HOUR_MAX} 个号码的代码。',
    en: 'One person may turn at most {LOOK_UPS_PER_HOUR_MAX} typed numbers an hour into references: enough for any desk, too few to walk through number ranges.',
    basis: always(DESIGN, 'design'),
    constants: { LOOK_UPS_PER_HOUR_MAX },
  },
];
