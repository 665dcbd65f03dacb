import { describe, expect, it } from '@jest/globals';
import { type Instant, plusHours, plusMinutes, plusMs } from '@interlock/kernel';
import { codesOf, plusDays, WARNING_OUTCOMES } from '@interlock/rulebook';
import { type Closing, type WarningCommand } from './warning.commands.ts';
import { type ContactRecorded } from './warning.events.ts';
import { ARRIVED, decide, issue, play } from './warning.fixtures.ts';

const TALK: Instant = plusMinutes(ARRIVED, 8);
const CLOSED: Instant = plusHours(ARRIVED, 1);
const complete: Closing = {
  identityConfirmed: true,
  channel: 'human-call',
  at: TALK,
  evidence: ['recording-17'],
  nextCheckOn: '2021-03-25',
};
const spoken = (channel: ContactRecorded['channel']): WarningCommand => ({
  type: 'RecordContact',
  channel,
  result: 'spoken',
  person: 'o-07',
  at: TALK,
});
const close = (closing: Closing, outcome: keyof typeof WARNING_OUTCOMES = 'dissuaded_no_transfer'): WarningCommand => ({
  ...{ type: 'RecordOutcome', outcome, closing, person: 'o-07', at: CLOSED },
});

describe('R-506: closing a warning', () => {
  it('names all that is missing, in the order of the rule', () => {
    const answer = decide(play(issue('high'), spoken('human-call')), close({ identityConfirmed: false, evidence: [] }));
    const missing = ['identityConfirmed', 'channel', 'at', 'evidence', 'nextCheckOn'];
    expect(answer).toEqual({ ok: false, rejection: { type: 'ClosingIncomplete', rule: 'R-506', missing } });
  });

  it.each([
    ['identityConfirmed', { ...complete, identityConfirmed: false }],
    ['evidence', { ...complete, evidence: [] }],
  ])('wants %s', (item, closing) => {
    expect(decide(play(issue('low'), spoken('human-call')), close(closing))).toMatchObject({ rejection: { missing: [item] } });
  });

  it('wants a talk by the channel named', () => {
    const tried: WarningCommand = { type: 'RecordContact', channel: 'human-call', result: 'no-answer', person: 'o-07', at: TALK };
    expect(decide(play(issue('low'), tried), close(complete))).toEqual({
      ok: false,
      rejection: { type: 'NotReached', rule: 'R-506', channel: 'human-call' },
    });
    const events = play(issue('low'), spoken('human-call'), close(complete));
    expect(events.at(-1)).toMatchObject({ type: 'WarningClosed', state: 'closed', person: 'o-07', spokenAt: TALK });
    expect(events.at(-1)).not.toHaveProperty('watchUntil');
    expect(decide(events, close(complete))).toEqual({ ok: false, rejection: { type: 'WarningIsClosed', rule: 'R-506' } });
  });

  it('a false alarm may be found out without the person', () => {
    expect(decide(play(issue('low')), close(complete, 'false_positive'))).toMatchObject({ ok: true });
  });

  it('a text that was read may close a low one, never a high one', () => {
    const read: WarningCommand = { type: 'RecordRead', acknowledged: true, at: TALK };
    const byText = close({ ...complete, channel: 'sms' });
    expect(decide(play(issue('low'), read), byText)).toMatchObject({ ok: true });
    expect(decide(play(issue('high'), read), byText)).toMatchObject({ ok: false, rejection: { type: 'NotReached' } });
  });
});

describe('R-504: an AI call never closes a high warning', () => {
  it.each([
    ['special_high', { ok: false, rejection: { type: 'AiCallNeverCloses', rule: 'R-504', level: 'special_high' } }],
    ['high', { ok: false, rejection: { type: 'AiCallNeverCloses', rule: 'R-504', level: 'high' } }],
    ['medium', { ok: true }],
    ['low', { ok: true }],
  ] as const)('%s', (level, answer) => {
    expect(decide(play(issue(level), spoken('ai-call')), close({ ...complete, channel: 'ai-call' }))).toMatchObject(answer);
  });
});

