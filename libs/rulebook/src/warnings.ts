import { type Instant, plusMinutes } from '@interlock/kernel';
import { endOfLocalDay, plusDays } from './calendar.ts';
import { type ClosedList } from './closed-list.ts';
import { ALWAYS, type Dated, inForce } from './dated.ts';
import { type Rule } from './rule.ts';
import { always, DESIGN, SEED } from './sources.ts';

/** where a warning comes from. */
export const WARNING_SOURCES = {
  fund: { zh: '资金预警', en: 'fund' },
  call: { zh: '通话预警', en: 'call' },
  app: { zh: '应用预警', en: 'app' },
  url: { zh: '网址预警', en: 'URL' },
  bank: { zh: '银行', en: 'bank' },
  telecom: { zh: '通信运营商', en: 'telecom' },
} as const satisfies ClosedList<string>;
export type WarningSource = keyof typeof WARNING_SOURCES;

/** levels of a warning, most urgent first; colours are a matter of display. */
export const WARNING_LEVELS = {
  special_high: { zh: '特高危', en: 'special high' },
  high: { zh: '高危', en: 'high' },
  medium: { zh: '中危', en: 'medium' },
  low: { zh: '低危', en: 'low' },
} as const satisfies ClosedList<string>;
export type WarningLevel = keyof typeof WARNING_LEVELS;

/** channels, in the order of the ladder. */
export const WARNING_CHANNELS = {
  sms: { zh: '短信', en: 'SMS' },
  'ai-call': { zh: '智能语音', en: 'AI call' },
  'human-call': { zh: '人工电话', en: 'human call' },
  relatives: { zh: '亲属、单位或房东', en: 'relatives, employer or landlord' },
  visit: { zh: '上门', en: 'visit' },
} as const satisfies ClosedList<string>;
export type WarningChannel = keyof typeof WARNING_CHANNELS;

/** What is due when nobody has been reached: a further channel, or a request to operator and bank. */
export type NextStep = WarningChannel | 'hold-request';

interface DueTimes {
  readonly signMinutes: number;
  readonly first: { readonly channel: WarningChannel; readonly minutes: number };
  /** In order; each only if nobody has been reached by then. */
  readonly ifNoContact: readonly { readonly step: NextStep; readonly minutes: number }[];
  /** Minutes, or the end of the city day on which the last step above was due. */
  readonly inPerson?: number | 'same-day';
}

/** due times of a warning, in minutes from its arrival. No national figure was found. */
export const WARNING_DUE: Dated<Readonly<Record<WarningLevel, DueTimes>>> = [
  {
    from: ALWAYS,
    value: {
      special_high: {
        signMinutes: 1,
        first: { channel: 'human-call', minutes: 3 },
        ifNoContact: [{ step: 'hold-request', minutes: 5 }],
        inPerson: 30,
      },
      high: {
        signMinutes: 3,
        first: { channel: 'human-call', minutes: 10 },
        ifNoContact: [{ step: 'relatives', minutes: 15 }],
        inPerson: 60,
      },
      medium: {
        signMinutes: 15,
        first: { channel: 'ai-call', minutes: 120 },
        ifNoContact: [{ step: 'human-call', minutes: 240 }],
        inPerson: 'same-day',
      },
      low: {
        signMinutes: 60,
        first: { channel: 'sms', minutes: 0 },
        ifNoContact: [
          { step: 'ai-call', minutes: 720 },
          { step: 'human-call', minutes: 1440 },
        ],
      },
    },
  },
];

/** channels with which a level begins, all at once; for the high levels a visit sets out beside the call. */
export const LADDER_START: Dated<Readonly<Record<WarningLevel, readonly WarningChannel[]>>> = [
  {
    from: ALWAYS,
    value: { special_high: ['human-call', 'visit'], high: ['human-call', 'visit'], medium: ['sms'], low: ['sms'] },
  },
];

/** how a warning may end. */
export const WARNING_OUTCOMES = {
  dissuaded_no_transfer: { zh: '劝阻成功,未转账', en: 'dissuaded, no transfer' },
  dissuaded_partial_loss: { zh: '劝阻成功,部分损失', en: 'dissuaded, partial loss' },
  already_transferred: { zh: '已转账', en: 'already transferred' },
  refused_disbelieves: { zh: '拒绝、不相信', en: 'refused, disbelieves' },
  unreachable: { zh: '无法联系', en: 'unreachable' },
  wrong_person: { zh: '非本人', en: 'wrong person' },
  false_positive: { zh: '误报', en: 'false positive' },
  moved_jurisdiction: { zh: '移交其他辖区', en: 'moved to another district' },
} as const satisfies ClosedList<string>;
export type WarningOutcome = keyof typeof WARNING_OUTCOMES;

