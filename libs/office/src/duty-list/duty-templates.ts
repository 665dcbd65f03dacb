import { type Instant, isBefore, plusHours } from '@interlock/kernel';
import {
  type Dated,
  type DutyPace,
  type RiskGroup,
  type ScamType,
  ALWAYS,
  dutyDueAt,
  filingDueAt,
  inForce,
  isIn,
  RISK_GROUP_TYPES,
  SCAM_TYPES,
  STOP_LAPSE_HOURS,
} from '@interlock/rulebook';
import { type Duty } from './duty-list.events.ts';

/** When a duty is due: by a clock of the law, else at a pace of the design's own (D-04). */
type Due = 'entry' | 'filing' | DutyPace;

interface DutyTemplate {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** The rule that the duty comes from. */
  readonly rule: string;
  /** A member's code; or `each-paying-bank`, `each-receiving-bank`: one duty for each bank that such accounts are kept at. */
  readonly member: string;
  readonly post: string;
  readonly due: Due;
}

interface CaseTemplates {
  readonly version: number;
  /** before anything else is known of the case. */
  readonly accepted: readonly DutyTemplate[];
  readonly everyCase: readonly DutyTemplate[];
  /** On top, by scam type. */
  readonly byType: Readonly<Partial<Record<ScamType, readonly DutyTemplate[]>>>;
  /** On top, for the groups at risk that the type meets. */
  readonly byGroup: Readonly<Record<RiskGroup, DutyTemplate>>;
}

const alert = (over: Pick<DutyTemplate, 'code' | 'zh' | 'en' | 'member'>): DutyTemplate => ({
  ...over,
  rule: 'R-804',
  post: 'liaison',
  due: 'broad',
});
const traceLines: DutyTemplate = {
  ...{ code: 'trace-lines', zh: '核查涉案号码并落实处置', en: 'Trace the numbers used and see them shut', rule: 'R-605' },
  ...{ member: 'telecom-admin', post: 'liaison', due: 'prompt' },
};
const blockContent: DutyTemplate = {
  ...{ code: 'block-content', zh: '处置涉案网址、应用和账号', en: 'Block the addresses, apps and accounts used', rule: 'R-607' },
  ...{ member: 'cyberspace', post: 'liaison', due: 'prompt' },
};
const adviseMerchants: DutyTemplate = {
  ...{ code: 'warn-platforms', zh: '督促电商、快递平台提示风险', en: 'Have shops and couriers warn their customers', rule: 'R-804' },
  ...{ member: 'commerce', post: 'liaison', due: 'broad' },
};

/** which case gives which duties to whom. A change is a new entry with a new version; lists made before keep theirs. */
const DUTY_TEMPLATES: Dated<CaseTemplates> = [
  {
    from: ALWAYS,
    value: {
      version: 1,
      accepted: [
        {
          ...{ code: 'enter-facts', zh: '录入简要案情和一级账户', en: 'Enter the brief facts and the first-level accounts', rule: 'R-103' },
          ...{ member: 'police', post: 'duty-desk', due: 'entry' },
        },
      ],
      everyCase: [
        {
          ...{ code: 'decide-filing', zh: '在止付期内决定是否立案', en: 'Decide on filing while the stops hold', rule: 'R-118' },
          ...{ member: 'police', post: 'investigation', due: 'filing' },
        },
        {
          ...{
            code: 'answer-orders',
            zh: '答复本案止付、查询并报告流水',
            en: 'Answer the stop orders of the case and report movements',
            rule: 'R-114',
          },
          ...{ member: 'each-receiving-bank', post: 'centre-desk', due: 'prompt' },
        },
        {
          ...{ code: 'confirm-payments', zh: '核实被害人转出交易', en: "Confirm the victim's outgoing payments", rule: 'R-102' },
          ...{ member: 'each-paying-bank', post: 'centre-desk', due: 'prompt' },
        },
        {
          ...{ code: 'publish-alert', zh: '发布同类案件警示', en: 'Publish an alert for cases of this type', rule: 'R-804' },
          ...{ member: 'publicity', post: 'liaison', due: 'prompt' },
        },
      ],
      byType: {
        ...{ T01: [blockContent], T02: [blockContent], T03: [blockContent, adviseMerchants], T04: [traceLines, adviseMerchants] },
        ...{ T05: [traceLines, blockContent], T06: [traceLines], T07: [traceLines], T08: [traceLines], T09: [blockContent] },
        ...{ T10: [blockContent], T11: [traceLines], T12: [blockContent], T13: [blockContent], T14: [traceLines], T15: [blockContent] },
        ...{ T16: [traceLines], T17: [blockContent], T18: [traceLines, adviseMerchants], T19: [traceLines], T20: [blockContent] },
        ...{ T21: [traceLines], T22: [traceLines], T23: [blockContent] },
      },
      byGroup: {
        'owners-and-cadres': alert({
          code: 'warn-owners',
          zh: '向企业主和村干部警示',
          en: 'Warn owners and cadres',
          member: 'local-finance',
        }),
        'finance-staff': alert({
          code: 'warn-finance-staff',
          zh: '向企业财务人员警示',
          en: 'Warn finance staff of firms',
          member: 'economy-it',
        }),
        'women-and-mothers': alert({
          code: 'warn-women',
          zh: '向妇女、宝妈群体警示',
          en: 'Warn women and mothers',
          member: 'womens-federation',
        }),
        'migrant-workers': alert({ code: 'warn-workers', zh: '向务工人员警示', en: 'Warn migrant workers', member: 'trade-unions' }),
        students: alert({ code: 'warn-students', zh: '向学生警示', en: 'Warn students', member: 'education' }),
      },
    },
  },
];

