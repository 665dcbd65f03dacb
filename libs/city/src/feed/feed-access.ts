/** Kinds of members, as far as their sight differs. `office`: the joint office's coordinators; `member`: whoever has a duty. */
export type Audience = 'police' | 'office' | 'bank' | 'operator' | 'member';

/** What one kind of member reads of one kind of fact. */
export interface Shown {
  readonly fields: readonly string[];
  /** Whether the entry names the case: never for a bank that knows the account only. */
  readonly withCase: boolean;
  /** Field that lists what belongs to several members: each reads its own part. */
  readonly ownPartOf?: string;
}

/** One kind of fact: what it is about, when it happened, and what each kind of member reads of it. Who is not named reads nothing (P1, P3). */
export interface FeedRule {
  /** Field, or fields joined by `/`. */
  readonly subject: string;
  /** Field of the publisher's moment; without one the entry says when the city heard of it. */
  readonly at?: string;
  readonly shows: Readonly<Partial<Record<Audience, Shown>>>;
}

/**
 * The whole policy of feeds, decided once, when an entry is written: a fact without a row enters no feed.
 */
export const FEED_ACCESS: Readonly<Record<string, FeedRule>> = {
  'police.case-reported.v1': {
    subject: 'caseId',
    at: 'reportedAt',
    shows: { police: inCase('caseNo', 'by', 'unit', 'scamType', 'missing'), office: inCase('caseNo', 'by', 'unit', 'scamType') },
  },
  'police.case-accepted.v1': {
    subject: 'caseId',
    at: 'acceptedAt',
    shows: { police: inCase('entryDueAt', 'filingDueAt'), office: inCase('entryDueAt', 'filingDueAt') },
  },
  'police.case-entered.v1': {
    subject: 'caseId',
    at: 'enteredAt',
    // The office learns that the entry is made, not from whom to whom the money went.
    shows: { police: inCase('caseNo', 'unit', 'late', 'scamType', 'payments'), office: inCase('caseNo', 'unit', 'late', 'scamType') },
  },
  'police.case-filed.v1': { subject: 'caseId', at: 'filedAt', shows: { police: inCase('filingId'), office: inCase() } },
  'police.case-overdue.v1': {
    subject: 'caseId',
    at: 'dueAt',
    shows: { police: inCase('unit', 'deadline', 'rule'), office: inCase('unit', 'deadline', 'rule') },
  },
  'police.case-ended.v1': { subject: 'caseId', at: 'endedAt', shows: { police: inCase('how'), office: inCase('how') } },
  'police.stop-proposed.v1': {
    subject: 'accountRef',
    at: 'proposedAt',
    shows: { police: inCase('proposalId', 'accountRef', 'bank'), bank: accountOnly('proposalId', 'accountRef') },
  },
  'police.stop-proposal-withdrawn.v1': { subject: 'accountRef', at: 'withdrawnAt', shows: { police: inCase('proposalId', 'accountRef') } },
  'police.stop-ordered.v1': {
    subject: 'accountRef',
    at: 'orderedAt',
    shows: { police: inCase(...orderFields(), 'bank'), bank: inCase(...orderFields()) },
  },
  // refused before it was sent, so the bank never heard of it.
  'police.stop-refused.v1': {
    subject: 'accountRef',
    at: 'refusedAt',
    shows: { police: inCase('orderId', 'accountRef', 'bank', 'number', 'rule', 'code') },
  },
  'police.stop-lapsed.v1': {
    subject: 'accountRef',
    at: 'lapsedAt',
    // R-118: what no freeze covers is a miss of the police, and tells of other cases' money.
    shows: { police: inCase('orderId', 'accountRef', 'uncoveredFen', 'missedBy'), bank: inCase('orderId', 'accountRef') },
  },
  // Whether a stop may end is between the police and nobody, until it is ordered.
  'police.release-proposed.v1': {
    subject: 'accountRef',
    at: 'proposedAt',
    shows: { police: inCase('proposalId', 'orderId', 'accountRef', 'bank') },
  },
  'police.release-proposal-withdrawn.v1': {
    subject: 'accountRef',
    at: 'withdrawnAt',
    shows: { police: inCase('proposalId', 'orderId', 'accountRef', 'why') },
  },
  'police.alarm-raised.v1': {
    subject: 'accountRef',
    at: 'raisedAt',
    shows: { police: inCase('orderId', 'accountRef', 'atHours', 'lapsesAt'), office: inCase('atHours', 'lapsesAt') },
  },
  'police.freeze-ordered.v1': {
    subject: 'accountRef',
    at: 'orderedAt',
    shows: { police: inCase(...freezeFields(), 'bank', 'filingId'), bank: inCase(...freezeFields()) },
  },
  'police.freeze-renewed.v1': both('accountRef', undefined, inCase('freezeId', 'accountRef', 'until')),
  'police.freeze-lapsed.v1': both('accountRef', 'lapsedAt', inCase('freezeId', 'accountRef')),
  'bank.stop-applied.v1': both(
    'accountRef',
    'answeredAt',
    inCase('orderId', 'accountRef', 'bank', 'code', 'startsAt', 'lapsesAt', 'balanceFen', 'heldFen', 'movements'),
  ),
  'bank.stop-refused.v1': both('accountRef', 'answeredAt', inCase('orderId', 'accountRef', 'bank', 'code')),
  'bank.stop-released.v1': both('accountRef', 'releasedAt', inCase('orderId', 'accountRef', 'bank', 'code')),
  'bank.freeze-applied.v1': both(
    'accountRef',
    'answeredAt',
    inCase('freezeId', 'accountRef', 'bank', 'frozenFen', 'balanceFen', 'availableFen'),
  ),
  'bank.freeze-lifted.v1': both('accountRef', 'liftedAt', inCase('freezeId', 'accountRef', 'bank')),
  'bank.movements-reported.v1': {
    subject: 'accountRef',
    at: 'through',
    shows: { police: inCase(...movementFields()), bank: accountOnly(...movementFields()) },
  },
  'bank.own-hold-applied.v1': {
    subject: 'accountRef',
    at: 'since',
    shows: { police: inCase('measureId', 'accountRef', 'bank', 'reason'), bank: accountOnly('measureId', 'accountRef', 'bank', 'reason') },
  },
  'bank.own-hold-lifted.v1': {
    subject: 'accountRef',
    at: 'liftedAt',
    shows: { police: inCase('measureId', 'accountRef', 'bank'), bank: accountOnly('measureId', 'accountRef', 'bank') },
  },
  'telecom.line-suspended.v1': line('suspendedAt', [
    ...[
      'measureId',
      'numberRef',
      'operator',
      'kind',
      'because',
      'requestId',
      'legalBasis',
      'requester',
      'grade',
      'reason',
      'until',
      'remedy',
    ],
  ]),
  'telecom.line-restored.v1': line('restoredAt', ['measureId', 'numberRef', 'operator', 'reason', 'lineOpen']),
  'telecom.reverification-asked.v1': line('askedAt', [
    ...['askId', 'numberRef', 'operator', 'ground', 'legalBasis', 'requester', 'grade', 'dueAt'],
  ]),
  'telecom.reverification-passed.v1': line('passedAt', ['askId', 'numberRef', 'operator', 'how']),
  'telecom.reverification-failed.v1': line('failedAt', ['askId', 'numberRef', 'operator', 'how']),
  'telecom.warning-delivered.v1': {
    subject: 'warningId',
    at: 'at',
    shows: {
      police: accountOnly('warningId', 'channel', 'result'),
      office: accountOnly('warningId', 'channel', 'result'),
      operator: accountOnly('warningId', 'channel', 'result'),
    },
  },
  'office.duties-assigned.v1': {
    subject: 'caseId',
    at: 'assignedAt',
    shows: { ...lead('template', 'version', 'duties'), member: { ...inCase('template', 'version', 'duties'), ownPartOf: 'duties' } },
  },
  'office.duty-changed.v1': { subject: 'caseId/dutyId', at: 'at', shows: { ...lead(...dutyFields()), member: inCase(...dutyFields()) } },
  'office.member-changed.v1': {
    subject: 'member',
    at: 'at',
    shows: { police: accountOnly(...seatFields()), office: accountOnly(...seatFields()), member: accountOnly(...seatFields()) },
  },
  // The warning desk is people of the police and of the joint office; the fact has nothing of the person warned.
  'office.warning-changed.v1': { subject: 'warningId', at: 'at', shows: lead(...warningFields()) },
};

