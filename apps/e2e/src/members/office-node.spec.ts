import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Instant, type Message, type PersonActor, idOf, instant, plusHours, plusMinutes } from '@interlock/kernel';
import { officeNode, readRegister } from '@interlock/office';
import { misfits } from './facts-fit.suite.ts';
import { type OneMember, startMember } from './one-member.suite.ts';

const NINE = instant('2021-03-22T09:00:00+08:00');
const CASE = idOf('case');
const ID_NUMBER = '330723199001010025';
const PHONE = '13900000001';
const NAME = '陈某某';
const WORDS = '银行系统维护,已补报';

function person(member: string, role: string): PersonActor {
  return { kind: 'person', member, person: `${member.slice(0, 8)}-01`, role, unit: 'city-centre' };
}
const HEAD = person('police', 'office-head');
const OFFICER = person('police', 'duty-officer');
const BANK = person('bank-city', 'operator');
const OTHER_BANK = person('bank-rural', 'operator');

const posts = ['liaison', 'centre-desk', 'duty-desk', 'investigation'].map((post) => ({ post, holder: 's-11', deputy: 's-12' }));
const register = { members: readRegister().members.map((member) => ({ ...member, posts: member.code === 'publicity' ? [] : posts })) };

const accepted = { type: 'police.case-accepted.v1', caseId: CASE, acceptedAt: NINE, entryDueAt: plusMinutes(NINE, 30) };
type Fact = Message & Readonly<Record<string, unknown>>;
function entered(office: OneMember, paidAt: Instant): Fact {
  const payment = {
    ...{ reference: 'r1', from: office.references.account('bank-rural', '6222'), fromBank: 'bank-rural', amountFen: 18_000_000, paidAt },
    ...{ to: office.references.account('bank-city', '6223'), toBank: 'bank-city' },
  };
  const facts = { caseId: CASE, caseNo: '1', unit: 'yongkang-dongcheng', enteredAt: office.now(), late: false, scamType: 'T08' };
  return { type: 'police.case-entered.v1', ...facts, victim: office.references.person(ID_NUMBER), payments: [payment] } as const;
}

let office: OneMember;
beforeEach(async () => {
  office = await startMember({
    ...{ code: 'office', member: 'police', definition: officeNode, startsAt: NINE },
    talkers: new Map([
      ['police', 'police'],
      ['city', 'city'],
      ['operator-mobile', 'telecom'],
    ]),
    ports: () => undefined,
  });
  expect(await office.command('office.register-members.v1', register, idOf('register'), HEAD)).toMatchObject({ ok: true });
});
afterEach(async () => {
  for (const listener of ['city', 'operator-mobile']) expect(misfits(await office.heard(listener))).toEqual([]);
  const told = JSON.stringify([await office.heard('city'), await office.heard('operator-mobile')]);
  for (const personal of [ID_NUMBER, PHONE, NAME, WORDS]) expect(told).not.toContain(personal);
  await office.stop();
  expect(office.troubles).toEqual([]);
});

function fieldOf(answer: unknown, field: string): unknown {
  return new Map<string, unknown>(Object.entries(answer ?? {})).get(field);
}

function listIn(answer: unknown, field: string): readonly Readonly<Record<string, unknown>>[] {
  const list = fieldOf(answer, field);
  if (!Array.isArray(list)) throw new Error(`No list ${field}`);
  return list.map((one: unknown) => Object.fromEntries(Object.entries(one ?? {})));
}

async function changes(type: string, of: (fact: Readonly<Record<string, unknown>>) => unknown): Promise<readonly unknown[]> {
  return (await office.heard('city')).filter((fact) => fact.type === type).map(of);
}

