import { describe, expect, it } from '@jest/globals';
import { type Instant, given, plusHours } from '@interlock/kernel';
import { caseDecider } from './case.decider.ts';
import { type CaseAccepted, type CaseEvent, type CaseReported } from './case.events.ts';
import { publishCase } from './case.publish.ts';
import { accountOf, entered, NOON, paymentOf, sealed } from './cases.testing.ts';

const paid = { reference: 'PAY-1', from: 'company', to: 'm', amountFen: 166_000_000, paidAt: '2021-03-22T03:51:00.000Z' } as const;
const report = {
  type: 'ReportCase',
  caseId: 'case-a',
  caseNo: '2021-JH-000001',
  by: 'victim',
  unit: 'wuyi',
  reporter: { name: sealed('name'), idNumber: sealed('id') },
  payments: [{ ...paid, from: accountOf('company'), to: accountOf('m'), voucher: true }],
  receipt: 'given',
  at: NOON,
} as const;
const reported: CaseReported = { ...withoutAt(report), type: 'CaseReported', reportedAt: NOON, missing: [] };
const accepted: CaseAccepted = {
  type: 'CaseAccepted',
  caseId: 'case-a',
  unit: 'wuyi',
  acceptedAt: NOON,
  entryDueAt: '2021-03-22T04:30:00.000Z',
  filingDueAt: '2021-03-25T04:00:00.000Z',
};
const inCase = entered('case-a', [paid]);
const head = { person: 'P-1', role: 'approving-head', unit: 'wuyi', level: 'county' } as const;
const filed: CaseEvent = { type: 'CaseFiled', caseId: 'case-a', filingId: 'f', filedAt: NOON, late: false, approvedBy: head };
const after = (...history: readonly CaseEvent[]) => given(caseDecider, ...history);

function withoutAt<T extends { readonly at: unknown }>({ at: _, ...rest }: T): Omit<T, 'at'> {
  return rest;
}

describe('R-102: a report is stored at once, and what is missing is listed back', () => {
  it('nothing, when all is there', () => {
    expect(after().when(report)).toEqual({ ok: true, events: [reported] });
  });

  it('each item of each payment', () => {
    const { bank: _, ...suspect } = accountOf('m');
    const answer = after().when({
      ...report,
      reporter: { name: sealed('name') },
      payments: [report.payments[0], { from: accountOf('company'), to: suspect, amountFen: 5, voucher: false }],
    });
    expect(answer).toMatchObject({
      ok: true,
      events: [{ missing: ['victimIdNumber', 'payments.1.transferTime', 'payments.1.suspectBank', 'payments.1.voucher'] }],
    });
  });

  it('everything, of a report that says nothing yet', () => {
    const answer = after().when({ ...report, reporter: {}, payments: [] });
    expect(answer).toMatchObject({ ok: true, events: [{ type: 'CaseReported' }] });
    expect(answer.ok && answer.events[0]?.type === 'CaseReported' ? answer.events[0].missing : []).toHaveLength(10);
  });

  it.each([
    ['reportedAt', { reportedAt: '2021-03-22T04:00:00.001Z' }],
    ['payments.0.paidAt', { payments: [{ ...report.payments[0], paidAt: '2021-03-22T04:00:00.001Z' }] }],
  ] as const)('but not with a time in the future: %s', (field, changed) => {
    expect(after().when({ ...report, ...changed })).toEqual({ ok: false, rejection: { type: 'TimeInFuture', field } });
    expect(after().when({ ...report, reportedAt: NOON }).ok).toBe(true);
  });
});

describe('R-105: every report has its receipt', () => {
  it.each(['given', 'refused', 'undeliverable'] as const)('one %s is noted', (receipt) => {
    expect(after().when({ ...report, receipt })).toMatchObject({ ok: true, events: [{ type: 'CaseReported', receipt }] });
  });
});

