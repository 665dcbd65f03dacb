import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Instant, given, plusHours, plusMinutes, plusMs } from '@interlock/kernel';
import { filingDueAt, inForce, ENTRY_MINUTES_MAX, refusalServeDueAt } from '@interlock/rulebook';
import { openStory, outcomeOf, PAID, type Story } from '../chase/story.testing.ts';
import { HEAD } from '../desk.testing.ts';
import { caseDecider } from './case.decider.ts';
import { type CaseEvent } from './case.events.ts';

let story: Story;
beforeEach(async () => {
  story = await openStory();
});

async function accepted(body: object = {}): Promise<string> {
  const { caseId } = outcomeOf(await story.desk.send('police.report-case.v1', {}));
  outcomeOf(await story.desk.send('police.accept-case.v1', { caseId, ...body }));
  return String(caseId);
}
const missed = () => story.desk.eventsOf('DeadlineMissed').map(({ data, recordedAt }) => ({ ...data, recordedAt }));

describe('R-103: an entry that is not made in time', () => {
  it('is recorded as missed by itself, a moment after the limit and not at it', async () => {
    const caseId = await accepted();
    const dueAt = plusMinutes(story.desk.now(), inForce(ENTRY_MINUTES_MAX, story.desk.now()));
    await story.desk.advanceTo(dueAt);
    expect(missed()).toEqual([]);
    await story.desk.advanceTo(plusMs(dueAt, 1));
    expect(missed()).toEqual([{ caseId, unit: 'wuyi', deadline: 'entry', rule: 'R-103', dueAt, recordedAt: plusMs(dueAt, 1) }]);
    expect(story.desk.toldTo('city', 'police.case-overdue.v1')).toMatchObject([{ caseId, deadline: 'entry', dueAt }]);
    expect(await story.desk.ask('police.case.v1', { caseId })).toMatchObject({ case: { state: 'accepted', missed: ['entry'] } });
  });

  it('is made late all the same, and once made is never missed', async () => {
    const caseId = await accepted();
    await story.desk.advanceTo(plusMinutes(story.desk.now(), 31));
    expect(outcomeOf(await story.desk.send('police.enter-case.v1', { caseId, payments: [payment()] }))).toMatchObject({ late: true });
    await story.newCase([{ ...PAID, reference: 'PAY-2' }]);
    await story.desk.advanceTo(plusMinutes(story.desk.now(), 31));
    expect(missed()).toMatchObject([{ caseId, deadline: 'entry' }]);
  });

  it.each([
    ['withdrawn', 'police.withdraw-case.v1'],
    ['closed', 'police.close-case.v1'],
  ])('is owed no more when the case is %s', async (_, name) => {
    const caseId = await accepted();
    outcomeOf(await story.desk.send(name, { caseId, reason: 'a false report' }));
    await story.desk.advanceTo(plusMinutes(story.desk.now(), 60 * 24 * 40));
    expect(missed()).toEqual([]);
  });
});

