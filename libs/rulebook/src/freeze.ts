import { type Instant, plusMs } from '@interlock/kernel';
import { plusDays, plusMonths } from './calendar.ts';
import { ALWAYS, type Dated, inForce } from './dated.ts';
import { type UnitLevel } from './levels.ts';
import { type Rule } from './rule.ts';
import { always, DESIGN, INTERFACE, PROCEDURE } from './sources.ts';

/** lowest level of the organ whose head approves a freeze. Procedure rules art. 239. */
export const FREEZE_APPROVAL_LEVEL: Dated<UnitLevel> = [{ from: ALWAYS, value: 'county' }];
/** the same for the long period of a major or complex case. Procedure rules art. 243. */
export const MAJOR_FREEZE_APPROVAL_LEVEL: Dated<UnitLevel> = [{ from: ALWAYS, value: 'city' }];

/** calendar months of a freeze of deposits, and of each renewal. Procedure rules art. 243. */
export const FREEZE_MONTHS_MAX: Dated = [{ from: ALWAYS, value: 6 }];
/** the same for a major or complex case: one year. Procedure rules art. 243. */
export const MAJOR_FREEZE_MONTHS_MAX: Dated = [{ from: ALWAYS, value: 12 }];

/** days before its end at which the renewal of a freeze is called to mind. */
export const RENEWAL_REMINDER_DAYS: Dated<readonly number[]> = [{ from: ALWAYS, value: [30, 14, 7, 3, 1] }];

/** heads who must approve a freeze of a whole account; a freeze of the traced sum needs one. */
export const WHOLE_ACCOUNT_APPROVERS: Dated = [{ from: ALWAYS, value: 2 }];

export type FreezePeriod = 'ordinary' | 'major';

export interface RenewalReminder {
  readonly daysLeft: number;
  readonly at: Instant;
}

/** the end of a freeze that starts at this moment: the same city time so many calendar months later; not in force from then on. */
export function freezeEndsAt(startsAt: Instant, period: FreezePeriod): Instant {
  return plusMonths(startsAt, inForce(period === 'major' ? MAJOR_FREEZE_MONTHS_MAX : FREEZE_MONTHS_MAX, startsAt));
}

/**
 * whether a renewal comes in time: before the end, not at it.
 * The new period starts where the old one ends: `freezeEndsAt(endsAt, period)`.
 */
export function mayRenew(endsAt: Instant, at: Instant): boolean {
  return at < endsAt;
}

/** the reminders of a freeze, in order. */
export function renewalReminders(endsAt: Instant): readonly RenewalReminder[] {
  const lastMoment = plusMs(endsAt, -1); // the reminders of the day on which it still stands
  return inForce(RENEWAL_REMINDER_DAYS, lastMoment).map((daysLeft) => ({ daysLeft, at: plusDays(endsAt, -daysLeft) }));
}

/** the level of organ that a period needs. */
export function freezeApprovalLevel(period: FreezePeriod, at: Instant): UnitLevel {
  return inForce(period === 'major' ? MAJOR_FREEZE_APPROVAL_LEVEL : FREEZE_APPROVAL_LEVEL, at);
}

export const FREEZE_RULES: readonly Rule[] = [
  {
    id: 'R-201',
    zh: '冻结须经县级以上公安机关负责人批准,冻结指令载明账户代码、案件编号、数额、期限及批准人(警号和单位)。',
    en: 'A freeze is approved by the head of an organ of {FREEZE_APPROVAL_LEVEL} level or above; the order names the account by its reference, the case, amount, period, and the head by code and unit.',
    basis: always(`${PROCEDURE}第二百三十九条`, 'law'),
    constants: { FREEZE_APPROVAL_LEVEL },
    notYet: {
      zh: '户名和账号明文、冻结范围及是否包括孳息。',
      en: 'Holder and number of the account in clear, scope, and whether interest is covered.',
      waiting: [],
    },
  },
  {
    id: 'R-202',
    zh: '冻结存款、汇款等的期限为 {FREEZE_MONTHS_MAX} 个月,每次续冻不超过 {FREEZE_MONTHS_MAX} 个月。',
    en: 'Deposits and remittances are frozen for {FREEZE_MONTHS_MAX} calendar months; each renewal is for at most as many.',
    basis: always(`${PROCEDURE}第二百四十三条`, 'law'),
    constants: { FREEZE_MONTHS_MAX },
  },
  {
    id: 'R-203',
    zh: '重大、复杂案件经设区的市一级以上公安机关负责人批准,冻结期限可为 {MAJOR_FREEZE_MONTHS_MAX} 个月(一年),每次续冻同。续冻次数不限。',
    en: 'In a major or complex case, approved at {MAJOR_FREEZE_APPROVAL_LEVEL} level or above, {MAJOR_FREEZE_MONTHS_MAX} months, and as many for each renewal. The number of renewals is not limited.',
    basis: always(`${PROCEDURE}第二百四十三条`, 'law'),
    constants: { MAJOR_FREEZE_MONTHS_MAX, MAJOR_FREEZE_APPROVAL_LEVEL },
  },
  {
    id: 'R-205',
    zh: '续冻须在期满前按原批准权限办理,逾期视为自动解除;期满前 {RENEWAL_REMINDER_DAYS} 日提醒。',
    en: 'A renewal is made before the end, by the level of organ that approved the freeze, else the freeze counts as lifted; reminders come {RENEWAL_REMINDER_DAYS} days before.',
    basis: always(`${PROCEDURE}第二百四十条;提醒为${DESIGN}`, 'law'),
    constants: { RENEWAL_REMINDER_DAYS },
  },
  {
    id: 'R-206',
    zh: '对同一财产不得重复冻结,后到的轮候;在先冻结失效或解除的,下一轮候生效。',
    en: 'The same property is not frozen twice: later freezes queue, and the next takes effect when an earlier one lapses or is lifted.',
    basis: always(`${PROCEDURE}第二百四十二条;生效为${DESIGN}`, 'law'),
  },
  {
    id: 'R-207',
    zh: '限额冻结的反馈载明申请限额、实际冻结额、余额、可用余额和起止时间。',
    en: 'A freeze covers a limited amount; the answer states the sum asked, the sum frozen, balance, available balance, start and end.',
    basis: always(INTERFACE, 'code'),
    notYet: { zh: '账户冻结(02)。', en: 'A freeze of the whole account (kind 02).', waiting: [] },
  },
  {
    id: 'R-208',
    zh: '冻结按追踪金额限额。',
    en: 'A freeze is for the traced sum, and no more.',
    basis: always(`${DESIGN};原则见${PROCEDURE}第一百九十六条`, 'design'),
    constants: { WHOLE_ACCOUNT_APPROVERS },
    notYet: {
      zh: '账户冻结:须说明理由并由 {WHOLE_ACCOUNT_APPROVERS} 人批准。',
      en: 'A freeze of the whole account, which needs a stated reason and {WHOLE_ACCOUNT_APPROVERS} approvers.',
      waiting: ['WHOLE_ACCOUNT_APPROVERS'],
    },
  },
  {
    id: 'R-211',
    zh: '不需要继续冻结的,经原批准机关负责人批准解除。',
    en: 'A freeze no longer needed is lifted with the approval of the head of the organ that approved it.',
    basis: always(`${PROCEDURE}第二百四十一条`, 'law'),
  },
  {
    id: 'R-212',
    zh: '撤销案件的,解除冻结并告知当事人。',
    en: 'When a case is withdrawn its freezes are lifted and the parties told.',
    basis: always(`${PROCEDURE}第一百八十七条`, 'law'),
  },
];