describe('R-103: brief facts and level-1 accounts within 30 minutes of acceptance', () => {
  const enter = { type: 'EnterCase', scamType: 'T17', payments: [paymentOf(paid)] } as const;

  it('the clock runs from the acceptance', () => {
    const accept = { type: 'AcceptCase', review: 'ordinary', unit: 'wuyi', at: NOON } as const;
    expect(after(reported).when(accept)).toEqual({ ok: true, events: [accepted] });
    expect(after(reported, accepted).when(accept)).toEqual({ ok: false, rejection: { type: 'AlreadyAccepted' } });
  });

  it.each([
    ['2021-03-22T04:29:59.999Z', false],
    ['2021-03-22T04:30:00.000Z', false],
    ['2021-03-22T04:30:00.001Z', true],
  ] as const)('entered at %s: late %p, and never blocked', (at: Instant, late) => {
    expect(after(reported, accepted).when({ ...enter, at })).toMatchObject({
      ok: true,
      events: [{ type: 'CaseEntered', late, enteredAt: at }],
    });
  });

  it('not before acceptance, not twice, not with a payment in the future', () => {
    expect(after(reported).when({ ...enter, at: NOON })).toEqual({ ok: false, rejection: { type: 'NotAccepted', rule: 'R-103' } });
    expect(after(reported, accepted, inCase).when({ ...enter, at: NOON })).toMatchObject({ rejection: { type: 'AlreadyEntered' } });
    const at = '2021-03-22T03:50:59.999Z';
    expect(after(reported, accepted).when({ ...enter, at })).toEqual({
      ok: false,
      rejection: { type: 'TimeInFuture', field: 'payments.0.paidAt' },
    });
  });

  it('takes the report’s payments over, where they are complete', () => {
    const { payments: _, ...bare } = enter;
    expect(after(reported, accepted).when({ ...bare, at: NOON })).toMatchObject({
      ok: true,
      events: [{ payments: [{ reference: 'PAY-1', amountFen: 166_000_000, stated: { amountFen: 166_000_000 } }] }],
    });
    const partial: CaseReported = { ...reported, payments: [{ voucher: false }], missing: ['payments.0.amount'] };
    expect(after(partial, accepted).when({ ...bare, at: NOON })).toMatchObject({ rejection: { type: 'PaymentsMissing', rule: 'R-102' } });
  });
});

describe('R-106: a transfer comes after the emergency measures, within 24 hours of its decision', () => {
  const transfer = { type: 'TransferCase', toOrgan: 'another bureau', decidedAt: NOON } as const;

  it('not before the entry', () => {
    expect(after(reported, accepted).when({ ...transfer, at: NOON })).toEqual({
      ok: false,
      rejection: { type: 'NotEntered', rule: 'R-106' },
    });
  });

  it.each([
    ['2021-03-23T03:59:59.999Z', false],
    ['2021-03-23T04:00:00.000Z', false],
    ['2021-03-23T04:00:00.001Z', true],
  ] as const)('at %s: late %p', (at: Instant, late) => {
    expect(after(reported, accepted, inCase).when({ ...transfer, at })).toMatchObject({
      ok: true,
      events: [{ type: 'CaseTransferred', late }],
    });
  });
});