describe('R-804: the register', () => {
  it('has 43 members, whoever enters it again; nobody else may', async () => {
    const again = await office.command('office.register-members.v1', register, idOf('again'), HEAD);
    expect(again).toMatchObject({ ok: true, repeated: false });
    expect(
      await changes('office.member-changed.v1', ({ change }) => change).then((all) => all.filter((one) => one === 'joined')),
    ).toHaveLength(43);
    expect(await office.ask('office.members.v1', {}, BANK)).toMatchObject({ members: { length: 43 } });
    expect(await office.command('office.register-members.v1', register, idOf('bank'), BANK)).toMatchObject({
      errors: [{ code: 'NOT_ALLOWED' }],
    });
    const short = { members: register.members.slice(1) };
    expect(await office.command('office.register-members.v1', short, idOf('short'), HEAD)).toMatchObject({
      ok: false,
      errors: [{ rule: 'R-804' }, {}, {}],
    });
  });

  it('a member fills its own posts and takes its own seat', async () => {
    const filling = { member: 'bank-city', post: 'centre-desk', holder: 'bc-07' };
    expect(await office.command('office.fill-post.v1', filling, idOf('mine'), BANK)).toMatchObject({ ok: true });
    expect(await office.command('office.fill-post.v1', filling, idOf('theirs'), OTHER_BANK)).toMatchObject({
      errors: [{ code: 'NOT_YOUR_MEMBER' }],
    });
    await office.command('office.record-presence.v1', { is: 'on-duty' }, idOf('seat'), BANK);
    const shift = { member: 'bank-city', person: 'bc-07', from: NINE, until: plusHours(NINE, 8) };
    expect(await office.command('office.plan-shift.v1', shift, idOf('shift'), BANK)).toMatchObject({ outcome: { shiftId: idOf('shift') } });
    expect(await office.ask('office.rota.v1', { from: plusHours(NINE, 8) }, HEAD)).toMatchObject({ items: [] });
    expect(await office.ask('office.rota.v1', { from: plusHours(NINE, 7) }, HEAD)).toMatchObject({
      items: [{ shift: { person: 'bc-07' } }],
    });
    expect(listIn(await office.ask('office.members.v1', { kind: 'bank' }, HEAD), 'members')).toContainEqual(
      expect.objectContaining({ member: 'bank-city', present: [{ person: BANK.person, since: NINE }] }),
    );
  });
});

