import { describe, expect, it } from '@jest/globals';
import { type Instant, fold, instant, plusHours, plusMinutes, plusMs } from '@interlock/kernel';
import { type DutyListCommand } from './duty-list.commands.ts';
import { dutyListDecider } from './duty-list.decider.ts';
import { type DutyListEvent } from './duty-list.events.ts';
import { ACCEPTED, assign, CASE, ENTERED, ENTRY_DUE, open } from './duty-list.fixtures.ts';
import { dutyFacts } from './duty-list.publish.ts';

function play(...commands: readonly DutyListCommand[]): readonly DutyListEvent[] {
  const events: DutyListEvent[] = [];
  for (const command of commands) {
    const answer = dutyListDecider.decide(command, fold(dutyListDecider, events));
    if (!answer.ok) throw new Error(answer.rejection.type);
    events.push(...answer.events);
  }
  return events;
}
function decide(before: readonly DutyListEvent[], command: DutyListCommand) {
  return dutyListDecider.decide(command, fold(dutyListDecider, before));
}

const ORDERS = 'answer-orders/bank-industry';
const industry = { member: 'bank-industry', person: 'bi-01', leads: false };
const rural = { member: 'bank-rural', person: 'br-01', leads: false };
const coordinator = { member: 'police', person: 'jo-01', leads: true };
const assigned = play(open, assign());
const taken: DutyListCommand = { type: 'AcceptDuty', dutyId: ORDERS, by: industry, at: ENTERED };
const handedIn: DutyListCommand = {
  ...{ type: 'CompleteDuty', dutyId: ORDERS, by: industry, evidence: ['answer-0000'], at: plusHours(ENTERED, 1) },
};

describe('R-814: one accepted case yields its duties, each with one accountable member and post', () => {
  it('has its entry from the acceptance on (R-103)', () => {
    expect(play(open)).toMatchObject([
      { type: 'DutyListOpened', version: 1, duties: [{ dutyId: 'enter-facts', member: 'police', post: 'duty-desk', dueAt: ENTRY_DUE }] },
    ]);
  });

  it('gives all others in one append at the entry, by type of fraud and banks concerned, and the entry is done with it', () => {
    const [, given, entry, ...others] = assigned;
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ type: 'DutyDone', dutyId: 'enter-facts', late: false, by: { kind: 'fact' } });
    if (given?.type !== 'DutiesAssigned') throw new Error('nothing assigned');
    expect(given).toMatchObject({ template: 'case-T17', version: 1, assignedAt: ENTERED });
    expect(given.duties.map(({ dutyId, member, post }) => [dutyId, member, post])).toEqual([
      ['decide-filing', 'police', 'investigation'],
      ['answer-orders/bank-industry', 'bank-industry', 'centre-desk'],
      ['answer-orders/bank-city', 'bank-city', 'centre-desk'],
      ['confirm-payments/bank-rural', 'bank-rural', 'centre-desk'],
      ['publish-alert', 'publicity', 'liaison'],
      ['block-content', 'cyberspace', 'liaison'],
      ['warn-finance-staff', 'economy-it', 'liaison'],
    ]);
  });

  it('names the rule that each comes from: R-607 for what is online', () => {
    const [, given] = assigned;
    if (given?.type !== 'DutiesAssigned') throw new Error('nothing assigned');
    expect(given.duties.map(({ rule }) => rule)).toEqual(['R-118', 'R-114', 'R-114', 'R-102', 'R-804', 'R-607', 'R-804']);
  });

  it('does so exactly once', () => {
    expect(decide(assigned, assign({ scamType: 'T01' }))).toEqual({ ok: true, events: [] });
    expect(decide(assigned, open)).toEqual({ ok: true, events: [] });
  });

  it('R-118: the filing decision is due while the first stop can still hold (R-112), before the ordinary review ends (R-121)', () => {
    const given = assigned.find(({ type }) => type === 'DutiesAssigned');
    if (given?.type !== 'DutiesAssigned') throw new Error('nothing assigned');
    expect(given.duties[0]?.dueAt).toBe(instant('2021-03-24T12:00:00+08:00'));
  });

  it.each([
    ['just before', plusMs(ENTRY_DUE, -1), false],
    ['on time', ENTRY_DUE, false],
    ['just after', plusMs(ENTRY_DUE, 1), true],
  ])('R-103: an entry %s is marked accordingly, never blocked', (_when, enteredAt, late) => {
    expect(play(open, assign({ enteredAt })).at(-1)).toMatchObject({ type: 'DutyDone', dutyId: 'enter-facts', late });
  });

  it('a type that nobody knows has the duties of every case', () => {
    const given = play(open, assign({ scamType: 'T77' })).find(({ type }) => type === 'DutiesAssigned');
    expect(given).toMatchObject({ template: 'case-T99', duties: { length: 5 } });
  });
});