describe('R-118: filing is approved by the head of a county-level or higher organ', () => {
  const file = { type: 'FileCase', filingId: 'f', at: NOON } as const;

  it.each([
    [undefined, false],
    [{ ...head, level: 'township' }, false],
    [{ ...head, role: 'lead' }, false],
    [head, true],
    [{ ...head, level: 'city' }, true],
  ] as const)('by %p: %p', (approvedBy, isFiled) => {
    const answer = after(reported, accepted, inCase).when({ ...file, ...(approvedBy && { approvedBy }) });
    expect(answer.ok).toBe(isFiled);
    if (!answer.ok) expect(answer.rejection).toEqual({ type: 'ApprovalNeeded', rule: 'R-118', level: 'county' });
  });

  it('not before the entry, and not twice', () => {
    expect(after(reported, accepted).when({ ...file, approvedBy: head })).toMatchObject({ rejection: { type: 'NotEntered' } });
    expect(after(reported, accepted, inCase, filed).when({ ...file, approvedBy: head })).toEqual({
      ok: false,
      rejection: { type: 'AlreadyFiled' },
    });
  });

  it.each([
    ['2021-03-25T03:59:59.999Z', false],
    ['2021-03-25T04:00:00.000Z', false],
    ['2021-03-25T04:00:00.001Z', true],
  ] as const)('R-121: decided at %s, late %p', (at: Instant, late) => {
    expect(after(reported, accepted, inCase).when({ ...file, at, approvedBy: head })).toMatchObject({
      events: [{ type: 'CaseFiled', late }],
    });
  });
});

describe('R-122: a refusal to file is served on the complainant within 3 days', () => {
  const refusing = after(reported, accepted, inCase).when({ type: 'RefuseFiling', reason: sealed('reason'), approvedBy: head, at: NOON });
  const history = [reported, accepted, inCase, ...(refusing.events ?? [])];

  it.each([
    ['2021-03-25T03:59:59.999Z', false],
    ['2021-03-25T04:00:00.000Z', false],
    ['2021-03-25T04:00:00.001Z', true],
  ] as const)('served at %s: late %p', (at: Instant, late) => {
    expect(after(...history).when({ type: 'ServeRefusal', at })).toMatchObject({ ok: true, events: [{ type: 'RefusalServed', late }] });
  });

  it('only a refusal that was decided, and once', () => {
    expect(after(reported).when({ type: 'ServeRefusal', at: NOON })).toMatchObject({
      rejection: { type: 'FilingNotRefused', rule: 'R-122' },
    });
    const served = after(...history).when({ type: 'ServeRefusal', at: NOON });
    expect(after(...history, ...(served.events ?? [])).when({ type: 'ServeRefusal', at: NOON }).ok).toBe(false);
  });

  it('ends the case: nothing else happens to it', () => {
    expect(after(...history).when({ type: 'CloseCase', reason: sealed('reason'), at: plusHours(NOON, 1) })).toEqual({
      ok: false,
      rejection: { type: 'CaseIsOver', status: 'filing-refused' },
    });
  });
});

describe('what city and office are told of a case', () => {
  it('the same, in clear only what is no personal data', () => {
    for (const event of [reported, accepted, inCase, filed]) {
      const told = publishCase(event);
      expect(told.map(({ to }) => to)).toEqual(['city', 'office']);
      expect(JSON.stringify(told)).not.toContain('sealed');
    }
  });

  it('R-212: that it was withdrawn', () => {
    const withdrawn = { type: 'CaseWithdrawn', caseId: 'case-a', reason: sealed('reason'), withdrawnAt: NOON } as const;
    expect(publishCase(withdrawn)[0]).toEqual({
      to: 'city',
      type: 'police.case-ended.v1',
      data: { caseId: 'case-a', how: 'withdrawn', endedAt: NOON },
    });
  });
});

describe('R-509: a loss is linked to the warnings of the same person', () => {
  const victim = 'p1.abcdefghijklmnopqrstuvwxyz';
  const byKnown: CaseReported = { ...reported, reporter: { ...reported.reporter, personRef: victim } };

  it('the entry names who reported, by pseudonym, to the office and to nobody else', () => {
    const answer = after(byKnown, accepted).when({ type: 'EnterCase', scamType: 'T17', payments: inCase.payments, at: NOON });
    const [event] = answer.ok ? answer.events : [];
    expect(event).toMatchObject({ type: 'CaseEntered', victim });
    const told = event ? publishCase(event) : [];
    expect(told.map(({ to, data }) => [to, data['victim']])).toEqual([
      ['city', undefined],
      ['office', victim],
    ]);
  });
});
