import { describe, expect, it } from '@jest/globals';
import { type Instant, fold, plusHours } from '@interlock/kernel';
import fc from 'fast-check';
import { type LineCommand } from './line.commands.ts';
import { lineDecider } from './line.decider.ts';
import { type LineEvent } from './line.events.ts';
import { ask, NOON, NUMBER, stop } from './line.testing.ts';

type Step = (at: Instant) => LineCommand;
const ids = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(ids, fc.boolean()).map(([measureId, isHold]): Step => (at) => ({
    ...stop,
    measureId,
    ...(isHold && { kind: 'protective-hold', until: plusHours(at, 5) }),
    at,
  })),
  ids.map((requestId): Step => (at) => ({
    type: 'ReceiveRequest',
    request: { requestId, numberRef: NUMBER, kind: 'suspend', legalBasis: 'afl-34', grade: 'high', askedAt: at },
    at,
  })),
  fc.tuple(ids, fc.boolean()).map(([requestId, isDone]): Step => (at) => ({
    type: 'AnswerRequest',
    requestId,
    isDone,
    reason: 'asked',
    remedy: stop.remedy,
    at,
  })),
  fc.tuple(ids, fc.boolean()).map(([measureId, known]): Step => (at) => ({ type: 'RecordStopped', measureId, doneAt: at, known, at })),
  ids.map((askId): Step => (at) => ({ ...ask, askId, at })),
  fc.tuple(ids, fc.boolean()).map(([askId, passed]): Step => (at) => ({
    type: 'RecordReverification',
    askId,
    passed,
    how: 'online',
    noticeGiven: true,
    at,
  })),
  ids.map((askId): Step => (at) => ({ type: 'MissReverification', askId, at })),
  ids.map((measureId): Step => (at) => ({ type: 'AskRestoration', measureId, reason: 'verified', at })),
  ids.map((measureId): Step => (at) => ({ type: 'MissRestoration', measureId, at })),
  ids.map((measureId): Step => (at) => ({ type: 'RestoreLine', measureId, reason: 'cleared', at })),
  ids.map((measureId): Step => (at) => ({ type: 'EndHold', measureId, at })),
  ids.map((measureId): Step => (at) => ({ type: 'RecordRestored', measureId, doneAt: at, at })),
);

function play(steps: readonly (readonly [Step, number])[]): readonly LineEvent[] {
  const events: LineEvent[] = [];
  let at = NOON;
  for (const [command, hours] of steps) {
    at = plusHours(at, hours);
    // fold throws where evolve rejects what decide emitted
    const answer = lineDecider.decide(command(at), fold(lineDecider, events));
    events.push(...(answer.ok ? answer.events : []));
  }
  fold(lineDecider, events);
  return events;
}

describe('R-605, R-606: whatever happens to a line', () => {
  it('it opens exactly when its last measure ends', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.integer({ min: 0, max: 12 })), { maxLength: 60 }), (steps) => {
        const standing = new Set<string>();
        for (const event of play(steps)) {
          if (event.type === 'LineStopBegun') standing.add(event.measureId);
          else if (event.type === 'LineUnknown') standing.delete(event.measureId);
          else if (event.type === 'LineRestored') {
            standing.delete(event.measureId);
            expect(event.lineOpen).toBe(standing.size === 0);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
