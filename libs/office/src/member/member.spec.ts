import { describe, expect, it } from '@jest/globals';
import { given, instant, plusHours, plusMinutes } from '@interlock/kernel';
import { type MemberKind } from '@interlock/rulebook';
import { readRegister } from '../register/register.ts';
import { memberDecider } from './member.decider.ts';
import { type MemberJoined, type PostFilled, type ShiftPlanned } from './member.events.ts';
import { memberFact } from './member.publish.ts';
import { joiningOf, problemsOf } from './registration.ts';

const NOON = instant('2021-03-22T12:00:00+08:00');
const listed = readRegister().members.map(({ chair, office, ...member }) => ({
  ...member,
  ...(chair === true && { chair }),
  ...(office === true && { office }),
  posts: [],
}));

const joined: MemberJoined = {
  ...{ type: 'MemberJoined', member: 'bank-rural', kind: 'bank', zh: '农村商业银行', en: 'Rural Commercial Bank' },
  ...{ chair: false, office: false, joinedAt: NOON },
};
const filled: PostFilled = {
  ...{ type: 'PostFilled', member: 'bank-rural', post: 'centre-desk', holder: 'br-01', deputy: 'br-02', filledAt: NOON },
};

describe('R-804: the joint office has exactly its 43 members', () => {
  it('takes the register as it ships', () => {
    expect(listed).toHaveLength(43);
    expect(problemsOf(listed, NOON)).toEqual([]);
  });

  it('refuses 42, and says which kind is short', () => {
    const problems = problemsOf(listed.slice(0, 42), NOON); // the media group is the last
    expect(problems.map(({ code, rule, details }) => [code, rule, details])).toEqual([
      ['REGISTER_INCOMPLETE', 'R-804', { of: 'all', wanted: 43, given: 42 }],
      ['REGISTER_INCOMPLETE', 'R-804', { of: 'media', wanted: 1, given: 0 }],
    ]);
  });

  it('refuses a member that stands in for another', () => {
    const twice = listed.map((member) => (member.code === 'bank-rural' ? { ...member, code: 'bank-city' } : member));
    expect(problemsOf(twice, NOON)).toEqual([{ code: 'MEMBER_TWICE', rule: 'R-804', path: 'members', details: { member: 'bank-city' } }]);
    const bank: MemberKind = 'bank';
    const kinds = listed.map((member) => (member.code === 'tax' ? { ...member, kind: bank } : member));
    expect(problemsOf(kinds, NOON).map(({ details }) => details)).toEqual([
      { of: 'government', wanted: 13, given: 12 },
      { of: 'bank', wanted: 9, given: 10 },
    ]);
  });

  it('a member joins once; joining again changes nothing', () => {
    const [first] = listed;
    if (!first) throw new Error('no member');
    const command = { type: 'JoinMember', joining: joiningOf(first), at: NOON } as const;
    const answer = given(memberDecider).when(command);
    expect(answer).toMatchObject({ ok: true, events: [{ type: 'MemberJoined', member: 'political-legal', chair: true }] });
    if (answer.ok) expect(given(memberDecider, ...answer.events).when(command)).toEqual({ ok: true, events: [] });
  });

  it('nobody else has posts', () => {
    const command = { type: 'FillPost', filling: { post: 'liaison', holder: 'x-01' }, at: NOON } as const;
    expect(given(memberDecider).when(command)).toEqual({ ok: false, rejection: { type: 'UnknownMember', rule: 'R-804' } });
  });
});