describe('R-814: an accepted case yields its duties', () => {
  it('each once, with one accountable member; what nobody does climbs the ladder by itself (D-03, R-811)', async () => {
    await office.tell('police', accepted);
    await office.goTo(plusMinutes(NINE, 3));
    await office.tell('police', entered(office, NINE));
    const all = await office.ask('office.case-duties.v1', { caseId: CASE }, HEAD);
    expect(all).toMatchObject({ duties: { length: 6 } });
    expect(await office.ask('office.duties.v1', {}, BANK)).toMatchObject({
      items: [{ duty: { dutyId: 'answer-orders/bank-city', state: 'assigned', isHolderMissing: false } }],
    });
    expect(await office.ask('office.duties.v1', { member: 'bank-city' }, OTHER_BANK)).toEqual({ items: [], hasMore: false });
    expect(await changes('office.duty-changed.v1', ({ change, dutyId }) => [change, dutyId])).toEqual([
      ['done', 'enter-facts'],
      ['holder-missing', 'publish-alert'],
    ]);
    const duty = { caseId: CASE, dutyId: 'answer-orders/bank-city' };
    expect(await office.command('office.accept-duty.v1', duty, idOf('a'), OTHER_BANK)).toMatchObject({
      errors: [{ code: 'NOT_YOUR_DUTY', rule: 'R-814' }],
    });
    const due = plusHours(plusMinutes(NINE, 3), 24);
    await office.goTo(plusMinutes(due, -1));
    expect(await changes('office.duty-changed.v1', ({ change }) => change)).not.toContain('overdue');
    await office.goTo(due);
    expect(await changes('office.duty-changed.v1', ({ change, dutyId }) => `${String(change)} ${String(dutyId)}`)).toContain(
      'overdue answer-orders/bank-city',
    );
    await office.command('office.reply-to-escalation.v1', { ...duty, reply: WORDS }, idOf('r'), BANK);
    await office.command('office.accept-duty.v1', duty, idOf('b'), BANK);
    await office.goTo(plusHours(due, 2));
    await office.command('office.complete-duty.v1', { ...duty, evidence: ['answer-0000'] }, idOf('c'), BANK);
    await office.goTo(plusHours(due, 48));
    const mine = await changes('office.duty-changed.v1', ({ change, dutyId, to }) => (dutyId === duty.dutyId ? [change, to] : undefined));
    expect(mine.filter((one) => one !== undefined)).toEqual([
      ['overdue', 'holder'],
      ['replied', undefined],
      ['accepted', undefined],
      ['escalated', 'deputy'],
      ['escalated', 'joint-office'],
      ['done', undefined],
    ]);
    const listed = listIn(await office.ask('office.duties.v1', {}, HEAD), 'items').map(({ duty: one }) => one);
    expect(listed[0]).toMatchObject({ isOverdue: true, dutyId: 'confirm-payments/bank-rural' });
    expect(listed).toContainEqual(expect.objectContaining({ dutyId: 'publish-alert', isHolderMissing: true }));
    expect(listed.at(-1)).toMatchObject({ state: 'done' });
  });

  it('R-118: filed, and the decision is done', async () => {
    await office.tell('police', accepted);
    await office.tell('police', entered(office, NINE));
    await office.tell('police', { type: 'police.case-filed.v1', caseId: CASE, filingId: idOf('f'), filedAt: NINE } as const);
    await office.tell('police', { type: 'police.case-ended.v1', caseId: CASE, how: 'closed', endedAt: NINE } as const);
    const states = listIn(await office.ask('office.case-duties.v1', { caseId: CASE }, HEAD), 'duties').map((duty) => [
      duty['code'],
      duty['state'],
    ]);
    expect(states).toContainEqual(['decide-filing', 'done']);
    expect(states).toContainEqual(['publish-alert', 'lifted']);
    expect(await office.ask('office.duties.v1', { state: 'assigned' }, HEAD)).toMatchObject({ items: [] });
  });

  it('a duty is handed over when the other member accepts it', async () => {
    await office.tell('police', accepted);
    await office.tell('police', entered(office, NINE));
    const duty = { caseId: CASE, dutyId: 'answer-orders/bank-city' };
    const offer = { ...duty, toMember: 'bank-rural', toPost: 'centre-desk', reason: 'same-account' };
    expect(await office.command('office.offer-handover.v1', { ...offer, toMember: 'bank-of-nowhere' }, idOf('x'), BANK)).toMatchObject({
      errors: [{ code: 'UNKNOWN_MEMBER' }],
    });
    await office.command('office.offer-handover.v1', offer, idOf('o'), BANK);
    expect(await office.ask('office.duties.v1', { offered: true }, OTHER_BANK)).toMatchObject({
      items: [{ duty: { dutyId: duty.dutyId, member: 'bank-city' } }],
    });
    await office.command('office.answer-handover.v1', { ...duty, accept: true }, idOf('y'), OTHER_BANK);
    expect(await office.ask('office.duties.v1', {}, BANK)).toMatchObject({ items: [] });
  });
});

