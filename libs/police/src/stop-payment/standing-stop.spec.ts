import { describe, expect, it } from '@jest/globals';
import { given, type Instant, plusHours } from '@interlock/kernel';
import { type StopPaymentEvent } from './stop-payment.events.ts';
import { stopPaymentDecider } from './stop-payment.decider.ts';
import { account, applied, details, NOON, ordered, orderFor, proposed, stated, usedUp } from './stops.testing.ts';

const after = (...history: readonly StopPaymentEvent[]) => given(stopPaymentDecider, ...history);
const typesOf = (answer: { readonly events?: readonly { readonly type: string }[] }) => answer.events?.map(({ type }) => type);
const LAPSE: Instant = plusHours(NOON, 48);

describe('R-117: a renewal is the second stop, starting where the first ends', () => {
  const { proposalId: _, type: __, ...common } = orderFor('', 'second');
  const renew = { ...common, type: 'RenewStop', continues: 'first' } as const;
  const standing = [ordered('first'), applied('first')];

  it.each([
    ['2021-03-24T03:59:59.999Z' as const, true],
    [LAPSE, false],
    [plusHours(NOON, 49), false],
  ])('ordered at %s: %p', (at, isInTime) => {
    const answer = after(...standing).when({ ...renew, at });
    expect(answer.ok).toBe(isInTime);
    if (answer.ok) expect(answer.events).toMatchObject([{ type: 'StopOrdered', number: 2, continues: { orderId: 'first', until: LAPSE } }]);
    else expect(answer.rejection).toEqual({ type: 'StopOver', rule: 'R-117', code: '1800' });
  });

  const sent = [...standing, ordered('second', { number: 2, continues: { orderId: 'first', until: LAPSE } })];
  const answered = { type: 'RecordApplied', ...account, orderId: 'second', code: '0000', balanceFen: 5, heldFen: 5 } as const;

  it('runs 48 hours from the end of the first, whenever the bank answered before it', () => {
    const answer = after(...sent).when({ ...answered, answeredAt: plusHours(NOON, 47), at: plusHours(NOON, 47) });
    expect(answer).toMatchObject({ events: [{ type: 'StopApplied', startsAt: LAPSE, lapsesAt: plusHours(NOON, 96) }] });
  });

  it('the first does not lapse then: the second goes on, and lapses for both', () => {
    const both = [...sent, applied('second', LAPSE)];
    expect(typesOf(after(...both).when({ type: 'LapseStop', ...account, orderId: 'first', at: LAPSE }))).toEqual(['StopContinued']);
    expect(typesOf(after(...both).when({ type: 'LapseStop', ...account, orderId: 'first', at: plusHours(NOON, 96) }))).toEqual([
      'StopContinued',
      'StopLapsed',
    ]);
  });

  it('refused with 1800 it holds nothing, does not count, and is no mismatch', () => {
    const refused = { type: 'RecordRefusedByBank', ...account, orderId: 'second', code: '1800', answeredAt: LAPSE, at: LAPSE } as const;
    const answer = after(...sent).when(refused);
    expect(typesOf(answer)).toEqual(['StopLapsed', 'StopRefusedByBank']);
    const history = [...sent, ...(answer.events ?? []), proposed('p9')];
    expect(after(...history).when(orderFor('p9', 'next', plusHours(NOON, 50)))).toMatchObject({ ok: true, events: [{ number: 2 }] });
  });

  it('uses up the second stop, so that a third is refused', () => {
    const history = usedUp().slice(0, -1);
    const answer = after(...history).when({ ...renew, continues: 'second', at: plusHours(NOON, 80) });
    expect(answer).toMatchObject({ rejection: { type: 'LimitReached', rule: 'R-113' }, events: [{ type: 'StopRefused', number: 3 }] });
  });

  it('only once', () => {
    expect(after(...sent, applied('second', LAPSE)).when({ ...renew, at: NOON })).toMatchObject({ rejection: { type: 'AlreadyRenewed' } });
  });
});

