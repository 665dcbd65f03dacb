import { describe, expect, it } from '@jest/globals';
import { given, instant } from '@interlock/kernel';
import { lineDecider } from './line.decider.ts';
import { ask, asked, begun, NEXT_NOON, NOON, NUMBER, suspended } from './line.testing.ts';

const line = lineDecider;
const { remedy } = asked;
const record = { type: 'RecordReverification', askId: 'ask', passed: true, how: 'shop', noticeGiven: true, at: NOON } as const;
const terms = { because: 'reverification', legalBasis: asked.legalBasis, requester: asked.requester, grade: 'medium', remedy } as const;
const passed = { type: 'ReverificationPassed', askId: 'ask', numberRef: NUMBER, how: 'shop', passedAt: NOON } as const;
const notDone = { type: 'ReverificationFailed', askId: 'ask', numberRef: NUMBER, how: 'not-done', failedAt: NEXT_NOON } as const;
const missedStop = begun('ask', { ...terms, reason: 'reverification-not-done', begunAt: NEXT_NOON });

describe('R-601: the user verifies within 24 hours of being told', () => {
  it('is told once at a time, with basis, grade and way back', () => {
    expect(given(line).when(ask)).toEqual({ ok: true, events: [asked] });
    expect(given(line, asked).when({ ...ask, askId: 'second' })).toEqual({
      ok: false,
      rejection: { type: 'ReverificationRunning', rule: 'R-601', askId: 'ask', dueAt: NEXT_NOON },
    });
    expect(given(line).when({ ...ask, remedy: {} })).toMatchObject({ ok: false, rejection: { rule: 'R-401' } });
    const { legalBasis: _, ...baseless } = ask;
    expect(given(line).when(baseless)).toMatchObject({ ok: false, rejection: { rule: 'R-605', missing: ['legalBasis'] } });
  });

  it.each([
    ['just before', '2021-06-11T11:59:59.999Z', { ok: false, rejection: { type: 'NotDueYet', rule: 'R-601', dueAt: NEXT_NOON } }],
    ['at', NEXT_NOON, { ok: true, events: [notDone, missedStop] }],
    ['after', '2021-06-11T12:30:00.000Z', { ok: true, events: [notDone, { ...missedStop, begunAt: '2021-06-11T12:30:00.000Z' }] }],
  ])('not done, the line is suspended: alarm %s the end', (_, at, answer) => {
    expect(given(line, asked).when({ type: 'MissReverification', askId: 'ask', at: instant(at) })).toEqual(answer);
  });

  it('passed, nothing happens to the line', () => {
    expect(given(line, asked).when(record)).toEqual({ ok: true, events: [passed] });
    const alarm = { type: 'MissReverification', askId: 'ask', at: NEXT_NOON } as const;
    expect(given(line, asked, passed).when(alarm)).toEqual({ ok: true, events: [] });
  });

  it('not passed, it is suspended at once', () => {
    expect(given(line, asked).when({ ...record, passed: false })).toEqual({
      ok: true,
      events: [
        { type: 'ReverificationFailed', askId: 'ask', numberRef: NUMBER, how: 'not-passed', failedAt: NOON },
        begun('ask', { ...terms, reason: 'reverification-not-passed' }),
      ],
    });
  });

  it('the risk notice is signed or ticked, else nothing counts', () => {
    expect(given(line, asked).when({ ...record, noticeGiven: false })).toEqual({
      ok: false,
      rejection: { type: 'NoticeMissing', rule: 'R-601' },
    });
  });

  it('R-606: verified after the suspension starts the clock of restoration', () => {
    const history = [asked, notDone, missedStop, suspended('ask', { ...terms, reason: 'reverification-not-done' })];
    const at = instant('2021-06-12T09:00:00.000Z');
    expect(given(line, ...history).when({ ...record, at })).toEqual({
      ok: true,
      events: [
        { ...passed, passedAt: at },
        {
          type: 'RestorationAsked',
          measureId: 'ask',
          numberRef: NUMBER,
          reason: 'verified',
          askedAt: at,
          dueAt: instant('2021-06-13T09:00:00.000Z'),
        },
      ],
    });
  });

  it('is decided once', () => {
    expect(given(line, asked, passed).when(record)).toEqual({
      ok: false,
      rejection: { type: 'ReverificationDecided', rule: 'R-601', askId: 'ask', result: 'passed' },
    });
    expect(given(line, asked, notDone, missedStop).when({ ...record, passed: false })).toEqual({
      ok: false,
      rejection: { type: 'ReverificationDecided', rule: 'R-601', askId: 'ask', result: 'failed' },
    });
    expect(given(line).when(record)).toEqual({ ok: false, rejection: { type: 'NoSuchReverification', rule: 'R-601', askId: 'ask' } });
  });
});