describe('R-814: a post has a holder and a deputy', () => {
  it('is filled by two persons, told with both', () => {
    const filling = { post: 'centre-desk', holder: 'br-01', deputy: 'br-02' };
    expect(given(memberDecider, joined).when({ type: 'FillPost', filling, at: NOON })).toEqual({ ok: true, events: [filled] });
    expect(memberFact(filled)).toMatchObject({ change: 'post-filled', holder: 'br-01', deputy: 'br-02' });
  });

  it('a member joins with its posts: one event, told as one fact', () => {
    const joining = { ...joined, posts: [{ post: 'centre-desk', holder: 'br-01', deputy: 'br-02' }] };
    const { type: _type, joinedAt: _joinedAt, ...wanted } = joining;
    const answer = given(memberDecider).when({ type: 'JoinMember', joining: wanted, at: NOON });
    expect(answer).toEqual({ ok: true, events: [joining] });
    expect(memberFact(joining)).toMatchObject({ change: 'joined', posts: [{ post: 'centre-desk', holder: 'br-01', deputy: 'br-02' }] });
    const leave = { type: 'VacatePost', post: 'centre-desk', seat: 'deputy', at: NOON } as const;
    expect(given(memberDecider, joining).when(leave)).toMatchObject({ ok: true, events: [{ type: 'PostVacated', holder: 'br-01' }] });
    const again = { type: 'JoinMember', joining: { ...wanted, posts: [{ post: 'centre-desk', holder: 'br-03' }] }, at: NOON } as const;
    expect(given(memberDecider, joining).when(again)).toMatchObject({ ok: true, events: [{ type: 'PostFilled', holder: 'br-03' }] });
  });

  it('nobody deputises for himself in a post that he brings along', () => {
    const { type: _type, joinedAt: _joinedAt, ...wanted } = joined;
    const joining = { ...wanted, posts: [{ post: 'liaison', holder: 'br-01', deputy: 'br-01' }] };
    const rejection = { type: 'DeputyIsTheHolder', rule: 'R-814', post: 'liaison' };
    expect(given(memberDecider).when({ type: 'JoinMember', joining, at: NOON })).toEqual({ ok: false, rejection });
  });

  it('the deputy is another person', () => {
    const filling = { post: 'centre-desk', holder: 'br-01', deputy: 'br-01' };
    const rejection = { type: 'DeputyIsTheHolder', rule: 'R-814', post: 'centre-desk' };
    expect(given(memberDecider, joined).when({ type: 'FillPost', filling, at: NOON })).toEqual({ ok: false, rejection });
  });

  it('the deputy stays when the holder leaves; nobody leaves twice', () => {
    const leave = { type: 'VacatePost', post: 'centre-desk', seat: 'holder', at: NOON } as const;
    const answer = given(memberDecider, joined, filled).when(leave);
    expect(answer).toMatchObject({ ok: true, events: [{ type: 'PostVacated', person: 'br-01', deputy: 'br-02' }] });
    if (!answer.ok) throw new Error('refused');
    expect(answer.events[0]).not.toHaveProperty('holder');
    const rejection = { type: 'PostIsVacant', rule: 'R-814', post: 'centre-desk', seat: 'holder' };
    expect(given(memberDecider, joined, filled, ...answer.events).when(leave)).toEqual({ ok: false, rejection });
  });
});

describe('the duty rota and the seats at the centre', () => {
  const planned: ShiftPlanned = {
    ...{ type: 'ShiftPlanned', member: 'bank-rural', shiftId: 'first', person: 'br-01' },
    ...{ from: NOON, until: plusHours(NOON, 8), plannedAt: NOON },
  };

  it.each([
    ['a moment before the shift ends', plusMinutes(NOON, 479), { ok: false, rejection: { type: 'AlreadyOnTheRota', shiftId: 'first' } }],
    ['when the shift has ended', plusHours(NOON, 8), { ok: true }],
  ])('a person sits on one shift at a time: another one %s', (_when, from, answer) => {
    const command = { type: 'PlanShift', shiftId: 'second', person: 'br-01', from, until: plusHours(from, 8), at: NOON } as const;
    expect(given(memberDecider, joined, planned).when(command)).toMatchObject(answer);
  });

  it('a person arrives once and leaves once', () => {
    const taken = { type: 'DutyTaken', member: 'bank-rural', person: 'br-01', takenAt: NOON } as const;
    const left = { type: 'DutyLeft', member: 'bank-rural', person: 'br-01', leftAt: plusHours(NOON, 8) } as const;
    const arrive = { type: 'TakeDuty', person: 'br-01', at: NOON } as const;
    const leave = { type: 'LeaveDuty', person: 'br-01', at: plusHours(NOON, 8) } as const;
    expect(given(memberDecider, joined).when(arrive)).toEqual({ ok: true, events: [taken] });
    expect(given(memberDecider, joined, taken).when(arrive)).toEqual({ ok: true, events: [] });
    expect(given(memberDecider, joined, taken).when(leave)).toEqual({ ok: true, events: [left] });
    expect(given(memberDecider, joined, taken, left).when(leave)).toEqual({ ok: true, events: [] });
  });
});
