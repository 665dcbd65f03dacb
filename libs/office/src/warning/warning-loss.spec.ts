import { describe, expect, it } from '@jest/globals';
import { type CaseEnteredV1 } from '@interlock/contracts';
import { type Instant, type Recorded, plusHours, plusMs } from '@interlock/kernel';
import { warnedPersons } from './warned-persons.memory.ts';
import { type WarningCommand } from './warning.commands.ts';
import { ARRIVED, CASE, decide, issue, play, WARNING } from './warning.fixtures.ts';
import { linkLossWhenCaseEntered } from './warning.policy.ts';
import { publishWarning } from './warning.publish.ts';

const PAID: Instant = plusHours(ARRIVED, 2);
const ENTERED: Instant = plusHours(ARRIVED, 5);
const read = (at: Instant): WarningCommand => ({ type: 'RecordRead', acknowledged: false, at });
const loss = (...payments: readonly (readonly [number, Instant])[]): WarningCommand => ({
  ...{ type: 'LinkLoss', caseId: CASE, at: ENTERED },
  payments: payments.map(([amountFen, paidAt]) => ({ amountFen, paidAt })),
});

describe('R-509: not read, and read but paid, are different learnings', () => {
  it('Yongkang: texted, never read, 180,000 lost', () => {
    expect(play(issue('medium'), loss([18_000_000, PAID])).at(-1)).toMatchObject({
      ...{ type: 'LossLinked', state: 'paid-anyway', caseId: CASE, lostFen: 18_000_000, learning: 'not_read' },
    });
  });

  it('Lanxi: read, and 166,800 paid all the same', () => {
    const events = play(issue('medium'), read(plusHours(ARRIVED, 1)), loss([16_680_000, PAID]));
    expect(events.at(-1)).toMatchObject({ lostFen: 16_680_000, learning: 'read_but_paid' });
  });

  it.each([
    ['just before the payment', plusMs(PAID, -1), 'read_but_paid'],
    ['at the payment', PAID, 'not_read'],
    ['after the payment', plusMs(PAID, 1), 'not_read'],
  ])('what counts is whether it was known when the money left: read %s', (_when, readAt, learning) => {
    expect(play(issue('low'), read(readAt), loss([100, PAID])).at(-1)).toMatchObject({ learning });
  });

  it('somebody who was told by a caller knew, too; somebody whose family was told did not', () => {
    const told = (channel: 'human-call' | 'relatives'): WarningCommand => ({
      ...{ type: 'RecordContact', channel, result: 'spoken', person: 'o-07', at: plusHours(ARRIVED, 1) },
    });
    expect(play(issue('high'), told('human-call'), loss([100, PAID])).at(-1)).toMatchObject({ learning: 'read_but_paid' });
    expect(play(issue('high'), told('relatives'), loss([100, PAID])).at(-1)).toMatchObject({ learning: 'not_read' });
  });

  it.each([
    ['before the warning', plusMs(ARRIVED, -1), 0],
    ['at its arrival', ARRIVED, 0],
    ['just after it', plusMs(ARRIVED, 1), 300],
  ])('only what was paid after the warning came in is its loss: %s', (_when, paidAt, lostFen) => {
    const answer = decide(play(issue('low')), loss([300, paidAt]));
    if (lostFen === 0) expect(answer).toEqual({ ok: false, rejection: { type: 'NothingToLink', rule: 'R-509' } });
    else expect(answer).toMatchObject({ events: [{ lostFen }] });
  });

  it('a case is linked once, and several payments are one loss', () => {
    const events = play(issue('low'), loss([300, PAID], [500, plusHours(PAID, 1)], [700, plusMs(ARRIVED, -1)]));
    expect(events.at(-1)).toMatchObject({ lostFen: 800, firstPaidAt: PAID, lastPaidAt: plusHours(PAID, 1) });
    expect(decide(events, loss([300, PAID]))).toEqual({ ok: false, rejection: { type: 'AlreadyLinked', caseId: CASE } });
  });

  it('the ladder is over, the owner is not gone', () => {
    const events = play(issue('medium'), loss([300, PAID]));
    expect(decide(events, { type: 'ClimbLadder', index: 1, at: ENTERED })).toEqual({ ok: true, events: [] });
  });

  it('a warning that met the wrong person has no loss of this one', () => {
    const wrong: WarningCommand = { type: 'RecordOutcome', outcome: 'wrong_person', person: 'o-07', at: ARRIVED };
    expect(decide(play(issue('low'), wrong), loss([300, PAID]))).toMatchObject({ ok: false, rejection: { type: 'NothingToLink' } });
  });
});

describe('whenever a case is entered', () => {
  const recorded: Recorded = {
    ...{ id: 'e', type: 'WarningIssued', schemaVersion: 1, stream: `warning-${WARNING}`, data: {}, revision: 0, position: 1n },
    ...{ meta: { actor: { kind: 'lane', name: 'police' } }, recordedAt: ENTERED },
  };
  const [issued] = play(issue('medium'));
  if (!issued) throw new Error('nothing issued');
  const warned = warnedPersons.evolve(warnedPersons.initial(), issued, recorded);
  const entered: CaseEnteredV1 = {
    ...{
      type: 'police.case-entered.v1',
      caseId: CASE,
      caseNo: '1',
      unit: 'yongkang-dongcheng',
      enteredAt: ENTERED,
      late: false,
      scamType: 'T08',
    },
    payments: [
      {
        ...{ reference: 'r1', from: 'a1.cccccccccccccccccccccccccc', fromBank: 'bank-rural', amountFen: 18_000_000, paidAt: PAID },
        ...{ to: 'a1.dddddddddddddddddddddddddd', toBank: 'bank-city' },
      },
    ],
  };

  it('the warnings of the same person learn of it', () => {
    expect(linkLossWhenCaseEntered.react({ ...entered, victim: 'p1.aaaaaaaaaaaaaaaaaaaaaaaaaa' }, recorded, warned)).toMatchObject([
      {
        category: 'warning',
        key: WARNING,
        command: { type: 'LinkLoss', caseId: CASE, payments: [{ amountFen: 18_000_000, paidAt: PAID }] },
      },
    ]);
  });

  it('nobody else’s do', () => {
    expect(linkLossWhenCaseEntered.react({ ...entered, victim: 'p1.eeeeeeeeeeeeeeeeeeeeeeeeee' }, recorded, warned)).toEqual([]);
    expect(linkLossWhenCaseEntered.react(entered, recorded, warned)).toEqual([]);
  });
});

describe('what others are told', () => {
  it('the operator hears which line, the city nothing of the person', () => {
    const told = play(issue('medium'), loss([300, PAID])).flatMap((event) => publishWarning(event, { id: CASE }));
    expect(told.map(({ to, type, data }) => [to, type, data['change'] ?? data['channel']])).toEqual([
      ['city', 'office.warning-changed.v1', 'issued'],
      ['city', 'office.warning-changed.v1', 'sent'],
      ['operator-mobile', 'office.warning-call-asked.v1', 'sms'],
      ['city', 'office.warning-changed.v1', 'loss-linked'],
    ]);
    const toCity = JSON.stringify(told.filter(({ to }) => to === 'city'));
    for (const personal of ['p1.', 'n1.', 'AAAA']) expect(toCity).not.toContain(personal);
  });
});