describe('what the police did fulfils their duty', () => {
  it('R-118: filed, and the decision is done; told again, nothing changes', () => {
    const filed: DutyListCommand = {
      type: 'RecordFilingDecided',
      fact: 'police.case-filed.v1',
      decidedAt: plusHours(ACCEPTED, 20),
      at: ACCEPTED,
    };
    const events = play(open, assign(), filed);
    expect(events.at(-1)).toMatchObject({ type: 'DutyDone', dutyId: 'decide-filing', late: false, by: { fact: 'police.case-filed.v1' } });
    expect(decide(events, filed)).toEqual({ ok: true, events: [] });
  });

  it('the end of the case lifts what is open, and only that', () => {
    const ended: DutyListCommand = {
      type: 'LiftDuties',
      because: 'withdrawn',
      endedAt: plusHours(ACCEPTED, 20),
      at: plusHours(ACCEPTED, 20),
    };
    const lifted = play(open, assign(), taken, handedIn, ended).at(-1);
    if (lifted?.type !== 'DutiesLifted') throw new Error('nothing lifted');
    expect(lifted.duties.map(({ dutyId }) => dutyId)).not.toContain(ORDERS);
    expect(lifted.duties).toHaveLength(6);
  });
});

describe('R-814: only the accountable member acts', () => {
  it('accepts, then does it with evidence', () => {
    expect(decide(assigned, { ...taken, by: rural })).toEqual({
      ok: false,
      rejection: { type: 'NotYourDuty', rule: 'R-814', dutyId: ORDERS, member: 'bank-industry' },
    });
    expect(decide(assigned, handedIn)).toMatchObject({ ok: false, rejection: { type: 'NotAccepted', rule: 'R-814' } });
    expect(play(open, assign(), taken, handedIn).at(-1)).toMatchObject({ type: 'DutyDone', late: false, by: { person: 'bi-01' } });
  });

  it('the member that hands a duty over answers for it until the other one accepts', () => {
    const offer: DutyListCommand = {
      ...{
        type: 'OfferHandover',
        dutyId: ORDERS,
        by: industry,
        toMember: 'bank-rural',
        toPost: 'centre-desk',
        reason: 'same-account',
        at: ENTERED,
      },
    };
    const offered = [...assigned, ...play(open, assign(), offer).slice(-1)];
    expect(offered.at(-1)).toMatchObject({ type: 'HandoverOffered', member: 'bank-industry' });
    expect(decide(offered, { ...taken, by: rural })).toMatchObject({ ok: false, rejection: { type: 'NotYourDuty' } });
    const answer = { type: 'AnswerHandover', dutyId: ORDERS, at: ENTERED } as const;
    expect(decide(offered, { ...answer, accept: true, by: coordinator })).toMatchObject({
      ok: false,
      rejection: { type: 'NotOfferedToYou' },
    });
    expect(decide(offered, { ...answer, accept: false, by: rural })).toMatchObject({
      events: [{ type: 'HandoverDeclined', member: 'bank-industry' }],
    });
    expect(decide(offered, { ...answer, accept: true, by: rural })).toMatchObject({
      events: [{ type: 'DutyHandedOver', member: 'bank-rural', fromMember: 'bank-industry' }],
    });
  });

  it('R-810: nobody checks what they did themselves', () => {
    const done = play(open, assign(), taken, handedIn);
    const check = { type: 'CheckDuty', dutyId: ORDERS, at: plusHours(ENTERED, 2) } as const;
    expect(decide(done, { ...check, result: 'confirmed', by: industry })).toMatchObject({
      ok: false,
      rejection: { type: 'CheckerDidIt', rule: 'R-810' },
    });
    expect(decide(done, { ...check, result: 'confirmed', by: coordinator })).toMatchObject({ events: [{ type: 'DutyChecked' }] });
    const returned = [...done, ...play(open, assign(), taken, handedIn, { ...check, result: 'returned', by: coordinator }).slice(-1)];
    expect(decide(returned, { ...handedIn, at: plusHours(ENTERED, 25) })).toMatchObject({ events: [{ type: 'DutyDone', late: true }] });
  });

  it('a duty without a holder is noted once, and once more when the post is filled', () => {
    const note = { type: 'NoteHolders', dutyIds: [ORDERS, 'enter-facts'], at: ENTERED } as const;
    const noted = [...assigned, ...play(open, assign(), { ...note, missing: true }).slice(-1)];
    expect(noted.at(-1)).toMatchObject({ type: 'DutyHolderMissing', rule: 'R-814', duties: [{ dutyId: ORDERS }] });
    expect(decide(noted, { ...note, missing: true })).toEqual({ ok: true, events: [] });
    expect(decide(noted, { ...note, missing: false })).toMatchObject({
      events: [{ type: 'DutyHolderFound', duties: [{ dutyId: ORDERS }] }],
    });
  });
});

