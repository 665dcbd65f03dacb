import { type ClosedList } from './closed-list.ts';
import { type Rule } from './rule.ts';
import { designUntil, FRAUD_LAW, FRAUD_LAW_FROM, PERSONAL_DATA_LAW, PERSONAL_DATA_LAW_FROM } from './sources.ts';

/** risk grades of a person's or line's restriction. */
export const RISK_GRADES = {
  low: { zh: '低', en: 'low' },
  medium: { zh: '中', en: 'medium' },
  high: { zh: '高', en: 'high' },
} as const satisfies ClosedList<string>;
export type RiskGrade = keyof typeof RISK_GRADES;

/** what every restriction must tell the person. Anti-fraud law art. 32. */
export const RESTRICTION_ITEMS = {
  reason: { zh: '原因', en: 'reason' },
  remedyChannel: { zh: '救济渠道', en: 'remedy channel' },
  papersNeeded: { zh: '需要提交的资料', en: 'papers needed' },
} as const satisfies ClosedList<string>;
export type RestrictionItem = keyof typeof RESTRICTION_ITEMS;

export const MEASURE_RULES: readonly Rule[] = [
  {
    id: 'R-401',
    zh: '限制措施须告知原因、救济渠道和需要提交的资料,三者缺一无效;可向作出决定的单位申诉,经核实应即解除。',
    en: 'A restriction carries reason, remedy channel and papers needed, and is invalid without them; the person may appeal to the deciding unit, and once verified it is lifted at once.',
    basis: designUntil(FRAUD_LAW_FROM, `${FRAUD_LAW}第三十二条`, 'law'),
  },
  {
    id: 'R-402',
    zh: '措施按风险分级;记录等级及采取该措施的理由。',
    en: 'Measures are graded by risk; the record holds the grade and why this measure.',
    basis: designUntil(FRAUD_LAW_FROM, `${FRAUD_LAW}第十一条、第十八条`, 'law'),
  },
  {
    id: 'R-426',
    zh: '不得仅由系统自动决定止付、冻结或列入名单:系统建议,署名民警确认。',
    en: 'No stop, freeze or listing is decided by machine alone: the system proposes, a named officer confirms.',
    basis: designUntil(PERSONAL_DATA_LAW_FROM, `${PERSONAL_DATA_LAW}第二十四条`, 'law'),
  },
];
