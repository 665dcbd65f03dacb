import { describe, expect, it } from '@jest/globals';
import { given, instant } from '@interlock/kernel';
import { accountHoldDecider } from './account-hold.decider.ts';
import { type AccountHoldEvent } from './account-hold.events.ts';
import { ACCOUNT, applied, begun, NOON, NOON_TWO_DAYS_ON, received } from './account-hold.testing.ts';

const hold = accountHoldDecider;
const stop = [received('first'), begun('first'), applied('first', NOON, NOON_TWO_DAYS_ON)];
const asked = {
  type: 'ReleaseAsked',
  orderId: 'first',
  accountRef: ACCOUNT,
  caseId: 'case',
  orderedAt: NOON,
  receivedAt: NOON,
} as const;
const releaseBegun = { type: 'ReleaseBegun', orderId: 'first', accountRef: ACCOUNT, begunAt: NOON } as const;
const refused = (code: string, refusedAt = NOON) =>
  ({ type: 'ReleaseRefused', orderId: 'first', accountRef: ACCOUNT, code, refusedAt }) as const;

describe('R-117: a release before the end', () => {
  it.each([
    ['just before', '2021-03-24T11:59:59.999Z', { type: 'ReleaseBegun' }],
    ['at', NOON_TWO_DAYS_ON, { type: 'ReleaseRefused', code: '1900' }],
    ['after', '2021-03-24T12:00:00.001Z', { type: 'ReleaseRefused', code: '1900' }],
  ])('is possible until, not including, the end: %s', (_, at, event) => {
    const decision = given(hold, ...stop, asked).when({ type: 'AnswerRelease', orderId: 'first', at: instant(at) });
    expect(decision).toMatchObject({ ok: true, events: [event] });
  });

  it('answers 0400 where the order never held', () => {
    const decision = given(hold, received('first'), asked).when({ type: 'AnswerRelease', orderId: 'first', at: NOON });
    expect(decision).toEqual({ ok: true, events: [refused('0400')] });
  });

  it('needs the police to have asked', () => {
    const decision = given(hold, ...stop).when({ type: 'AnswerRelease', orderId: 'first', at: NOON });
    expect(decision).toEqual({ ok: false, rejection: { type: 'NoSuchRelease', rule: 'R-117', orderId: 'first' } });
  });

  it('ends the stop and the one that continues it', () => {
    const second = applied('second', NOON, instant('2021-03-26T12:00:00.000Z'), NOON_TWO_DAYS_ON);
    const history: readonly AccountHoldEvent[] = [
      ...stop,
      received('second', { continues: 'first' }),
      begun('second'),
      second,
      asked,
      releaseBegun,
    ];
    const releasedAt = instant('2021-03-23T09:00:00.000Z');
    const decision = given(hold, ...history).when({ type: 'RecordReleased', orderId: 'first', releasedAt, at: releasedAt });
    const fields = { accountRef: ACCOUNT, askedFor: 'first', releasedAt };
    expect(decision).toEqual({
      ok: true,
      events: [
        { type: 'StopReleased', orderId: 'first', ...fields },
        { type: 'StopReleased', orderId: 'second', ...fields },
      ],
    });
  });

  it('is 1900 when the stop ran out on the way to the core', () => {
    const decision = given(hold, ...stop, asked, releaseBegun).when({
      type: 'RecordReleased',
      orderId: 'first',
      releasedAt: NOON_TWO_DAYS_ON,
      at: NOON_TWO_DAYS_ON,
    });
    expect(decision).toEqual({ ok: true, events: [refused('1900', NOON_TWO_DAYS_ON)] });
  });

  it('is recorded once', () => {
    const released = { type: 'StopReleased', orderId: 'first', accountRef: ACCOUNT, askedFor: 'first', releasedAt: NOON } as const;
    const again = { type: 'RecordReleased', orderId: 'first', releasedAt: NOON, at: NOON } as const;
    expect(given(hold, ...stop, asked, releaseBegun, released).when(again)).toEqual({ ok: true, events: [] });
  });
});
