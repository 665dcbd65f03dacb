import { type ClosedList } from './closed-list.ts';
import { type Rule } from './rule.ts';
import { always, designUntil, DESIGN, FRAUD_LAW, FRAUD_LAW_FROM, INTERFACE } from './sources.ts';

/** what an institution may do on its own authority, lightest first. Anti-fraud law art. 18. */
export const OWN_MEASURES = {
  verify: { zh: '核实交易', en: 'verify the transaction' },
  'identify-again': { zh: '重新核验身份', en: 'identify the customer again' },
  delay: { zh: '延迟支付结算', en: 'delay settlement' },
  restrict: { zh: '限制业务', en: 'restrict' },
  suspend: { zh: '中止业务', en: 'suspend' },
} as const satisfies ClosedList<string>;
export type OwnMeasure = keyof typeof OWN_MEASURES;

export const CHASE_RULES: readonly Rule[] = [
  {
    id: 'R-123',
    zh: '账户构成图:层级为距被害人账户(0 级)的最短路径;被害人直接转入的为一级账户。',
    en: "Accounts form a graph; a level is the shortest hop from the victim's account (level 0), and the account paid is level 1.",
    basis: always(`追踪层级为办案惯例;计数为${DESIGN}`, 'report'),
  },
  {
    id: 'R-124',
    zh: '反馈显示资金已转出的,系统立即提请查询明细、对各下级账户提出止付建议并记录各级用时;由民警确认,系统不自行止付。',
    en: 'When an answer shows money gone on, the detail is asked for and a stop is proposed for every account it reached; an officer confirms, never the machine alone.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-125',
    zh: '银行逐笔报告交易:借贷方向、金额、余额、时间、流水号、对方户名、账号、银行。',
    en: 'A bank reports each transaction with direction, amount, time, its own serial and the other side.',
    basis: always(INTERFACE, 'code'),
  },
  {
    id: 'R-126',
    zh: '任何层级的止付都计入该账户的次数;两名被害人汇入的同一账户是同一节点。',
    en: 'A stop on any level counts for its account; an account reached from two victims is one node.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-127',
    zh: '账户动态查询(100305)及其解除(100307)是独立的指令。',
    en: 'The continuous watch of an account (100305) and its end (100307) are orders of their own.',
    basis: always(INTERFACE, 'code'),
  },
  {
    id: 'R-134',
    zh: '银行、支付机构可依监测自行核实、延迟、限制或中止业务;与公安止付是不同的措施,自有决定人、理由和申诉途径,不计入止付次数。',
    en: "An institution may act on its own monitoring (verify, delay, restrict, suspend); such a hold is not a police stop: own issuer, own reason, own appeal, and it does not count for the account's stops.",
    basis: designUntil(FRAUD_LAW_FROM, `${FRAUD_LAW}第十八条、第三十二条`, 'law'),
  },
  {
    id: 'R-135',
    zh: '追踪计数:涉案资金先出,先入先出,以交易本身的时间为准;这是为快速追踪作出的分析,不决定返还。',
    en: "Counting for the chase: traced money leaves first, oldest inflow first, by the movements' own instants; an analysis for speed, no entitlement.",
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-136',
    zh: '案件损失任何时刻都恰在六处之一:已止付、已冻结、已返还、已流失、银行自行管控、风险中;合计等于损失。',
    en: "A case's loss lies in exactly one of six places at every moment: stopped, frozen, returned, escaped, in question, at risk; they sum to the loss.",
    basis: always(DESIGN, 'design'),
  },
];