describe('R-509: the two stories of a warning', () => {
  const warning = idOf('warning', idOf('issue'));
  const body = {
    ...{ level: 'medium', source: 'call', scamType: 'T08', unit: 'yongkang-dongcheng' },
    subject: { name: NAME, idNumber: ID_NUMBER, phone: PHONE, operator: 'operator-mobile' },
  };
  const issue = (): Promise<unknown> => office.command('office.issue-warning.v1', body, idOf('issue'), OFFICER);
  const shown = async (): Promise<unknown> => fieldOf(await office.ask('office.warning.v1', { warningId: warning }, OFFICER), 'warning');

  it('Yongkang: texted, never read; the ladder climbs by itself; 180,000 lost, linked as not read', async () => {
    expect(await issue()).toMatchObject({ ok: true, outcome: { warningId: warning, dueTimes: { signBy: plusMinutes(NINE, 15) } } });
    expect(await issue()).toMatchObject({ ok: true, repeated: true, outcome: { warningId: warning } });
    const delivered = { type: 'telecom.warning-delivered.v1', warningId: warning, at: NINE };
    await office.tell('operator-mobile', { ...delivered, channel: 'sms', result: 'delivered' });
    expect(await shown()).toMatchObject({ state: 'delivered', step: 'sms', nextStepAt: plusHours(NINE, 2) });
    await office.goTo(plusHours(NINE, 2));
    await office.tell('operator-mobile', { ...delivered, channel: 'ai-call', result: 'no-answer' });
    await office.goTo(plusHours(NINE, 5));
    expect((await office.heard('operator-mobile')).map(({ type, channel }) => [type, channel])).toEqual([
      ['office.warning-call-asked.v1', 'sms'],
      ['office.warning-call-asked.v1', 'ai-call'],
    ]);
    await office.tell('police', accepted);
    await office.tell('police', entered(office, plusHours(NINE, 3)));
    expect(await shown()).toMatchObject({
      state: 'paid-anyway',
      step: 'human-call',
      learning: 'not_read',
      lostFen: 18_000_000,
      outcome: null,
      overdue: ['sign'],
    });
    expect(await office.ask('office.warnings.v1', { state: 'paid-anyway' }, HEAD)).toMatchObject({
      items: [{ warning: { warningId: warning } }],
    });
    await office.goTo(plusHours(NINE, 48)); // nothing climbs any more
    expect(await shown()).toMatchObject({ step: 'human-call' });
  });

  it('Lanxi: read, and paid all the same', async () => {
    await issue();
    await office.goTo(plusHours(NINE, 1));
    await office.command('office.record-warning-read.v1', { warningId: warning }, idOf('read'), OFFICER);
    await office.goTo(plusHours(NINE, 5));
    await office.tell('police', accepted);
    await office.tell('police', entered(office, plusHours(NINE, 3)));
    expect(await shown()).toMatchObject({ step: 'sms', state: 'paid-anyway', learning: 'read_but_paid', readAt: plusHours(NINE, 1) });
  });

  it('R-506, R-507: closed and watched; the desk may open the person, a bank sees nothing', async () => {
    await office.command('office.issue-warning.v1', { ...body, level: 'high' }, idOf('issue'), OFFICER);
    await office.command(
      'office.record-contact.v1',
      { warningId: warning, channel: 'human-call', result: 'spoken' },
      idOf('call'),
      OFFICER,
    );
    const closing = { identityConfirmed: true, channel: 'human-call', at: NINE, evidence: ['recording-17'], nextCheckOn: '2021-03-25' };
    const outcome = { warningId: warning, outcome: 'dissuaded_no_transfer' };
    expect(await office.command('office.record-warning-outcome.v1', { ...outcome, closing: {} }, idOf('no'), OFFICER)).toMatchObject({
      errors: [{ code: 'CLOSING_INCOMPLETE', rule: 'R-506' }],
    });
    expect(await office.command('office.record-warning-outcome.v1', { ...outcome, closing }, idOf('yes'), OFFICER)).toMatchObject({
      outcome: { state: 'watched' },
    });
    expect(await office.ask('office.open-warning.v1', { warningId: warning, purpose: 'follow-up' }, OFFICER)).toMatchObject({
      subject: { name: { ok: true, clear: NAME }, phone: { ok: true, clear: PHONE } },
    });
    expect(await office.ask('office.warning.v1', { warningId: warning }, BANK)).toMatchObject([{ code: 'NOT_ALLOWED' }]);
    await office.goTo(plusHours(NINE, 7 * 24));
    expect(await shown()).toMatchObject({ state: 'closed', outcome: 'dissuaded_no_transfer' });
  });

  it('an operator that is none is told back', async () => {
    const subject = { phone: PHONE, operator: 'city' };
    expect(await office.command('office.issue-warning.v1', { ...body, subject }, idOf('z'), OFFICER)).toMatchObject({
      errors: [{ code: 'UNKNOWN_MEMBER' }],
    });
  });
});
