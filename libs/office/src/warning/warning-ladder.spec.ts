import { describe, expect, it } from '@jest/globals';
import { type Instant, instant, plusHours, plusMinutes, plusMs } from '@interlock/kernel';
import { dueActs, ladderOf, reaches } from './warning-ladder.ts';
import { type WarningCommand } from './warning.commands.ts';
import { ARRIVED, decide, issue, play } from './warning.fixtures.ts';

const climb = (index: number, at: Instant): WarningCommand => ({ type: 'ClimbLadder', index, at });
const after = (minutes: number): Instant => plusMinutes(ARRIVED, minutes);

describe('R-504: the ladder of a level', () => {
  it.each([
    [
      'special_high',
      [
        ['human-call', 0],
        ['visit', 0],
        ['hold-request', 5],
      ],
    ],
    [
      'high',
      [
        ['human-call', 0],
        ['visit', 0],
        ['relatives', 15],
      ],
    ],
    [
      'medium',
      [
        ['sms', 0],
        ['ai-call', 120],
        ['human-call', 240],
        ['visit', 900],
      ],
    ], // the city's midnight
    [
      'low',
      [
        ['sms', 0],
        ['ai-call', 720],
        ['human-call', 1440],
      ],
    ],
  ] as const)('%s begins and climbs in its order', (level, rungs) => {
    expect(ladderOf(level, ARRIVED)).toEqual(rungs.map(([step, minutes]) => ({ step, at: after(minutes) })));
  });

  it('R-503: what people have to do has due times of its own', () => {
    expect(dueActs('special_high', ARRIVED)).toEqual({ sign: after(1), 'first-contact': after(3), 'in-person': after(30) });
    expect(dueActs('high', ARRIVED)).toEqual({ sign: after(3), 'first-contact': after(10), 'in-person': after(60) });
    expect(dueActs('medium', ARRIVED)).toEqual({ sign: after(15) });
    expect(dueActs('low', ARRIVED)).toEqual({ sign: after(60) });
  });

  it('the high levels are reached by a person only', () => {
    expect(
      (['read', 'sms', 'ai-call', 'relatives', 'human-call', 'visit'] as const).map((how) => [reaches('high', how), reaches('low', how)]),
    ).toEqual([
      [false, true],
      [false, true],
      [false, true],
      [false, false],
      [true, true],
      [true, true],
    ]);
  });
});