describe('R-505: what an outcome leads to', () => {
  it('only what ends it may close it', () => {
    const closing = codesOf(WARNING_OUTCOMES).filter(
      (outcome) => decide(play(issue('low'), spoken('human-call')), close(complete, outcome)).ok,
    );
    expect(closing).toEqual(['dissuaded_no_transfer', 'dissuaded_partial_loss', 'already_transferred', 'wrong_person', 'false_positive']);
  });

  it('somebody who does not believe it is visited, the family and the bank are asked', () => {
    const [refused] = play(issue('low'), { type: 'RecordOutcome', outcome: 'refused_disbelieves', person: 'o-07', at: CLOSED }).slice(-1);
    expect(refused).toMatchObject({ settled: false, furtherSteps: ['visit', 'relatives', 'hold-request'] });
  });

  it('money already gone asks for a stop-payment case', () => {
    const [gone] = play(issue('low'), { type: 'RecordOutcome', outcome: 'already_transferred', person: 'o-07', at: CLOSED }).slice(-1);
    expect(gone).toMatchObject({ settled: true, furtherSteps: ['stop-payment-case'] });
  });

  it('unreachable after all: the ladder goes on from where it stood', () => {
    const settled: WarningCommand = { type: 'RecordOutcome', outcome: 'dissuaded_no_transfer', person: 'o-07', at: CLOSED };
    const unreachable: WarningCommand = { type: 'RecordOutcome', outcome: 'unreachable', person: 'o-07', at: plusHours(ARRIVED, 3) };
    const events = play(issue('medium'), settled, unreachable);
    expect(events.at(-1)).toMatchObject({ outcome: 'unreachable', next: { index: 1, at: plusHours(ARRIVED, 3) } });
    expect(decide(events, { type: 'ClimbLadder', index: 1, at: plusHours(ARRIVED, 3) })).toMatchObject({
      events: [{ step: 'ai-call' }, {}],
    });
  });

  it('another district takes it over by accepting it; until then the first one owns it', () => {
    const asked = play(issue('low'), { type: 'AskMove', toUnit: 'lanxi-lanjiang', person: 'o-07', at: CLOSED });
    const answer = { type: 'AnswerMove', person: 'o-31', at: CLOSED } as const;
    expect(decide(asked, { ...answer, accept: true, unit: 'pujiang-puyang' })).toMatchObject({
      ok: false,
      rejection: { type: 'NotAskedToMove' },
    });
    expect(decide(asked, { ...answer, accept: false, unit: 'lanxi-lanjiang' })).toMatchObject({ events: [{ type: 'MoveDeclined' }] });
    expect(decide(asked, { ...answer, accept: true, unit: 'lanxi-lanjiang' })).toMatchObject({
      events: [
        { type: 'WarningMoved', fromUnit: 'yongkang-dongcheng', unit: 'lanxi-lanjiang', owner: { member: 'police', post: 'warning-desk' } },
      ],
    });
  });
});

describe('R-507: a high warning is watched for seven days after its closing', () => {
  const watched = play(issue('high'), spoken('human-call'), close(complete));
  const watchUntil = plusDays(CLOSED, 7);

  it('from the closing on', () => {
    expect(watched.at(-1)).toMatchObject({ type: 'WarningClosed', state: 'watched', watchUntil });
  });

  it.each([
    ['just before the end', plusMs(watchUntil, -1), { ok: false, rejection: { type: 'NotDueYet', rule: 'R-507', dueAt: watchUntil } }],
    ['at the end', watchUntil, { ok: true, events: [{ type: 'WatchEnded', state: 'closed', endedAt: watchUntil }] }],
    ['after the end', plusDays(watchUntil, 1), { ok: true, events: [{ type: 'WatchEnded', endedAt: watchUntil }] }],
  ])('ends when it is due: %s', (_when, at, answer) => {
    expect(decide(watched, { type: 'EndWatch', watchUntil, at })).toMatchObject(answer);
  });

  const paid = (paidAt: Instant): WarningCommand => ({
    ...{ type: 'LinkLoss', caseId: 'c', payments: [{ amountFen: 100, paidAt }], at: plusDays(CLOSED, 9) },
  });
  it.each([
    ['just before the end', plusMs(watchUntil, -1), { ok: true, events: [{ type: 'WarningReopened' }, { type: 'LossLinked' }] }],
    ['at the end', watchUntil, { ok: false, rejection: { type: 'NothingToLink', rule: 'R-509' } }],
    ['after the end', plusMs(watchUntil, 1), { ok: false, rejection: { type: 'NothingToLink' } }],
  ])('a payment %s, found out after it', (_when, paidAt, answer) => {
    const over = [
      ...watched,
      ...play(issue('high'), spoken('human-call'), close(complete), { type: 'EndWatch', watchUntil, at: watchUntil }).slice(-1),
    ];
    expect(decide(over, paid(paidAt))).toMatchObject(answer);
  });

  it('reopened, it can be closed and watched again', () => {
    const again: WarningCommand = { ...close(complete), at: plusDays(CLOSED, 10) };
    const reopened = play(issue('high'), spoken('human-call'), close(complete), paid(plusDays(CLOSED, 2)), again);
    expect(reopened.at(-1)).toMatchObject({ type: 'WarningClosed', watchUntil: plusDays(CLOSED, 17) });
    expect(decide(reopened, { type: 'EndWatch', watchUntil, at: plusDays(CLOSED, 17) })).toEqual({ ok: true, events: [] });
  });
});
