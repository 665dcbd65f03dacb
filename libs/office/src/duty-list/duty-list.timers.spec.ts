import { describe, expect, it } from '@jest/globals';
import { type Recorded, plusHours, plusMinutes } from '@interlock/kernel';
import { type DutyListCommand } from './duty-list.commands.ts';
import { type DutyListEvent } from './duty-list.events.ts';
import { dutyListDecider } from './duty-list.decider.ts';
import { ACCEPTED, assign, CASE, ENTERED, ENTRY_DUE, open } from './duty-list.fixtures.ts';
import { escalateDuties } from './duty-list.timers.ts';

const recorded: Recorded = {
  ...{ id: 'e', type: '', schemaVersion: 1, stream: `duty-list-${CASE}`, data: {}, revision: 0, position: 1n },
  ...{ meta: { actor: { kind: 'lane', name: 'police' } }, recordedAt: ACCEPTED },
};
const wanted = new Set<string>(escalateDuties.on);

/** Plays commands and keeps the deadlines that stand afterwards. */
function deadlines(...commands: readonly DutyListCommand[]): ReadonlyMap<string, readonly [string, unknown]> {
  let list = dutyListDecider.initial;
  const standing = new Map<string, readonly [string, unknown]>();
  for (const command of commands) {
    const answer = dutyListDecider.decide(command, list);
    if (!answer.ok) throw new Error(answer.rejection.type);
    if (command.type === 'EscalateDuty') standing.delete(`${CASE}/${command.dutyId}`); // fired
    for (const event of answer.events) {
      list = dutyListDecider.evolve(list, event);
      if (!concerns(event)) continue;
      for (const change of escalateDuties.changes(event, recorded)) {
        if ('cancel' in change) standing.delete(change.cancel);
        else standing.set(change.set, [change.dueAt, change.then.command]);
      }
    }
  }
  return standing;
}

function concerns(event: DutyListEvent): event is Parameters<typeof escalateDuties.changes>[0] {
  return wanted.has(event.type);
}

const ORDERS = 'answer-orders/bank-industry';
const industry = { member: 'bank-industry', person: 'bi-01', leads: false };
const DUE = plusHours(ENTERED, 24);
const step = (level: number): DutyListCommand => ({ type: 'EscalateDuty', dutyId: ORDERS, level, at: plusHours(DUE, 48) });
const done: readonly DutyListCommand[] = [
  { type: 'AcceptDuty', dutyId: ORDERS, by: industry, at: DUE },
  { type: 'CompleteDuty', dutyId: ORDERS, by: industry, evidence: ['record'], at: DUE },
];

describe('D-03: one deadline stands for each open duty', () => {
  it('R-103: the entry from the acceptance on, until it is done', () => {
    expect(deadlines(open)).toEqual(
      new Map([[`${CASE}/enter-facts`, [ENTRY_DUE, { type: 'EscalateDuty', dutyId: 'enter-facts', level: 0 }]]]),
    );
    expect(deadlines(open, assign()).has(`${CASE}/enter-facts`)).toBe(false);
    expect(deadlines(open, assign()).size).toBe(7);
  });

  it('R-811: each step sets the next, and after the last there is none', () => {
    const due = (...levels: readonly number[]) => deadlines(open, assign(), ...levels.map(step)).get(`${CASE}/${ORDERS}`);
    expect(due()).toEqual([DUE, { type: 'EscalateDuty', dutyId: ORDERS, level: 0 }]);
    expect(due(0)).toEqual([plusMinutes(DUE, 15), { type: 'EscalateDuty', dutyId: ORDERS, level: 1 }]);
    expect(due(0, 1)).toEqual([plusHours(DUE, 1), { type: 'EscalateDuty', dutyId: ORDERS, level: 2 }]);
    expect(due(0, 1, 2)).toEqual([plusHours(DUE, 24), { type: 'EscalateDuty', dutyId: ORDERS, level: 3 }]);
    expect(due(0, 1, 2, 3)).toBeUndefined();
  });

  it('a duty that is done has none; returned, it goes on where it stood, not before the return', () => {
    expect(deadlines(open, assign(), ...done).has(`${CASE}/${ORDERS}`)).toBe(false);
    const at = plusHours(DUE, 3);
    const returned: DutyListCommand = {
      type: 'CheckDuty',
      dutyId: ORDERS,
      result: 'returned',
      by: { member: 'police', person: 'jo-01', leads: true },
      at,
    };
    expect(deadlines(open, assign(), step(0), ...done, returned).get(`${CASE}/${ORDERS}`)).toEqual([
      at,
      { type: 'EscalateDuty', dutyId: ORDERS, level: 1 },
    ]);
  });

  it('the end of the case leaves none', () => {
    expect(deadlines(open, assign(), { type: 'LiftDuties', because: 'closed', endedAt: DUE, at: DUE }).size).toBe(0);
  });
});