describe('R-504: a warning that nobody reads climbs by itself', () => {
  it('is texted at once, and the operator is asked', () => {
    expect(play(issue('medium'))).toMatchObject([
      { type: 'WarningIssued', begins: ['sms'], next: { index: 1, at: after(120) }, owner: { member: 'police' } },
      { type: 'WarningSent', channel: 'sms', operator: 'operator-mobile', state: 'sent' },
    ]);
  });

  it.each([
    ['just before its limit', plusMs(after(120), -1), { ok: false, rejection: { type: 'NotDueYet', rule: 'R-503', dueAt: after(120) } }],
    [
      'at its limit',
      after(120),
      {
        ok: true,
        events: [
          { type: 'WarningClimbed', step: 'ai-call' },
          { type: 'WarningSent', channel: 'ai-call' },
        ],
      },
    ],
    ['after its limit', after(121), { ok: true, events: [{ type: 'WarningClimbed', step: 'ai-call', dueAt: after(120) }, {}] }],
  ])('R-503: %s', (_when, at, answer) => {
    expect(decide(play(issue('medium')), climb(1, at))).toMatchObject(answer);
  });

  it('reaches the visit at the end of the day, rung by rung', () => {
    const events = play(issue('medium'), climb(1, after(120)), climb(2, after(240)), climb(3, after(900)));
    expect(events.flatMap((event) => (event.type === 'WarningClimbed' ? [event.step] : []))).toEqual(['ai-call', 'human-call', 'visit']);
    expect(events.at(-1)).not.toHaveProperty('next');
  });

  it('skips no rung', () => {
    expect(decide(play(issue('medium')), climb(2, after(300)))).toEqual({
      ok: false,
      rejection: { type: 'RungSkipped', rule: 'R-504', next: 1 },
    });
  });

  it('takes no rung twice', () => {
    expect(decide(play(issue('medium'), climb(1, after(120))), climb(1, after(121)))).toEqual({ ok: true, events: [] });
  });

  it('stops when it is read', () => {
    const read = { type: 'RecordRead', acknowledged: false, at: after(30) } as const;
    expect(decide(play(issue('medium'), read), climb(1, after(120)))).toEqual({ ok: true, events: [] });
  });

  it('goes on for a high one that was only read or heard from a machine', () => {
    const read = { type: 'RecordRead', acknowledged: true, at: after(1) } as const;
    const machine = { type: 'RecordContact', channel: 'ai-call', result: 'spoken', person: 'o-07', at: after(2) } as const;
    const relatives = climb(2, after(15));
    expect(decide(play(issue('high'), read, machine), relatives)).toMatchObject({
      events: [{ type: 'WarningClimbed', step: 'relatives' }],
    });
    const person = { type: 'RecordContact', channel: 'human-call', result: 'spoken', person: 'o-07', at: after(5) } as const;
    expect(decide(play(issue('high'), person), relatives)).toEqual({ ok: true, events: [] });
  });

  it('goes on where the call was not answered', () => {
    const delivered = { type: 'RecordDelivery', channel: 'ai-call', result: 'no-answer', deliveredAt: after(120), at: after(120) } as const;
    const events = play(issue('medium'), climb(1, after(120)), delivered);
    expect(decide(events, climb(2, after(240)))).toMatchObject({ events: [{ type: 'WarningClimbed', step: 'human-call' }] });
  });

  it('special high: at 5 minutes a hold is asked for', () => {
    expect(decide(play(issue('special_high')), climb(2, after(5)))).toMatchObject({
      events: [{ type: 'WarningClimbed', step: 'hold-request' }],
    });
  });
});

describe('R-503: an act that nobody did in time is recorded', () => {
  const note = (what: 'sign' | 'first-contact' | 'in-person', at: Instant): WarningCommand => ({ type: 'NoteOverdue', what, at });

  it.each([
    ['just before', plusMs(after(3), -1), { ok: false, rejection: { type: 'NotDueYet', rule: 'R-503' } }],
    ['on time', after(3), { ok: true, events: [{ type: 'WarningOverdue', what: 'sign', dueAt: after(3) }] }],
    ['after', after(9), { ok: true, events: [{ type: 'WarningOverdue', what: 'sign', dueAt: after(3) }] }],
  ])('signing a high one: looked at %s', (_when, at, answer) => {
    expect(decide(play(issue('high')), note('sign', at))).toMatchObject(answer);
  });

  it('nothing is overdue that was done, and each thing once', () => {
    const signed = { type: 'SignWarning', person: 'o-07', at: after(2) } as const;
    const called = { type: 'RecordContact', channel: 'human-call', result: 'no-answer', person: 'o-07', at: after(4) } as const;
    const events = play(issue('high'), signed, called, note('in-person', after(60)));
    expect(events.at(-1)).toMatchObject({ type: 'WarningOverdue', what: 'in-person' });
    for (const what of ['sign', 'first-contact', 'in-person'] as const)
      expect(decide(events, note(what, after(61)))).toEqual({ ok: true, events: [] });
  });

  it('signing late is marked', () => {
    expect(play(issue('high'), { type: 'SignWarning', person: 'o-07', at: after(4) }).at(-1)).toMatchObject({
      type: 'WarningSigned',
      late: true,
    });
  });

  it('the times run from the arrival, not from the entry into the books', () => {
    const received = play(issue('low', { receivedAt: instant('2021-03-22T08:00:00+08:00') }));
    expect(received[0]).toMatchObject({ due: { sign: ARRIVED }, next: { at: plusHours(ARRIVED, 11) } });
    expect(decide([], issue('low', { receivedAt: plusMs(ARRIVED, 1) }))).toMatchObject({ ok: false, rejection: { type: 'TimeInFuture' } });
  });
});
