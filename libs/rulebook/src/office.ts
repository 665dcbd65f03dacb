import { type Instant, plusHours, plusMinutes } from '@interlock/kernel';
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

/** When a duty that no clock of the law binds is due: what the chase or the next victim waits for, or what reaches a whole group. */
export type DutyPace = 'prompt' | 'broad';

/** D-04: hours from the entry of a case in which such a duty is done. */
export const DUTY_DUE_HOURS: Dated<Readonly<Record<DutyPace, number>>> = [{ from: ALWAYS, value: { prompt: 24, broad: 168 } }];

/** D-04: the moment after which such a duty is overdue. */
export function dutyDueAt(enteredAt: Instant, pace: DutyPace): Instant {
  return plusHours(enteredAt, inForce(DUTY_DUE_HOURS, enteredAt)[pace]);
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
    zh: '城市由县级单位及其下的乡镇(街道)组成,各有代码(units.yaml)。',
    en: 'The city is made of county-level units and the townships and sub-districts under them, each with a code (units.yaml).',
    basis: always(`${SEED};单位表为${DESIGN}`, 'design'),
    notYet: { zh: '每个乡镇(街道)至少一支宣讲团。', en: 'A lecture team for each township and sub-district.', waiting: [] },
  },
  {
    id: 'D-03',
    zh: '逾期职责依次告知责任人、副岗、联席办、领导小组。',
    en: 'An overdue duty is told to its holder, then the deputy, the joint office, the leading group.',
    basis: always(DESIGN, 'design'),
    constants: { DUTY_ESCALATIONS },
  },
  {
    id: 'D-04',
    zh: '法律未定时限的职责:追查和公开警示自录入起 {DUTY_DUE_HOURS.prompt} 小时内完成,面向群体和平台的警示 {DUTY_DUE_HOURS.broad} 小时内完成。',
    en: 'A duty that no clock of the law binds is done within {DUTY_DUE_HOURS.prompt} hours of the entry where the chase or the next victim waits for it, within {DUTY_DUE_HOURS.broad} where it reaches a whole group.',
    basis: always(DESIGN, 'design'),
    constants: { DUTY_DUE_HOURS },
  },
];