export interface CaseForDuties {
  readonly scamType: string;
  readonly acceptedAt: Instant;
  readonly enteredAt: Instant;
  readonly entryDueAt: Instant;
  /** In the order of the payments, each once. */
  readonly payingBanks: readonly string[];
  readonly receivingBanks: readonly string[];
}

export interface Templated {
  readonly template: string;
  readonly version: number;
  readonly duties: readonly Duty[];
}

/** the duty that a case has from its acceptance on. */
export function dutiesAtAcceptance(acceptedAt: Instant, entryDueAt: Instant): Templated {
  const { version, accepted } = inForce(DUTY_TEMPLATES, acceptedAt);
  const case_ = { acceptedAt, entryDueAt, enteredAt: acceptedAt, payingBanks: [], receivingBanks: [] };
  return { template: 'accepted-case', version, duties: accepted.flatMap((one) => dutiesFrom(one, case_)) };
}

/** All further duties of a case, by what kind of fraud it is and which banks it touches. A type that is not of the list has those of every case. */
export function dutiesOf(entered: CaseForDuties): Templated {
  const { version, everyCase, byType, byGroup } = inForce(DUTY_TEMPLATES, entered.acceptedAt);
  const type = isIn(SCAM_TYPES, entered.scamType) ? entered.scamType : 'T99';
  const groups = groupsMeeting(type).map((group) => byGroup[group]);
  const templates = [...everyCase, ...(byType[type] ?? []), ...groups];
  return { template: `case-${type}`, version, duties: templates.flatMap((one) => dutiesFrom(one, entered)) };
}

function groupsMeeting(type: ScamType): readonly RiskGroup[] {
  const groups: readonly RiskGroup[] = ['owners-and-cadres', 'finance-staff', 'women-and-mothers', 'migrant-workers', 'students'];
  return groups.filter((group) => RISK_GROUP_TYPES[group].includes(type));
}

type Known = Omit<CaseForDuties, 'scamType'>;

function dutiesFrom({ member, due, ...duty }: DutyTemplate, known: Known): readonly Duty[] {
  const dueAt = dueOf(due, known);
  if (member === 'each-paying-bank') return forEach(known.payingBanks, { ...duty, dueAt });
  if (member === 'each-receiving-bank') return forEach(known.receivingBanks, { ...duty, dueAt });
  return [{ ...duty, dutyId: duty.code, member, dueAt }];
}

function forEach(banks: readonly string[], duty: Omit<Duty, 'dutyId' | 'member'>): readonly Duty[] {
  return banks.map((member) => ({ ...duty, dutyId: `${duty.code}/${member}`, member }));
}

function dueOf(due: Due, { acceptedAt, enteredAt, entryDueAt }: Known): Instant {
  if (due === 'entry') return entryDueAt;
  if (due !== 'filing') return dutyDueAt(enteredAt, due);
  // no stop of the case can begin before its acceptance, so none ends before this; R-121 where that comes first.
  const firstLapseAt = plusHours(acceptedAt, inForce(STOP_LAPSE_HOURS, acceptedAt));
  const reviewedBy = filingDueAt(acceptedAt, 'ordinary');
  return isBefore(firstLapseAt, reviewedBy) ? firstLapseAt : reviewedBy;
}
