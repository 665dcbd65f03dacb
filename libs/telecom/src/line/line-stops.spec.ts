import { describe, expect, it } from '@jest/globals';
import { given, instant } from '@interlock/kernel';
import { type StopLine } from './line.commands.ts';
import { lineDecider } from './line.decider.ts';
import { type LineEvent } from './line.events.ts';
import { begun, NEXT_NOON, NOON, NUMBER, restored, stop, suspended } from './line.testing.ts';

const line = lineDecider;
const standing = [begun('m'), suspended('m')];
const restoreBegun = { type: 'RestoreBegun', measureId: 'm', numberRef: NUMBER, reason: 'cleared', begunAt: NEXT_NOON } as const;
const restorationAsked = {
  type: 'RestorationAsked',
  measureId: 'm',
  numberRef: NUMBER,
  reason: 'verified',
  askedAt: NOON,
  dueAt: NEXT_NOON,
} as const;

describe('R-605: a measure on a line says basis, requester, grade, result and the way back', () => {
  it('is asked of the network with all of it', () => {
    expect(given(line).when(stop)).toEqual({ ok: true, events: [begun('m')] });
  });

  it('stands from the network’s moment', () => {
    const record = { type: 'RecordStopped', measureId: 'm', doneAt: NOON, known: true, at: NEXT_NOON } as const;
    expect(given(line, begun('m')).when(record)).toEqual({ ok: true, events: [suspended('m')] });
    expect(given(line, ...standing).when(record)).toEqual({ ok: true, events: [] });
  });

  it('comes to nothing where the network has no such line', () => {
    const record = { type: 'RecordStopped', measureId: 'm', doneAt: NOON, known: false, at: NOON } as const;
    expect(given(line, begun('m')).when(record)).toEqual({
      ok: true,
      events: [{ type: 'LineUnknown', measureId: 'm', numberRef: NUMBER, foundAt: NOON }],
    });
  });

  it('is refused without basis or grade', () => {
    const { legalBasis: _, grade: __, ...incomplete } = stop;
    expect(given(line).when(incomplete)).toEqual({
      ok: false,
      rejection: { type: 'OrderIncomplete', rule: 'R-605', missing: ['legalBasis', 'grade'] },
    });
  });

  it('is refused twice under one id', () => {
    expect(given(line, ...standing).when(stop)).toEqual({ ok: false, rejection: { type: 'MeasureExists', measureId: 'm' } });
  });
});

describe('R-401: a restriction carries reason, remedy channel and papers needed', () => {
  it.each<readonly [string, StopLine['remedy'], readonly string[]]>([
    ['no channel', { papers: ['id-card'] }, ['remedyChannel']],
    ['no papers', { channel: 'shop', papers: [] }, ['papersNeeded']],
    ['neither', {}, ['remedyChannel', 'papersNeeded']],
  ])('is invalid with %s', (_, remedy, missing) => {
    expect(given(line).when({ ...stop, remedy })).toEqual({ ok: false, rejection: { type: 'RemedyMissing', rule: 'R-401', missing } });
  });

  it('is invalid without a reason', () => {
    const { reason: _, ...unreasoned } = stop;
    expect(given(line).when(unreasoned)).toMatchObject({ ok: false, rejection: { rule: 'R-401', missing: ['reason'] } });
  });
});

describe('R-605: a protective hold of a victim’s line is temporary', () => {
  const hold = { ...stop, kind: 'protective-hold', until: NEXT_NOON } as const;
  const terms = { kind: 'protective-hold', until: NEXT_NOON } as const;
  const held = [begun('m', terms), suspended('m', terms)];

  it('names its end, which lies ahead', () => {
    expect(given(line).when(hold)).toEqual({ ok: true, events: [begun('m', terms)] });
    const { until: _, ...endless } = hold;
    expect(given(line).when(endless)).toEqual({ ok: false, rejection: { type: 'OrderIncomplete', rule: 'R-605', missing: ['until'] } });
    expect(given(line).when({ ...hold, until: NOON })).toEqual({
      ok: false,
      rejection: { type: 'UntilNotAhead', rule: 'R-605', until: NOON },
    });
    expect(given(line).when({ ...stop, until: NEXT_NOON })).toEqual({
      ok: false,
      rejection: { type: 'OnlyHoldsEndByThemselves', rule: 'R-605' },
    });
  });

  it.each([
    ['just before', '2021-06-11T11:59:59.999Z', { ok: false, rejection: { type: 'NotDueYet', rule: 'R-605', dueAt: NEXT_NOON } }],
    ['at', NEXT_NOON, { ok: true, events: [{ ...restoreBegun, reason: 'hold-ended' }] }],
    [
      'after',
      '2021-06-11T13:00:00.000Z',
      { ok: true, events: [{ ...restoreBegun, reason: 'hold-ended', begunAt: '2021-06-11T13:00:00.000Z' }] },
    ],
  ])('ends by itself: %s its end', (_, at, answer) => {
    expect(given(line, ...held).when({ type: 'EndHold', measureId: 'm', at: instant(at) })).toEqual(answer);
  });
});