function inCase(...fields: readonly string[]): Shown {
  return { fields, withCase: true };
}

function accountOnly(...fields: readonly string[]): Shown {
  return { fields, withCase: false };
}

/** Told by a bank of its own account, or by the police to that bank: both read the same. */
function both(subject: string, at: string | undefined, shown: Shown): FeedRule {
  return { subject, ...(at !== undefined && { at }), shows: { police: shown, bank: shown } };
}

/** Measures on a number: its operator's own, and the police's. */
function line(at: string, fields: readonly string[]): FeedRule {
  return { subject: 'numberRef', at, shows: { police: accountOnly(...fields), operator: accountOnly(...fields) } };
}

function orderFields(): readonly string[] {
  return [
    ...['orderId', 'applicationId', 'caseNo', 'accountRef', 'number', 'stated', 'namedFen', 'firstInflowAt'],
    ...['urgency', 'corrects', 'continues'],
  ];
}

function freezeFields(): readonly string[] {
  return ['freezeId', 'applicationId', 'caseNo', 'accountRef', 'sumFen', 'months'];
}

function movementFields(): readonly string[] {
  return ['accountRef', 'bank', 'because', 'answers', 'from', 'through', 'movements'];
}

/** What police and the office's coordinators read alike. */
function lead(...fields: readonly string[]): Pick<FeedRule['shows'], 'police' | 'office'> {
  return { police: inCase(...fields), office: inCase(...fields) };
}

function dutyFields(): readonly string[] {
  return ['dutyId', 'change', 'member', 'post', 'offeredTo', 'late', 'level', 'to', 'step', 'rule'];
}

function seatFields(): readonly string[] {
  return ['member', 'change', 'kind', 'zh', 'en', 'posts', 'post', 'holder', 'deputy', 'person', 'from', 'until'];
}

function warningFields(): readonly string[] {
  return [
    ...['warningId', 'change', 'level', 'state', 'unit', 'source', 'scamType', 'owner', 'step', 'what', 'rule'],
    ...['outcome', 'watchUntil', 'lostFen', 'learning'],
  ];
}
