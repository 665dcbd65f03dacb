import { type Instant, plusMinutes } from '@interlock/kernel';
import { type ClosedList } from './closed-list.ts';
import { ALWAYS, type Dated, inForce } from './dated.ts';
import { type Rule } from './rule.ts';
import { always, DESIGN, SEED } from './sources.ts';

/** members of the joint office. */
export const OFFICE_MEMBERS: Dated = [{ from: ALWAYS, value: 43 }];

/** kinds of members. */
export const MEMBER_KINDS = {
  party: { zh: '党委部门', en: 'party coordination' },
  justice: { zh: '政法机关', en: 'justice' },
  government: { zh: '政府部门', en: 'government' },
  'financial-regulator': { zh: '金融监管', en: 'financial regulator' },
  'telecom-regulator': { zh: '通信监管', en: 'telecom regulator' },
  'mass-organisation': { zh: '群团组织', en: 'mass organisation' },
  bank: { zh: '银行', en: 'bank' },
  payment: { zh: '支付清算', en: 'payment and clearing' },
  operator: { zh: '通信运营商', en: 'operator' },
  media: { zh: '媒体', en: 'media' },
} as const satisfies ClosedList<string>;
export type MemberKind = keyof typeof MEMBER_KINDS;

/** how many members of each kind; they sum to `OFFICE_MEMBERS`. */
export const MEMBERS_BY_KIND: Dated<Readonly<Record<MemberKind, number>>> = [
  {
    from: ALWAYS,
    value: {
      party: 4,
      justice: 4,
      government: 13,
      'financial-regulator': 2,
      'telecom-regulator': 1,
      'mass-organisation': 3,
      bank: 9,
      payment: 2,
      operator: 4,
      media: 1,
    },
  },
];

/** lecture teams, one for each township or sub-district, as the seed counts them. */
export const TOWNSHIPS: Dated = [{ from: ALWAYS, value: 147 }];
/** county-level units of the demo city. */
export const COUNTIES: Dated = [{ from: ALWAYS, value: 9 }];

/** the escalation ladder, mildest first; each step names the rule that fired and gives a right of reply. */
export const ESCALATION_STEPS = {
  reminder: { zh: '提醒', en: 'reminder' },
  'supervision-order': { zh: '督办单', en: 'supervision order' },
  bulletin: { zh: '通报', en: 'bulletin' },
  talk: { zh: '约谈', en: 'admonition talk' },
  listing: { zh: '挂牌整治', en: 'listing' },
  'leading-group': { zh: '报领导小组', en: 'report to the leading group' },
} as const satisfies ClosedList<string>;
export type EscalationStep = keyof typeof ESCALATION_STEPS;

/** Who hears of an overdue duty. */
export type EscalationAddressee = 'holder' | 'deputy' | 'joint-office' | 'leading-group';

/** D-03: minutes after its due time at which an overdue duty goes further up, and to whom. */
export const DUTY_ESCALATIONS: Dated<readonly { readonly afterMinutes: number; readonly to: EscalationAddressee }[]> = [
  {
    from: ALWAYS,
    value: [
      { afterMinutes: 0, to: 'holder' },
      { afterMinutes: 15, to: 'deputy' },
      { afterMinutes: 60, to: 'joint-office' },
      { afterMinutes: 1440, to: 'leading-group' },
    ],
  },
];

export interface DutyEscalation {
  readonly level: number;
  readonly at: Instant;
  readonly to: EscalationAddressee;
}

/** D-03: the escalations of a duty that stays undone, in order; the first is the breach itself. */
export function dutyEscalations(dueAt: Instant): readonly DutyEscalation[] {
  return inForce(DUTY_ESCALATIONS, dueAt).map(({ afterMinutes, to }, level) => ({ level, to, at: plusMinutes(dueAt, afterMinutes) }));
}

export const OFFICE_RULES: readonly Rule[] = [
  {
    id: 'R-804',
    zh: '联席办成员单位 {OFFICE_MEMBERS} 家。',
    en: 'The joint office has {OFFICE_MEMBERS} members.',
    basis: always(`${SEED};名单为${DESIGN}`, 'report'),
    constants: { OFFICE_MEMBERS, MEMBERS_BY_KIND },
  },
  {
    id: 'R-810',
    zh: '办结事项由承办人以外的人核查。',
    en: 'What was done is checked by somebody other than who did it.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-811',
    zh: '升级阶梯:提醒、督办单、通报、约谈、挂牌整治、报领导小组;每一步写明触发的规则并给予申辩机会。',
    en: 'The escalation ladder: reminder, supervision order, bulletin, admonition talk, listing, report to the leading group; each step names the rule that fired.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-814',
    zh: '职责落实到成员单位和具名岗位,并设副岗;无人担任的职责即为告警。',
    en: 'A duty is assigned to a member and a named post with a deputy; a duty with no holder is an alert.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-902',
    zh: '演示城市有 {COUNTIES} 个县级单位、{TOWNSHIPS} 个乡镇(街道),每个乡镇至少一支宣讲团。',
    en: 'The demo city has {COUNTIES} county-level units and {TOWNSHIPS} townships and sub-districts, with at least one lecture team each.',
    basis: always(`${SEED};单位数为${DESIGN}`, 'design'),
    constants: { COUNTIES, TOWNSHIPS },
  },
  {
    id: 'D-03',
    zh: '逾期职责依次告知责任人、副岗、联席办、领导小组。',
    en: 'An overdue duty is told to its holder, then the deputy, the joint office, the leading group.',
    basis: always(DESIGN, 'design'),
    constants: { DUTY_ESCALATIONS },
  },
];