describe('R-605: a line stop that the police ask for is answered by a person of the operator', () => {
  const request = { requestId: 'r', numberRef: NUMBER, kind: 'suspend', legalBasis: 'afl-34', grade: 'high', askedAt: NOON } as const;
  const stopAsked = { type: 'LineStopAsked', ...request, receivedAt: NOON } as const;
  const answer = { type: 'AnswerRequest', requestId: 'r', isDone: true, reason: 'police-request', remedy: stop.remedy, at: NOON } as const;
  const police = { because: 'police', requestId: 'r', requester: 'police', legalBasis: 'afl-34', reason: 'police-request' } as const;

  it('waits, once', () => {
    expect(given(line).when({ type: 'ReceiveRequest', request, at: NOON })).toEqual({ ok: true, events: [stopAsked] });
    expect(given(line, stopAsked).when({ type: 'ReceiveRequest', request, at: NOON })).toEqual({ ok: true, events: [] });
  });

  it('is done with the police’s basis and grade, and with the operator’s way back', () => {
    expect(given(line, stopAsked).when(answer)).toEqual({ ok: true, events: [begun('r', police)] });
    expect(given(line, stopAsked).when({ ...answer, remedy: {} })).toMatchObject({ ok: false, rejection: { rule: 'R-401' } });
  });

  it('may be refused with a reason, and is answered once', () => {
    const refused = { type: 'LineRequestRefused', requestId: 'r', numberRef: NUMBER, reason: 'ported-away', refusedAt: NOON } as const;
    expect(given(line, stopAsked).when({ ...answer, isDone: false, reason: 'ported-away' })).toEqual({ ok: true, events: [refused] });
    expect(given(line, stopAsked, refused).when(answer)).toEqual({
      ok: false,
      rejection: { type: 'AlreadyAnswered', rule: 'R-605', requestId: 'r' },
    });
    expect(given(line).when(answer)).toEqual({ ok: false, rejection: { type: 'NoSuchRequest', rule: 'R-605', requestId: 'r' } });
  });
});

describe('R-606: restoring has a clock of 24 hours, as visible as shutting', () => {
  it('runs from the moment that restoration is asked', () => {
    const command = { type: 'AskRestoration', measureId: 'm', reason: 'verified', at: NOON } as const;
    expect(given(line, ...standing).when(command)).toEqual({ ok: true, events: [restorationAsked] });
    expect(given(line, ...standing, restorationAsked).when(command)).toEqual({
      ok: false,
      rejection: { type: 'RestorationAlreadyAsked', rule: 'R-606', dueAt: NEXT_NOON },
    });
  });

  it.each([
    ['just before', '2021-06-11T11:59:59.999Z', { ok: false, rejection: { type: 'NotDueYet', rule: 'R-606', dueAt: NEXT_NOON } }],
    ['at', NEXT_NOON, { ok: true, events: [{ type: 'RestorationOverdue', measureId: 'm', numberRef: NUMBER, dueAt: NEXT_NOON }] }],
    [
      'after',
      '2021-06-12T12:00:00.000Z',
      { ok: true, events: [{ type: 'RestorationOverdue', measureId: 'm', numberRef: NUMBER, dueAt: NEXT_NOON }] },
    ],
  ])('is late %s its due time', (_, at, answer) => {
    const alarm = { type: 'MissRestoration', measureId: 'm', at: instant(at) } as const;
    expect(given(line, ...standing, restorationAsked).when(alarm)).toEqual(answer);
  });

  it('is not late once restored', () => {
    const history = [...standing, restorationAsked, restoreBegun, restored('m', 'cleared', NEXT_NOON)];
    expect(given(line, ...history).when({ type: 'MissRestoration', measureId: 'm', at: NEXT_NOON })).toEqual({ ok: true, events: [] });
  });

  it('asks the network to open the line for its last measure', () => {
    const restore = { type: 'RestoreLine', measureId: 'm', reason: 'cleared', at: NEXT_NOON } as const;
    expect(given(line, ...standing).when(restore)).toEqual({ ok: true, events: [restoreBegun] });
    const record = { type: 'RecordRestored', measureId: 'm', doneAt: NEXT_NOON, at: NEXT_NOON } as const;
    const done = restored('m', 'cleared', NEXT_NOON);
    expect(given(line, ...standing, restoreBegun).when(record)).toEqual({ ok: true, events: [done] });
    expect(given(line, ...standing, restoreBegun, done).when(record)).toEqual({ ok: true, events: [] });
    expect(given(line, ...standing, restoreBegun, done).when(restore)).toEqual({
      ok: false,
      rejection: { type: 'MeasureIsOver', rule: 'R-606', measureId: 'm' },
    });
  });

  it('leaves the line shut while another measure stands', () => {
    const restore = { type: 'RestoreLine', measureId: 'm', reason: 'cleared', at: NEXT_NOON } as const;
    expect(given(line, ...standing, begun('other'), suspended('other')).when(restore)).toEqual({
      ok: true,
      events: [restored('m', 'cleared', NEXT_NOON, false)],
    });
  });

  it.each<readonly [string, readonly LineEvent[], unknown]>([
    ['never taken', [], { type: 'NoSuchMeasure', measureId: 'm' }],
    ['still at the network', [begun('m')], { type: 'AtTheNetwork', measureId: 'm' }],
    ['being restored', [...standing, restoreBegun], { type: 'AtTheNetwork', measureId: 'm' }],
  ])('restores no measure that is %s', (_, history, rejection) => {
    expect(given(line, ...history).when({ type: 'RestoreLine', measureId: 'm', reason: 'cleared', at: NOON })).toEqual({
      ok: false,
      rejection,
    });
  });
});