/** what the closing of a warning must say. */
export const CLOSING_ITEMS = {
  identityConfirmed: { zh: '身份已确认', en: 'identity confirmed' },
  channel: { zh: '方式', en: 'channel' },
  person: { zh: '劝阻人', en: 'person' },
  at: { zh: '时间', en: 'time' },
  evidence: { zh: '凭据', en: 'evidence' },
  nextCheckOn: { zh: '下次回访日期', en: 'next check date' },
} as const satisfies ClosedList<string>;
export type ClosingItem = keyof typeof CLOSING_ITEMS;

/** days of watch after the closing of a high or special-high warning. */
export const WATCH_DAYS: Dated = [{ from: ALWAYS, value: 7 }];

/** how a loss after a warning is told apart: the two call for different learning. */
export const LOSS_LEARNINGS = {
  not_read: { zh: '已预警,未读', en: 'warned, not read' },
  read_but_paid: { zh: '已读,仍转账', en: 'read but paid' },
} as const satisfies ClosedList<string>;
export type LossLearning = keyof typeof LOSS_LEARNINGS;

export interface WarningDueTimes {
  readonly signBy: Instant;
  readonly first: { readonly channel: WarningChannel; readonly by: Instant };
  readonly ifNoContact: readonly { readonly step: NextStep; readonly at: Instant }[];
  /** Unset where nobody has to go (low). For `medium` only if not reached by then. */
  readonly inPersonBy?: Instant;
}

/** the due times of a warning that arrived at this moment. */
export function dueTimes(level: WarningLevel, at: Instant): WarningDueTimes {
  const { signMinutes, first, ifNoContact, inPerson } = inForce(WARNING_DUE, at)[level];
  const steps = ifNoContact.map(({ step, minutes }) => ({ step, at: plusMinutes(at, minutes) }));
  const due = {
    signBy: plusMinutes(at, signMinutes),
    first: { channel: first.channel, by: plusMinutes(at, first.minutes) },
    ifNoContact: steps,
  };
  if (inPerson === undefined) return due;
  return { ...due, inPersonBy: inPerson === 'same-day' ? endOfLocalDay(steps.at(-1)?.at ?? at) : plusMinutes(at, inPerson) };
}

/** an AI call alone never closes a warning of the high levels. */
export function mayCloseAfter(level: WarningLevel, channel: WarningChannel): boolean {
  return !(isHigh(level) && channel === 'ai-call');
}

/** the end of the watch after closing; a transfer to a suspect account before it reopens the warning. */
export function watchEndsAt(level: WarningLevel, closedAt: Instant): Instant | undefined {
  return isHigh(level) ? plusDays(closedAt, inForce(WATCH_DAYS, closedAt)) : undefined;
}

/** which of the two learnings a loss is. */
export function lossLearning(readAt: Instant | undefined): LossLearning {
  return readAt === undefined ? 'not_read' : 'read_but_paid';
}

function isHigh(level: WarningLevel): boolean {
  return level === 'special_high' || level === 'high';
}

export const WARNING_RULES: readonly Rule[] = [
  {
    id: 'R-501',
    zh: '预警载明编号、来源、等级、对象联系方式、诈骗类型、依据、接收时间、辖区、责任人和各项时限。',
    en: 'A warning has id, source, level, subject, scam type, evidence, time received, jurisdiction, owner and due times.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-502',
    zh: '预警等级:特高危、高危、中危、低危;颜色仅为显示。',
    en: 'Levels: special high, high, medium, low; colours are display only.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-503',
    zh: '各等级的签收、首次联系、未联系上的后续措施和上门时限。',
    en: 'Each level has due times to sign, to attempt the first contact, to go on when nobody is reached, and to go in person.',
    basis: always(DESIGN, 'design'),
    constants: { WARNING_DUE },
  },
  {
    id: 'R-504',
    zh: '劝阻阶梯:短信、智能语音、人工电话、亲属单位、上门;高危以上人工电话与上门同时开始,智能语音不得了结高危预警。',
    en: 'The ladder: SMS, AI call, human call, relatives, visit; high levels start with call and visit at once, and an AI call never closes them.',
    basis: always(DESIGN, 'design'),
    constants: { LADDER_START },
  },
  {
    id: 'R-505',
    zh: '劝阻结果为封闭清单。',
    en: 'Outcomes come from a closed list.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-506',
    zh: '了结预警须记录身份确认、方式、劝阻人、时间、凭据和下次回访日期。',
    en: 'Closing needs identity confirmed, channel, person, time, evidence and the next check date.',
    basis: always(DESIGN, 'design'),
  },
  {
    id: 'R-507',
    zh: '高危以上预警了结后观察 {WATCH_DAYS} 日;其间向涉案账户转账的重新开启。',
    en: 'After closing, high levels are watched for {WATCH_DAYS} days; a transfer to a suspect account in that time reopens them.',
    basis: always(DESIGN, 'design'),
    constants: { WATCH_DAYS },
  },
  {
    id: 'R-509',
    zh: '送达、阅读、确认分别记录;“未读而被骗”与“已读仍被骗”分别统计。',
    en: 'Delivery, reading and acknowledgement are recorded apart: not read and read but paid are different learnings.',
    basis: always(SEED, 'report'),
  },
];
