import { type Instant, plusHours } from '@interlock/kernel';
import { type ClosedList } from './closed-list.ts';
import { ALWAYS, type Dated, inForce } from './dated.ts';
import { type Rule } from './rule.ts';
import { always, CARD_NOTICE, CARD_NOTICE_FROM, DESIGN, designUntil } from './sources.ts';

/** why a line's holder must be verified again. */
export const REVERIFY_GROUNDS = {
  involved: { zh: '涉诈电话卡', en: 'card involved in fraud' },
  'many-cards': { zh: '一证多卡', en: 'many cards on one id' },
  sleeping: { zh: '睡眠卡', en: 'sleeping card' },
  silent: { zh: '静默卡', en: 'silent card' },
  'hot-area': { zh: '境外诈骗高发地卡', en: 'card from a hot area abroad' },
  model: { zh: '频繁触发预警模型', en: 'often trips a model' },
} as const satisfies ClosedList<string>;
export type ReverifyGround = keyof typeof REVERIFY_GROUNDS;

/** hours from being told in which the user verifies; not done or failed, functions are suspended. */
export const REVERIFY_HOURS_MAX: Dated = [{ from: ALWAYS, value: 24 }];

/** orders to an operator about a line. */
export const LINE_ORDERS = {
  suspend: { zh: '停机', en: 'shut number' },
  'restrict-outgoing': { zh: '限制呼出', en: 'restrict outgoing' },
  reverify: { zh: '二次实人认证', en: 'verify again' },
  restore: { zh: '复机', en: 'restore' },
  'protective-hold': { zh: '被害人号码临时保护', en: "temporary protective hold of a victim's line" },
} as const satisfies ClosedList<string>;
export type LineOrder = keyof typeof LINE_ORDERS;

/** hours in which a line is restored once verified. No national limit was confirmed. */
export const RESTORE_HOURS_MAX: Dated = [{ from: ALWAYS, value: 24 }];

/** the moment at which an unverified line is suspended. */
export function reverifyDueAt(toldAt: Instant): Instant {
  return plusHours(toldAt, inForce(REVERIFY_HOURS_MAX, toldAt));
}

/** the moment after which a restoration is late. */
export function restoreDueAt(verifiedAt: Instant): Instant {
  return plusHours(verifiedAt, inForce(RESTORE_HOURS_MAX, verifiedAt));
}

export const TELECOM_RULES: readonly Rule[] = [
  {
    id: 'R-601',
    zh: '对涉诈等高风险电话卡进行二次实人认证:告知后 {REVERIFY_HOURS_MAX} 小时内办理,未办理或未通过的停止功能;可异议,通过的恢复。',
    en: 'High-risk cards are verified again in person: within {REVERIFY_HOURS_MAX} hours of being told, else functions are suspended; the user may object, and is restored once verified.',
    basis: designUntil(CARD_NOTICE_FROM, CARD_NOTICE, 'report'),
    constants: { REVERIFY_HOURS_MAX },
  },
  {
    id: 'R-605',
    zh: '对运营商的指令为封闭清单,各载明法律依据、请求人、对象、等级、时限、结果和恢复途径。',
    en: 'Orders to an operator come from a closed list; each has legal basis, requester, subject, grade, due time, result and the way to restoration.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-606',
    zh: '复机与停机同样可见;认证通过后 {RESTORE_HOURS_MAX} 小时内复机(本系统默认值)。',
    en: 'Restoring has the same visible clock as shutting: within {RESTORE_HOURS_MAX} hours of verification (a default of this design).',
    basis: always(DESIGN, 'design'),
    constants: { RESTORE_HOURS_MAX },
  },
  {
    id: 'R-607',
    zh: '涉诈网址、应用、账号的处置:载明对象、证据、误伤核查、请求人、范围、起止和申诉途径。',
    en: 'Addresses, apps and accounts used for fraud are blocked with the object, the evidence, a check for sites wrongly hit, requester, scope, period and the way to appeal.',
    basis: always(DESIGN, 'design'),
  },
];
