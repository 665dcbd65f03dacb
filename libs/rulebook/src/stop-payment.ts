import { type Instant, plusHours } from '@interlock/kernel';
import { ALWAYS, type Dated, inForce } from './dated.ts';
import { type Rule } from './rule.ts';
import { always, DESIGN, INTERFACE, STOP_NOTICE } from './sources.ts';

/** stops that the police may lay on one account, over all cases and agencies. Yinfa [2016] 86, 2.1(2). */
export const STOPS_PER_ACCOUNT_MAX: Dated = [{ from: ALWAYS, value: 2 }];

/** hours from the moment the bank applied a stop until it lapses. Yinfa [2016] 86, 2.1(2). */
export const STOP_LAPSE_HOURS: Dated = [{ from: ALWAYS, value: 48 }];

/** different persons who sign an order: the handling officer and a second one. */
export const OFFICERS_PER_ORDER: Dated = [{ from: ALWAYS, value: 2 }];

/** Who is told by an alarm. */
export type AlarmAddressee = 'case-officer' | 'duty-lead' | 'joint-office';

/** hours into a stop at which an alarm is raised, and for whom; each later alarm reaches the earlier addressees, too. */
export const STOP_ALARMS: Dated<readonly { readonly hours: number; readonly to: readonly AlarmAddressee[] }[]> = [
  {
    from: ALWAYS,
    value: [
      { hours: 24, to: ['case-officer'] },
      { hours: 36, to: ['case-officer', 'duty-lead'] },
      { hours: 44, to: ['case-officer', 'duty-lead', 'joint-office'] },
      { hours: 47, to: ['case-officer', 'duty-lead', 'joint-office'] },
    ],
  },
];

export interface StopAlarm {
  readonly hours: number;
  readonly at: Instant;
  readonly to: readonly AlarmAddressee[];
}

/**
 * when a stop that the bank applied at this moment (the bank's clock) is over; from that instant on it is not in force.
 * an extension is a second stop that starts where the first ends, so its end is `stopLapsesAt` of the first one's end.
 */
export function stopLapsesAt(appliedAt: Instant): Instant {
  return plusHours(appliedAt, inForce(STOP_LAPSE_HOURS, appliedAt));
}

/** the alarms of a stop, in order. */
export function stopAlarms(appliedAt: Instant): readonly StopAlarm[] {
  return inForce(STOP_ALARMS, appliedAt).map(({ hours, to }) => ({ hours, to, at: plusHours(appliedAt, hours) }));
}

export const STOP_PAYMENT_RULES: readonly Rule[] = [
  {
    id: 'R-107',
    zh: '止付指令只由公安机关发出,加盖电子签章,发往账户所在银行或支付机构总部。',
    en: 'Only a public-security organ issues a stop order; it carries an electronic seal and goes to the head office of the institution that holds the account.',
    basis: always(STOP_NOTICE, 'report'),
  },
  {
    id: 'R-108',
    zh: '止付指令(100101)载明案件编号、目标账户的账号、户名、金额、交易时间、付款账户代码(已知的)、紧急程度,并由 {OFFICERS_PER_ORDER} 名不同的民警(经办人和协办人)签署,银行可见双方警号和单位。',
    en: 'A stop order (100101) names the case, the account by number and holder, amount, time, the paying account by its reference where it is known, and urgency; {OFFICERS_PER_ORDER} different officers sign it, and the bank sees both by code and unit.',
    basis: always(INTERFACE, 'code'),
    constants: { OFFICERS_PER_ORDER },
    notYet: {
      zh: '付款账户的账号和户名明文、理由、法律文书附件;期限不在指令中,自银行实施时起算。',
      en: 'Number and holder of the paying account in clear, a reason, attached documents; the period is not in the order, it follows from the moment at which the bank acts.',
      waiting: [],
    },
  },
  {
    id: 'R-111',
    zh: '止付为只收不付:可以入账,不得出账。',
    en: 'A stop is in-only: credits still arrive, debits do not.',
    basis: always('止付业务惯例(见于报道,未见文件)', 'report'),
  },
  {
    id: 'R-112',
    zh: '止付自银行实施之时起 {STOP_LAPSE_HOURS} 小时,届满自动失效。',
    en: 'A stop lapses {STOP_LAPSE_HOURS} hours after the moment the bank applied it, not after the order was sent.',
    basis: always(STOP_NOTICE, 'report'),
    constants: { STOP_LAPSE_HOURS },
  },
  {
    id: 'R-113',
    zh: '同一账户公安机关最多止付 {STOPS_PER_ACCOUNT_MAX} 次,跨案件、跨机关合并计算;超过的在发出前拒绝(1304)。',
    en: 'The police may stop one account at most {STOPS_PER_ACCOUNT_MAX} times, over all cases and agencies; an order beyond that is rejected before sending (1304).',
    basis: always(STOP_NOTICE, 'report'),
    constants: { STOPS_PER_ACCOUNT_MAX },
  },
  {
    id: 'R-114',
    zh: '银行实施后立即反馈(100102):结果、止付前余额、起止时间及原因说明。',
    en: 'Right after acting the bank sends its result (100102): code, balance before the stop, start, end, and causes.',
    basis: always(`${STOP_NOTICE};${INTERFACE}`, 'report'),
  },
  {
    id: 'R-117',
    zh: '解除(100103)和延期(100105)引用原申请;期满后延期答复 1800,期满后解除答复 1900。延期占用一次止付次数。',
    en: 'Release (100103) and extension (100105) refer to the original order; after its end an extension is answered 1800, a release 1900. An extension uses up one stop.',
    basis: always(`${INTERFACE};延期计入次数为${DESIGN}`, 'code'),
  },
  {
    id: 'R-120',
    zh: '每次止付设期限提醒,依次告知经办民警、值班领导、联席办。',
    en: 'Every stop raises alarms before its end: to the case officer, then the duty lead, then the joint office as well.',
    basis: always(DESIGN, 'design'),
    constants: { STOP_ALARMS },
  },
];
