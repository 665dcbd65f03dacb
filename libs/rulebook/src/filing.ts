import { type Instant } from '@interlock/kernel';
import { plusDays } from './calendar.ts';
import { ALWAYS, type Dated, inForce } from './dated.ts';
import { type UnitLevel } from './levels.ts';
import { type Rule } from './rule.ts';
import { always, FILING_OPINION, PROCEDURE, STOP_NOTICE } from './sources.ts';

/** lowest level of the organ whose head approves a filing. Procedure rules art. 178. */
export const FILING_APPROVAL_LEVEL: Dated<UnitLevel> = [{ from: ALWAYS, value: 'county' }];

/** Why a filing review takes as long as it does. */
export type FilingReview = 'ordinary' | 'leads' | 'complex';

/** days from acceptance to the filing decision; `leads`: leads must be checked; `complex`: major or complex, county-level approval. */
export const FILING_REVIEW_DAYS: Dated<Readonly<Record<FilingReview, number>>> = [
  { from: ALWAYS, value: { ordinary: 3, leads: 7, complex: 30 } },
];

/** lowest level of the organ whose head approves the long review of a major or complex case. */
export const COMPLEX_REVIEW_APPROVAL_LEVEL: Dated<UnitLevel> = [{ from: ALWAYS, value: 'county' }];

/** days to serve a refusal to file on the complainant. Procedure rules art. 178. */
export const REFUSAL_SERVE_DAYS: Dated = [{ from: ALWAYS, value: 3 }];
/** days in which the complainant may ask for review. Procedure rules art. 179. */
export const REVIEW_REQUEST_DAYS: Dated = [{ from: ALWAYS, value: 7 }];
/** days in which the review is decided. Procedure rules art. 179. */
export const REVIEW_DECISION_DAYS: Dated = [{ from: ALWAYS, value: 30 }];

/** the level of organ that must approve a review of this length; undefined: nobody needs to. */
export function reviewApprovalLevel(review: FilingReview, at: Instant): UnitLevel | undefined {
  return review === 'complex' ? inForce(COMPLEX_REVIEW_APPROVAL_LEVEL, at) : undefined;
}

/** the moment after which the filing decision is late. The stop's end usually comes first and binds. */
export function filingDueAt(acceptedAt: Instant, review: FilingReview): Instant {
  return plusDays(acceptedAt, inForce(FILING_REVIEW_DAYS, acceptedAt)[review]);
}

/** the moment after which the service of a refusal is late. */
export function refusalServeDueAt(decidedAt: Instant): Instant {
  return plusDays(decidedAt, inForce(REFUSAL_SERVE_DAYS, decidedAt));
}

export const FILING_RULES: readonly Rule[] = [
  {
    id: 'R-118',
    zh: '止付期内核实报案;属实的,经县级以上公安机关负责人批准立案,并作出冻结决定。届满无冻结覆盖的自动解除,并记录失效、责任人和涉险金额。',
    en: 'Within the stop the report is verified; if true, filing is approved by the head of an organ of {FILING_APPROVAL_LEVEL} level or above and a freeze follows. What no freeze covers at the end is released, and the lapse is recorded with who missed it and the money at risk.',
    basis: always(`${STOP_NOTICE};${PROCEDURE}第一百七十八条`, 'report'),
    constants: { FILING_APPROVAL_LEVEL },
  },
  {
    id: 'R-119',
    zh: '立案前不得冻结或采取其他限制财产的措施;未立案的案件,冻结指令予以拒绝。',
    en: 'Before filing, freezing and any other restriction of property is forbidden: a freeze order of a case that is not filed is refused.',
    basis: always(`${PROCEDURE}第一百七十四条`, 'law'),
  },
  {
    id: 'R-121',
    zh: '立案审查期限:一般 {FILING_REVIEW_DAYS.ordinary} 日;线索需要查证的 {FILING_REVIEW_DAYS.leads} 日;重大疑难复杂的经县级以上公安机关负责人批准 {FILING_REVIEW_DAYS.complex} 日。',
    en: 'Filing review: {FILING_REVIEW_DAYS.ordinary} days; {FILING_REVIEW_DAYS.leads} when leads must be checked; {FILING_REVIEW_DAYS.complex} for a major or complex case, approved at {COMPLEX_REVIEW_APPROVAL_LEVEL} level or above.',
    basis: always(FILING_OPINION, 'report'),
    constants: { FILING_REVIEW_DAYS, COMPLEX_REVIEW_APPROVAL_LEVEL },
  },
  {
    id: 'R-122',
    zh: '不予立案的,{REFUSAL_SERVE_DAYS} 日内送达控告人。',
    en: 'A refusal to file is served within {REFUSAL_SERVE_DAYS} days.',
    basis: always(`${PROCEDURE}第一百七十八条、第一百七十九条`, 'law'),
    constants: { REFUSAL_SERVE_DAYS, REVIEW_REQUEST_DAYS, REVIEW_DECISION_DAYS },
    notYet: {
      zh: '控告人可在 {REVIEW_REQUEST_DAYS} 日内申请复议,公安机关 {REVIEW_DECISION_DAYS} 日内作出决定。',
      en: 'The complainant may ask for review within {REVIEW_REQUEST_DAYS} days, and it is decided within {REVIEW_DECISION_DAYS}.',
      waiting: ['REVIEW_REQUEST_DAYS', 'REVIEW_DECISION_DAYS'],
    },
  },
];
