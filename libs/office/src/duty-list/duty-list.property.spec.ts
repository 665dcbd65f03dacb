import { describe, expect, it } from '@jest/globals';
import { type Instant, fold, plusMinutes } from '@interlock/kernel';
import fc from 'fast-check';
import { type DutyListCommand } from './duty-list.commands.ts';
import { dutyListDecider } from './duty-list.decider.ts';
import { type DutyListEvent } from './duty-list.events.ts';
import { ACCEPTED, assign, open } from './duty-list.fixtures.ts';

const dutyId = fc.constantFrom('enter-facts', 'decide-filing', 'answer-orders/bank-industry', 'publish-alert', 'no-such-duty');
const by = fc
  .constantFrom('police', 'bank-industry', 'bank-rural', 'publicity')
  .map((member) => ({ member, person: `${member}-01`, leads: false }));
const on = fc.record({ dutyId, by });
type Step = (at: Instant) => DutyListCommand;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>((at) => ({ ...open, at })),
  fc.constant<Step>((at) => assign({ enteredAt: at })),
  on.map((duty): Step => (at) => ({ type: 'AcceptDuty', ...duty, at })),
  fc.tuple(on, by).map(([duty, { member }]): Step => (at) => ({
    type: 'OfferHandover',
    ...duty,
    toMember: member,
    toPost: 'liaison',
    reason: 'other',
    at,
  })),
  fc.tuple(on, fc.boolean()).map(([duty, accept]): Step => (at) => ({ type: 'AnswerHandover', ...duty, accept, at })),
  on.map((duty): Step => (at) => ({ type: 'CompleteDuty', ...duty, evidence: ['record'], at })),
  fc
    .tuple(on, fc.constantFrom('confirmed' as const, 'returned' as const))
    .map(([duty, result]): Step => (at) => ({ type: 'CheckDuty', ...duty, result, at })),
  fc
    .tuple(dutyId, fc.integer({ min: 0, max: 4 }))
    .map(([duty, level]): Step => (at) => ({ type: 'EscalateDuty', dutyId: duty, level, at })),
  fc.tuple(dutyId, fc.boolean()).map(([duty, missing]): Step => (at) => ({ type: 'NoteHolders', dutyIds: [duty], missing, at })),
  fc.constant<Step>((at) => ({ type: 'RecordFilingDecided', fact: 'police.case-filed.v1', decidedAt: at, at })),
  fc.constant<Step>((at) => ({ type: 'LiftDuties', because: 'closed', endedAt: at, at })),
);
const story = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 900 })), { maxLength: 60 });

function play(steps: readonly (readonly [Step, number])[]): readonly DutyListEvent[] {
  const events: DutyListEvent[] = [];
  let at = ACCEPTED;
  for (const [command, minutes] of steps) {
    at = plusMinutes(at, minutes);
    // fold throws where evolve rejects what decide emitted
    const answer = dutyListDecider.decide(command(at), fold(dutyListDecider, events));
    if (answer.ok) events.push(...answer.events);
  }
  fold(dutyListDecider, events);
  return events;
}

describe('whatever happens to the duties of a case', () => {
  it('R-814: each duty has exactly one accountable member, from its assignment on', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const accountable = new Map<string, string>();
        for (const event of play(steps)) {
          if (event.type === 'DutyListOpened' || event.type === 'DutiesAssigned')
            for (const { dutyId: id, member } of event.duties) {
              expect(accountable.has(id)).toBe(false);
              accountable.set(id, member);
            }
          else if (event.type === 'DutyHandedOver') {
            expect(accountable.get(event.dutyId)).toBe(event.fromMember);
            accountable.set(event.dutyId, event.member);
          } else if ('dutyId' in event) expect(accountable.get(event.dutyId)).toBe(event.member);
          else for (const { dutyId: id, member } of event.duties) expect(accountable.get(id)).toBe(member);
        }
        expect([...accountable.values()].every((member) => member.length > 0)).toBe(true);
      }),
    );
  });

  it('R-814: its duties are assigned once', () => {
    fc.assert(fc.property(story, (steps) => play(steps).filter(({ type }) => type === 'DutiesAssigned').length <= 1));
  });

  it('R-811: the ladder never skips a step and never takes one twice', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const levels = new Map<string, number>();
        for (const event of play(steps)) {
          if (event.type !== 'DutyEscalated') continue;
          expect(event.level).toBe((levels.get(event.dutyId) ?? -1) + 1);
          levels.set(event.dutyId, event.level);
        }
      }),
    );
  });

  it('no orphan: every duty is open under somebody, or done, or lifted', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const list = fold(dutyListDecider, play(steps));
        for (const { status, member, doneBy } of list?.duties.values() ?? [])
          expect(status === 'lifted' || (status === 'done' || status === 'checked' ? doneBy !== undefined : member !== '')).toBe(true);
      }),
    );
  });
});