describe('R-121: a filing decision that is not made in time', () => {
  it.each(['ordinary', 'leads'] as const)('is recorded as missed by itself: %s review', async (review) => {
    const acceptedAt = story.desk.now();
    const caseId = await accepted({ review });
    outcomeOf(await story.desk.send('police.enter-case.v1', { caseId, payments: [payment()] }));
    const dueAt = filingDueAt(acceptedAt, review);
    await story.desk.advanceTo(dueAt);
    expect(missed()).toEqual([]);
    await story.desk.advanceTo(plusMs(dueAt, 1));
    expect(missed()).toMatchObject([{ caseId, deadline: 'filing', rule: 'R-121', dueAt }]);
    expect(outcomeOf(await story.desk.send('police.file-case.v1', { caseId }, { second: HEAD }))).toMatchObject({ late: true });
  });

  it.each([
    ['nobody', undefined, 'APPROVAL_NEEDED'],
    ['a head below county level', { ...HEAD, unit: 'wuyi-hushan' }, 'APPROVAL_NEEDED'],
    ['a head at county level', HEAD, undefined],
  ])('has 30 days only where a head approves: %s', async (_, second, code) => {
    const { caseId } = outcomeOf(await story.desk.send('police.report-case.v1', {}));
    const answer = await story.desk.send('police.accept-case.v1', { caseId, review: 'complex' }, second && { second });
    if (code !== undefined) return expect(answer).toMatchObject({ errors: [{ code, rule: 'R-121', details: { level: 'county' } }] });
    expect(outcomeOf(answer)).toMatchObject({ filingDueAt: filingDueAt(story.desk.now(), 'complex') });
    expect(story.desk.eventsOf('CaseAccepted')).toMatchObject([{ data: { approvedBy: { person: HEAD.person, level: 'county' } } }]);
  });

  it('has less time where a stop ends before: the case shows both', async () => {
    const caseId = await story.newCase([PAID]);
    const ask = () => story.desk.ask('police.case.v1', { caseId });
    expect(await ask()).not.toHaveProperty('firstStopEndsAt');
    await story.confirmAll();
    await story.applyStop('m1', [PAID]);
    const startsAt = story.desk.now();
    expect(await ask()).toMatchObject({
      firstStopEndsAt: plusHours(startsAt, 48),
      case: { filingDueAt: filingDueAt(startsAt, 'ordinary') },
    });
    await story.desk.advanceTo(plusHours(startsAt, 48));
    expect(await ask()).not.toHaveProperty('firstStopEndsAt');
  });

  it('is not missed once filed', async () => {
    const caseId = await story.newCase([PAID]);
    outcomeOf(await story.desk.send('police.file-case.v1', { caseId }, { second: HEAD }));
    await story.desk.advanceTo(plusMinutes(story.desk.now(), 60 * 24 * 8));
    expect(missed()).toEqual([]);
  });
});

describe('R-122: a refusal to file that is not served in time', () => {
  it.each([true, false])('is recorded as missed by itself, unless it was served: %p', async (isServed) => {
    const caseId = await story.newCase([PAID]);
    const refusedAt = story.desk.now();
    outcomeOf(await story.desk.send('police.refuse-filing.v1', { caseId, reason: 'no crime' }, { second: HEAD }));
    if (isServed) outcomeOf(await story.desk.send('police.serve-refusal.v1', { caseId }));
    await story.desk.advanceTo(plusMinutes(story.desk.now(), 60 * 24 * 40));
    const dueAt = refusalServeDueAt(refusedAt);
    expect(missed()).toMatchObject(isServed ? [] : [{ caseId, deadline: 'service', rule: 'R-122', dueAt }]);
    expect(missed()).toHaveLength(isServed ? 0 : 1);
  });
});

describe('a deadline that fires again, too early or for what is over', () => {
  const NOON: Instant = '2021-03-22T04:00:00.000Z';
  const dueAt = plusMinutes(NOON, 30);
  const reported = { caseId: 'c', caseNo: '1', by: 'victim', unit: 'wuyi', reportedAt: NOON, reporter: {}, payments: [] } as const;
  const history: readonly CaseEvent[] = [
    { type: 'CaseReported', ...reported, missing: [], receipt: 'given' },
    { type: 'CaseAccepted', caseId: 'c', unit: 'yiwu', acceptedAt: NOON, entryDueAt: dueAt, filingDueAt: filingDueAt(NOON, 'ordinary') },
  ];
  const mark = { type: 'MarkMissed', deadline: 'entry', dueAt } as const;
  const fact = { type: 'DeadlineMissed', caseId: 'c', unit: 'yiwu', deadline: 'entry', rule: 'R-103', dueAt } as const;

  it('R-103: names the unit that accepted, once', () => {
    const late = { ...mark, at: plusMs(dueAt, 1) };
    expect(given(caseDecider, ...history).when(late)).toEqual({ ok: true, events: [fact] });
    expect(given(caseDecider, ...history, fact).when(late)).toEqual({ ok: true, events: [] });
  });

  it('R-103: is not early, and stands for its own limit only', () => {
    expect(given(caseDecider, ...history).when({ ...mark, at: dueAt })).toEqual({ ok: false, rejection: { type: 'NotDueYet', dueAt } });
    const other = { ...mark, dueAt: plusMs(dueAt, -1), at: plusMs(dueAt, 1) };
    expect(given(caseDecider, ...history).when(other)).toEqual({ ok: true, events: [] });
  });
});

function payment() {
  const from = { bank: 'bank-rural', number: '62284800000000000', holder: 'x', kind: 'corporate' };
  const to = { bank: 'bank-industry', number: '62220200000000018', holder: 'y' };
  return { reference: 'PAY-9', from, to, amountFen: 100, paidAt: PAID.at };
}