describe('D-03, R-811: an overdue duty climbs the ladder, step by step', () => {
  const DUE: Instant = plusHours(ENTERED, 24);
  const step = (level: number, at: Instant): DutyListCommand => ({ type: 'EscalateDuty', dutyId: ORDERS, level, at });

  it.each([
    ['just before', plusMs(DUE, -1), { ok: false, rejection: { type: 'NotDueYet', rule: 'D-03', dueAt: DUE } }],
    ['on', DUE, { ok: true, events: [{ type: 'DutyEscalated', level: 0, to: 'holder', rule: 'D-03', escalatedAt: DUE }] }],
    ['after', plusHours(DUE, 3), { ok: true, events: [{ type: 'DutyEscalated', level: 0, to: 'holder', escalatedAt: DUE }] }],
  ])('the breach is recorded when it is due: %s', (_when, at, answer) => {
    expect(decide(assigned, step(0, at))).toMatchObject(answer);
  });

  it('goes to holder, deputy, joint office, leading group, each at its time', () => {
    const climbing = [step(0, DUE), step(1, plusMinutes(DUE, 15)), step(2, plusHours(DUE, 1)), step(3, plusHours(DUE, 24))];
    const steps = play(open, assign(), ...climbing).flatMap((event) =>
      event.type === 'DutyEscalated' ? [[event.to, event.escalatedAt]] : [],
    );
    expect(steps).toEqual([
      ['holder', DUE],
      ['deputy', plusMinutes(DUE, 15)],
      ['joint-office', plusHours(DUE, 1)],
      ['leading-group', plusHours(DUE, 24)],
    ]);
  });

  it('skips no step, and stops when the duty is done', () => {
    expect(decide(assigned, step(2, plusHours(DUE, 9)))).toEqual({ ok: false, rejection: { type: 'StepSkipped', rule: 'R-811', next: 0 } });
    expect(decide(play(open, assign(), taken, handedIn), step(0, DUE))).toEqual({ ok: true, events: [] });
  });

  it('R-811: the member has a right of reply, its words are not told', () => {
    const reply: DutyListCommand = {
      ...{ type: 'ReplyToEscalation', dutyId: ORDERS, by: industry, at: DUE },
      reply: { sealed: 1, key: 'office/1', commandId: 'c', path: 'reply', box: 'AAAA' },
    };
    expect(decide(assigned, reply)).toMatchObject({ ok: false, rejection: { type: 'NotEscalated', rule: 'R-811' } });
    const [answered] = play(open, assign(), step(0, DUE), reply).slice(-1);
    expect(answered).toMatchObject({ type: 'EscalationAnswered', level: 0 });
    if (answered) expect(JSON.stringify(dutyFacts(answered))).not.toContain('AAAA');
  });
});

describe('facts of duties', () => {
  it('each fact names the case, the duty and the one member that answers for it', () => {
    const facts = assigned.flatMap(dutyFacts);
    expect(facts.map(({ type }) => type)).toEqual(['office.duties-assigned.v1', 'office.duties-assigned.v1', 'office.duty-changed.v1']);
    expect(facts[2]).toEqual({
      ...{ type: 'office.duty-changed.v1', caseId: CASE, dutyId: 'enter-facts', member: 'police', post: 'duty-desk' },
      ...{ change: 'done', at: ENTERED, late: false },
    });
  });
});
