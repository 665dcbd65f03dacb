import { describe, expect, it } from '@jest/globals';
import { type Instant, fold, isAfter, plusHours } from '@interlock/kernel';
import fc from 'fast-check';
import { type AccountHoldCommand, accountHoldDecider } from './account-hold.decider.ts';
import { type AccountHoldEvent } from './account-hold.events.ts';
import { ACCOUNT, core, NOON, order } from './account-hold.testing.ts';

const names = fc.constantFrom('a', 'b', 'c', 'd');
type Step = (at: Instant) => AccountHoldCommand;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(names, fc.option(names, { nil: undefined })).map(([name, continues]): Step => (at) => ({
    type: 'ReceiveOrder',
    order: order(name, continues === undefined ? {} : { continues }),
    at,
  })),
  names.map((orderId): Step => (at) => ({ type: 'AnswerStop', orderId, at })),
  fc.tuple(names, fc.constantFrom('0000', '1200', '0301')).map(([orderId, code]): Step => (answeredAt) => ({
    type: 'RecordStopAnswer',
    answer: core(orderId, { code, answeredAt }),
    at: answeredAt,
  })),
  names.map((orderId): Step => (at) => ({ type: 'AskRelease', orderId, accountRef: ACCOUNT, caseId: 'case', orderedAt: at, at })),
  names.map((orderId): Step => (at) => ({ type: 'AnswerRelease', orderId, at })),
  names.map((orderId): Step => (at) => ({ type: 'RecordReleased', orderId, releasedAt: at, at })),
  names.map((orderId): Step => (at) => ({ type: 'ExpireStop', orderId, at })),
);
const story = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 30 })), { maxLength: 40 });

function play(steps: readonly (readonly [Step, number])[]): readonly AccountHoldEvent[] {
  const events: AccountHoldEvent[] = [];
  let at = NOON;
  for (const [command, hours] of steps) {
    at = plusHours(at, hours);
    // fold throws where evolve rejects what decide emitted
    const answer = accountHoldDecider.decide(command(at), fold(accountHoldDecider, events));
    events.push(...(answer.ok ? answer.events : []));
  }
  fold(accountHoldDecider, events);
  return events;
}

describe('whatever happens to an account', () => {
  it('R-113: it is stopped twice at most', () => {
    fc.assert(fc.property(story, (steps) => play(steps).filter(({ type }) => type === 'StopApplied').length <= 2));
  });

  it('R-112: stops follow each other, none overlaps another', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const events = play(steps);
        const releasedAt = new Map(events.flatMap((event) => (event.type === 'StopReleased' ? [[event.orderId, event.releasedAt]] : [])));
        const stops = events.flatMap((event) => (event.type === 'StopApplied' ? [event] : []));
        for (const [index, stop] of stops.entries()) {
          const before = stops[index - 1];
          if (before) expect(isAfter(releasedAt.get(before.orderId) ?? before.lapsesAt, stop.startsAt)).toBe(false);
        }
      }),
    );
  });

  it('every order received is answered once at most', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const answered = play(steps).flatMap((event) =>
          event.type === 'StopApplied' || event.type === 'StopRefused' ? [event.orderId] : [],
        );
        expect(new Set(answered).size).toBe(answered.length);
      }),
    );
  });
});