describe('R-117: a release before the end', () => {
  const reason = stated.holder;
  const release = { type: 'ReleaseStop', ...account, orderId: 'first', reason } as const;
  const standing = [ordered('first'), applied('first')];

  it.each([
    ['2021-03-24T03:59:59.999Z' as const, true],
    [LAPSE, false],
    [plusHours(NOON, 49), false],
  ])('ordered at %s: %p', (at, isInTime) => {
    const answer = after(...standing).when({ ...release, at });
    expect(answer.ok).toBe(isInTime);
    if (!answer.ok) expect(answer.rejection).toEqual({ type: 'StopOver', rule: 'R-117', code: '1900' });
  });

  it('ends the stop at the bank’s moment; the stop still counts', () => {
    const ordering = after(...standing).when({ ...release, at: NOON });
    const history = [...standing, ...(ordering.events ?? [])];
    const told = { type: 'RecordReleased', ...account, orderId: 'first', code: '0000', releasedAt: plusHours(NOON, 1), at: NOON } as const;
    const released = after(...history).when(told);
    expect(released).toMatchObject({ ok: true, events: [{ type: 'StopReleased', releasedAt: plusHours(NOON, 1) }] });
    const next = [...history, ...(released.events ?? []), proposed('p2')];
    expect(after(...next).when(orderFor('p2', 'second', plusHours(NOON, 2)))).toMatchObject({ ok: true, events: [{ number: 2 }] });
  });
});

describe('R-120: alarms before the end of a stop', () => {
  it.each([
    [24, plusHours(NOON, 24), ['case-officer']],
    [36, plusHours(NOON, 36), ['case-officer', 'duty-lead']],
    [44, plusHours(NOON, 44), ['case-officer', 'duty-lead', 'joint-office']],
    [47, plusHours(NOON, 47), ['case-officer', 'duty-lead', 'joint-office']],
  ])('at %i hours, not before and not twice', (hours, at, to) => {
    const alarm = { type: 'RaiseAlarm', ...account, orderId: 'first', hours } as const;
    const standing = [ordered('first'), applied('first')];
    expect(after(...standing).when({ ...alarm, at: plusHours(at, -1) })).toMatchObject({ rejection: { type: 'NotDueYet', dueAt: at } });
    const raised = after(...standing).when({ ...alarm, at });
    expect(raised).toMatchObject({ ok: true, events: [{ type: 'AlarmRaised', atHours: hours, to, lapsesAt: LAPSE }] });
    expect(after(...standing, ...(raised.events ?? [])).when({ ...alarm, at })).toEqual({ ok: true, events: [] });
  });

  it('none when the stop is over or another continues it', () => {
    const alarm = { type: 'RaiseAlarm', ...account, orderId: 'first', hours: 47 } as const;
    const standing = [ordered('first'), applied('first')];
    expect(typesOf(after(...standing).when({ ...alarm, at: LAPSE }))).toEqual(['StopLapsed']);
    const renewed = [
      ...standing,
      ordered('second', { number: 2, continues: { orderId: 'first', until: LAPSE } }),
      applied('second', LAPSE),
    ];
    expect(after(...renewed).when({ ...alarm, at: plusHours(NOON, 47) })).toEqual({ ok: true, events: [] });
  });
});

describe('R-124, R-127: details and watches', () => {
  const ask = { type: 'AskDetail', ...account, askId: 'd', caseId: 'case-a', because: 'earlier-inflow', at: NOON } as const;

  const earlier = { ...ask, from: '2021-03-22T03:50:00.000Z' } as const;

  it('without an officer only before the window that was reported or asked for', () => {
    const answered = [ordered('first'), applied('first')];
    expect(after(proposed('p')).when(earlier)).toEqual({ ok: true, events: [] });
    expect(after(...answered).when({ ...ask, from: details.firstInflowAt })).toEqual({ ok: true, events: [] });
    const asked = after(...answered).when(earlier);
    expect(asked).toMatchObject({ events: [{ type: 'DetailAsked', from: earlier.from }] });
    expect(after(...answered, ...(asked.events ?? [])).when({ ...earlier, askId: 'e' })).toEqual({ ok: true, events: [] });
  });

  it('the movements of an answer may be read before the answer is recorded: the order tells from when on they were asked for', () => {
    expect(after(ordered('first')).when(earlier)).toMatchObject({ events: [{ type: 'DetailAsked', from: earlier.from }] });
    expect(after(ordered('first')).when({ ...ask, from: details.firstInflowAt })).toEqual({ ok: true, events: [] });
  });

  it('one watch per account; it ends by its name', () => {
    const watch = { type: 'WatchAccount', ...account, watchId: 'w', caseId: 'case-a', at: NOON } as const;
    const watched = after().when(watch);
    expect(watched).toMatchObject({ events: [{ type: 'WatchAsked', from: NOON }] });
    const history = watched.events ?? [];
    expect(after(...history).when({ ...watch, watchId: 'v' })).toEqual({ ok: false, rejection: { type: 'AlreadyWatched', watchId: 'w' } });
    expect(after(...history).when({ type: 'EndWatch', ...account, watchId: 'v', at: NOON })).toMatchObject({
      rejection: { type: 'NoSuchWatch' },
    });
    expect(typesOf(after(...history).when({ type: 'EndWatch', ...account, watchId: 'w', at: NOON }))).toEqual(['WatchEnded']);
  });
});
