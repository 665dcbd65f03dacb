import { describe, expect, it } from '@jest/globals';
import { type Message, type Reaction, type Recorded } from '@interlock/kernel';
import { type MemberJoined, type PostFilled, type PostVacated } from '../member/member.events.ts';
import { type Duty, type DutiesAssigned, type DutyDone, type DutyHandedOver } from './duty-list.events.ts';
import { ACCEPTED, CASE } from './duty-list.fixtures.ts';
import { postHolders } from './post-holders.memory.ts';
import { alertWhenDutyHasNoHolder } from './post-holders.policy.ts';

const recorded: Recorded = {
  ...{ id: 'e', type: '', schemaVersion: 1, stream: `duty-list-${CASE}`, data: {}, revision: 0, position: 1n },
  ...{ meta: { actor: { kind: 'lane', name: 'police' } }, recordedAt: ACCEPTED },
};
const duty = (dutyId: string, member: string): Duty => ({
  ...{ dutyId, code: dutyId, zh: '答复', en: 'Answer', rule: 'R-114', member, post: 'centre-desk', dueAt: ACCEPTED },
});
const assigned: DutiesAssigned = {
  ...{ type: 'DutiesAssigned', caseId: CASE, scamType: 'T17', assignedAt: ACCEPTED, template: 'case-T17', version: 1 },
  duties: [duty('orders', 'bank-rural'), duty('payments', 'bank-rural'), duty('other', 'bank-city')],
};
const filled = (member: string): PostFilled => ({ type: 'PostFilled', member, post: 'centre-desk', holder: 'h-01', filledAt: ACCEPTED });
const joined: MemberJoined = {
  ...{
    type: 'MemberJoined',
    member: 'bank-rural',
    kind: 'bank',
    zh: '农村商业银行',
    en: 'Rural Commercial Bank',
    chair: false,
    office: false,
  },
  ...{ posts: [{ post: 'centre-desk', holder: 'h-01' }], joinedAt: ACCEPTED },
};
const vacated: PostVacated = {
  ...{ type: 'PostVacated', member: 'bank-rural', post: 'centre-desk', seat: 'holder', person: 'h-01', vacatedAt: ACCEPTED },
};
const done: DutyDone = {
  ...{ type: 'DutyDone', caseId: CASE, dutyId: 'orders', member: 'bank-rural', post: 'centre-desk', doneAt: ACCEPTED, late: false },
  by: { kind: 'fact', fact: 'f' },
};
const handedOver: DutyHandedOver = {
  ...{ type: 'DutyHandedOver', caseId: CASE, dutyId: 'orders', member: 'bank-city', post: 'centre-desk', person: 'c-01' },
  ...{ fromMember: 'bank-rural', fromPost: 'centre-desk', handedOverAt: ACCEPTED },
};

type Seen = Parameters<typeof alertWhenDutyHasNoHolder.react>[0];

/** What the policy answers to the last event, after all of them. */
function answerTo(history: readonly Message[], last: Seen): readonly Reaction[] {
  const state = [...history, last].reduce((folded, event) => postHolders.evolve(folded, event, recorded), postHolders.initial());
  return alertWhenDutyHasNoHolder.react(last, recorded, state);
}
const missing = (...dutyIds: readonly string[]): object => ({
  category: 'duty-list',
  key: CASE,
  command: { type: 'NoteHolders', dutyIds, missing: true },
});

describe('R-814: a duty with no holder is an alert', () => {
  it('when it is assigned to a post that nobody holds', () => {
    expect(answerTo([filled('bank-city')], assigned)).toMatchObject([missing('orders', 'payments')]);
    expect(answerTo([filled('bank-city'), filled('bank-rural')], assigned)).toEqual([]);
  });

  it('when the holder leaves: the duties still open there, and only those', () => {
    expect(answerTo([filled('bank-rural'), assigned, done], vacated)).toMatchObject([missing('payments')]);
    expect(answerTo([filled('bank-rural'), assigned, handedOver], vacated)).toMatchObject([missing('payments')]);
  });

  it('when it is handed over to a post that nobody holds', () => {
    expect(answerTo([filled('bank-rural'), assigned], handedOver)).toMatchObject([missing('orders')]);
  });

  it('until somebody holds the post', () => {
    expect(answerTo([assigned], filled('bank-rural'))).toMatchObject([
      { key: CASE, command: { dutyIds: ['orders', 'payments'], missing: false } },
    ]);
  });

  it('not in a post that its member brought along when it joined', () => {
    expect(answerTo([filled('bank-city'), joined], assigned)).toEqual([]);
    expect(answerTo([joined, assigned], vacated)).toMatchObject([missing('orders', 'payments')]);
    expect(answerTo([assigned], joined)).toMatchObject([{ key: CASE, command: { dutyIds: ['orders', 'payments'], missing: false } }]);
  });

  it('not when the deputy leaves', () => {
    expect(answerTo([filled('bank-rural'), assigned], { ...vacated, seat: 'deputy', holder: 'h-01' })).toEqual([]);
  });
});
