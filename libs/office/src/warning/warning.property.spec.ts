import { describe, expect, it } from '@jest/globals';
import { type Instant, fold, plusMinutes } from '@interlock/kernel';
import { type NextStep, codesOf, WARNING_OUTCOMES } from '@interlock/rulebook';
import fc from 'fast-check';
import { ladderOf } from './warning-ladder.ts';
import { type WarningCommand } from './warning.commands.ts';
import { warningDecider } from './warning.decider.ts';
import { type WarningEvent } from './warning.events.ts';
import { ARRIVED, issue } from './warning.fixtures.ts';

type Step = (at: Instant) => WarningCommand;
const person = 'o-07';
const channels = fc.constantFrom('ai-call' as const, 'human-call' as const, 'relatives' as const, 'visit' as const);
const closing = fc.record({
  identityConfirmed: fc.boolean(),
  channel: fc.constantFrom('sms' as const, 'ai-call' as const, 'human-call' as const, 'relatives' as const, 'visit' as const),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>((at) => ({ type: 'SignWarning', person, at })),
  fc
    .tuple(
      fc.constantFrom('sms' as const, 'ai-call' as const),
      fc.constantFrom('delivered' as const, 'answered' as const, 'no-answer' as const),
    )
    .map(([channel, result]): Step => (at) => ({ type: 'RecordDelivery', channel, result, deliveredAt: at, at })),
  fc.boolean().map((acknowledged): Step => (at) => ({ type: 'RecordRead', acknowledged, at })),
  fc
    .tuple(channels, fc.constantFrom('spoken' as const, 'no-answer' as const))
    .map(([channel, result]): Step => (at) => ({ type: 'RecordContact', channel, result, person, at })),
  fc.tuple(fc.constantFrom(...codesOf(WARNING_OUTCOMES)), fc.option(closing, { nil: undefined })).map(([outcome, said]): Step => (at) => ({
    ...{ type: 'RecordOutcome', outcome, person, at },
    ...(said && { closing: { ...said, at, evidence: ['record'], nextCheckOn: '2021-03-25' } }),
  })),
  fc.integer({ min: 0, max: 4 }).map((index): Step => (at) => ({ type: 'ClimbLadder', index, at })),
  fc
    .constantFrom('sign' as const, 'first-contact' as const, 'in-person' as const)
    .map((what): Step => (at) => ({ type: 'NoteOverdue', what, at })),
  fc.constantFrom('lanxi-lanjiang', 'pujiang-puyang').map((toUnit): Step => (at) => ({ type: 'AskMove', toUnit, person, at })),
  fc
    .tuple(fc.constantFrom('lanxi-lanjiang', 'pujiang-puyang'), fc.boolean())
    .map(([unit, accept]): Step => (at) => ({ type: 'AnswerMove', unit, accept, person, at })),
  fc
    .constantFrom('one', 'other')
    .map((caseId): Step => (at) => ({ type: 'LinkLoss', caseId, payments: [{ amountFen: 100, paidAt: at }], at })),
);
const level = fc.constantFrom('special_high' as const, 'high' as const, 'medium' as const, 'low' as const);
const story = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 400 })), { maxLength: 60 });

function play(first: WarningCommand, steps: readonly (readonly [Step, number])[]): readonly WarningEvent[] {
  const events: WarningEvent[] = [];
  let at = ARRIVED;
  for (const [command, minutes] of [[() => first, 0] as const, ...steps]) {
    at = plusMinutes(at, minutes);
    // fold throws where evolve rejects what decide emitted
    const answer = warningDecider.decide(command(at), fold(warningDecider, events));
    if (answer.ok) events.push(...answer.events);
  }
  fold(warningDecider, events);
  return events;
}

describe('whatever happens to a warning', () => {
  it('R-504: the ladder takes each rung in its order, none before its time, none twice, none left out', () => {
    fc.assert(
      fc.property(level, story, (one, steps) => {
        const events = play(issue(one), steps);
        const begun = events.flatMap((event): readonly NextStep[] => {
          if (event.type === 'WarningIssued') return event.begins;
          return event.type === 'WarningClimbed' ? [event.step] : [];
        });
        const rungs = ladderOf(one, ARRIVED).map(({ step: rung }) => rung);
        expect(begun).toEqual(rungs.slice(0, begun.length));
      }),
    );
  });

  it('R-504: a high one is never closed by a machine or a text', () => {
    fc.assert(
      fc.property(level, story, (one, steps) => {
        for (const event of play(issue(one), steps))
          if (event.type === 'WarningClosed' && (one === 'high' || one === 'special_high'))
            expect(['human-call', 'relatives', 'visit']).toContain(event.channel);
      }),
    );
  });

  it('R-501: it is never without an owner, and in one district at a time', () => {
    fc.assert(
      fc.property(level, story, (one, steps) => {
        let unit = 'yongkang-dongcheng';
        for (const event of play(issue(one), steps)) {
          if (event.type !== 'WarningMoved') continue;
          expect(event.fromUnit).toBe(unit);
          expect(event.owner).toEqual({ member: 'police', post: 'warning-desk' });
          unit = event.unit;
        }
      }),
    );
  });

  it('R-509: its loss is the sum of its cases, each once', () => {
    fc.assert(
      fc.property(level, story, (one, steps) => {
        const linked = play(issue(one), steps).flatMap((event) => (event.type === 'LossLinked' ? [event.caseId] : []));
        expect(new Set(linked).size).toBe(linked.length);
      }),
    );
  });
});
