import { describe, expect, it } from '@jest/globals';
import { type ExtensionAnswer, given, instant } from '@interlock/kernel';
import { ACCOUNT, NOON } from '../account-hold/account-hold.testing.ts';
import { accountFreezeDecider } from './account-freeze.decider.ts';
import { type AccountFreezeEvent, type FreezeBegun } from './account-freeze.events.ts';

const freezes = accountFreezeDecider;
const LATER = instant('2021-03-23T12:00:00.000Z');
/** Six calendar months after noon of 22 March. */
const ENDS_AT = instant('2021-09-22T12:00:00.000Z');

function order(freezeId: string) {
  return {
    freezeId,
    applicationId: `application-${freezeId}`,
    accountRef: ACCOUNT,
    caseId: 'case',
    caseNo: '2021-1',
    sumFen: 500_00,
    filingId: 'filing',
    orderedAt: NOON,
    months: 6,
  } as const;
}
const received = (id: string) => ({ type: 'FreezeOrderReceived', ...order(id), receivedAt: NOON }) as const;
const begun = (freezeId: string, begunAt = NOON): FreezeBegun => ({
  type: 'FreezeBegun',
  freezeId,
  accountRef: ACCOUNT,
  sumFen: 500_00,
  months: 6,
  begunAt,
});
const figures = { frozenFen: 500_00, balanceFen: 800_00, availableFen: 300_00, answeredAt: NOON } as const;
const applied = (freezeId: string) =>
  ({ type: 'FreezeApplied', freezeId, accountRef: ACCOUNT, ...figures, endsAt: ENDS_AT, coreKey: `core-${freezeId}` }) as const;
const queued = (freezeId: string, isFirstAnswer = true) =>
  ({ type: 'FreezeQueued', freezeId, accountRef: ACCOUNT, balanceFen: 500_00, availableFen: 0, answeredAt: NOON, isFirstAnswer }) as const;
const standing = [received('a'), begun('a'), applied('a')];
const waiting = [received('b'), begun('b'), queued('b')];
const liftAsked = { type: 'LiftAsked', freezeId: 'a', accountRef: ACCOUNT, orderedAt: LATER, receivedAt: LATER } as const;
const liftBegun = { type: 'LiftBegun', freezeId: 'a', accountRef: ACCOUNT, coreKey: 'core-a', begunAt: LATER } as const;
const lifted = { type: 'FreezeLifted', freezeId: 'a', accountRef: ACCOUNT, liftedAt: LATER } as const;
const lapsed = { type: 'FreezeLapsed', freezeId: 'a', accountRef: ACCOUNT, lapsedAt: ENDS_AT, coreKey: 'core-a' } as const;

describe('R-207: a freeze is applied up to the free balance', () => {
  it('waits for an operator, and is asked of the core once', () => {
    const answer = { type: 'AnswerFreeze', freezeId: 'a', at: NOON } as const;
    expect(given(freezes).when({ type: 'ReceiveFreeze', order: order('a'), at: NOON })).toEqual({ ok: true, events: [received('a')] });
    expect(given(freezes, received('a')).when({ type: 'ReceiveFreeze', order: order('a'), at: LATER })).toEqual({ ok: true, events: [] });
    expect(given(freezes, received('a')).when(answer)).toEqual({ ok: true, events: [begun('a')] });
    expect(given(freezes, received('a'), begun('a')).when(answer)).toEqual({
      ok: false,
      rejection: { type: 'AlreadyAnswered', rule: 'R-116', freezeId: 'a' },
    });
    expect(given(freezes).when(answer)).toEqual({ ok: false, rejection: { type: 'NoSuchFreeze', freezeId: 'a' } });
  });

  it('R-202: lasts the months ordered, from the bank’s answer', () => {
    const answer = { freezeId: 'a', coreKey: 'core-a', ...figures };
    const record = { type: 'RecordFreezeAnswer', answer, at: LATER } as const;
    expect(given(freezes, received('a'), begun('a')).when(record)).toEqual({ ok: true, events: [applied('a')] });
    expect(given(freezes, ...standing).when(record)).toEqual({ ok: true, events: [] });
  });
});

describe('R-206: what finds nothing free queues', () => {
  const nothing = { freezeId: 'b', coreKey: 'core-b', frozenFen: 0, balanceFen: 500_00, availableFen: 0, answeredAt: NOON };

  it('is told with a sum of 0', () => {
    const decision = given(freezes, ...standing, received('b'), begun('b')).when({ type: 'RecordFreezeAnswer', answer: nothing, at: NOON });
    expect(decision).toEqual({ ok: true, events: [queued('b')] });
  });

  it.each<readonly [string, readonly AccountFreezeEvent[], AccountFreezeEvent]>([
    ['lifted', [liftAsked, liftBegun], lifted],
    ['lapsed', [lapsed], { type: 'LapsedSumFreed', freezeId: 'a', accountRef: ACCOUNT, freedAt: LATER }],
  ])('moves up when an earlier one is %s', (_, ending, freed) => {
    const record = { type: 'RecordUnfrozen', freezeId: 'a', unfrozenAt: LATER, at: LATER } as const;
    const history = [...standing, ...waiting, ...ending];
    expect(given(freezes, ...history).when(record)).toEqual({ ok: true, events: [freed, begun('b', LATER)] });
    expect(given(freezes, ...history, freed, begun('b', LATER)).when(record)).toEqual({ ok: true, events: [] });
  });

  it('lets the next one follow while money is left', () => {
    const history = [
      ...standing,
      ...waiting,
      received('c'),
      begun('c'),
      { ...queued('c') },
      liftAsked,
      liftBegun,
      lifted,
      begun('b', LATER),
    ];
    const answer = { ...nothing, frozenFen: 300_00, availableFen: 200_00, answeredAt: LATER };
    const decision = given(freezes, ...history).when({ type: 'RecordFreezeAnswer', answer, at: LATER });
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'FreezeApplied', freezeId: 'b', frozenFen: 300_00 }, begun('c', LATER)] });
  });

  it('asks again when a sum became free while the core looked', () => {
    const history = [...standing, received('b'), liftAsked, liftBegun, begun('b'), lifted];
    const decision = given(freezes, ...history).when({ type: 'RecordFreezeAnswer', answer: nothing, at: LATER });
    expect(decision).toEqual({ ok: true, events: [queued('b'), begun('b', LATER)] });
  });
});

describe('R-205: a freeze is renewed before its end, or it is over', () => {
  const until = instant('2022-03-22T12:00:00.000Z');
  const renewed = { type: 'FreezeRenewed', freezeId: 'a', accountRef: ACCOUNT, endsAt: until } as const;
  const extensionBegun = (begunAt: string) =>
    ({ type: 'ExtensionBegun', freezeId: 'a', accountRef: ACCOUNT, coreKey: 'core-a', until, begunAt: instant(begunAt) }) as const;
  const foundOver = { type: 'FreezeFoundOver', freezeId: 'a', accountRef: ACCOUNT, askedFor: 'renewal', endedAt: ENDS_AT } as const;

  it.each([
    ['just before the end', '2021-09-22T11:59:59.999Z', [renewed, extensionBegun('2021-09-22T11:59:59.999Z')]],
    ['at the end', ENDS_AT, [lapsed, foundOver]],
    ['after the end', '2021-09-22T12:00:00.001Z', [lapsed, foundOver]],
  ])('a renewal %s', (_, at, events) => {
    expect(given(freezes, ...standing).when({ type: 'RenewFreeze', freezeId: 'a', until, at: instant(at) })).toEqual({ ok: true, events });
  });

  it.each([
    ['just before the end', '2021-09-22T11:59:59.999Z', { ok: false, rejection: { type: 'NotDueYet', rule: 'R-205', endsAt: ENDS_AT } }],
    ['at the end', ENDS_AT, { ok: true, events: [lapsed] }],
    ['after the end', '2021-10-01T00:00:00.000Z', { ok: true, events: [lapsed] }],
  ])('the alarm %s', (_, at, answer) => {
    expect(given(freezes, ...standing).when({ type: 'LapseFreeze', freezeId: 'a', at: instant(at) })).toEqual(answer);
  });

  describe('is extended at the core, too', () => {
    const extending = [...standing, renewed, extensionBegun('2021-09-22T11:59:59.999Z')];
    const record = (answer: ExtensionAnswer) =>
      ({ type: 'RecordExtension', freezeId: 'a', until, answer, at: instant('2021-09-22T12:00:01.000Z') }) as const;
    const extended = { type: 'FreezeExtended', freezeId: 'a', accountRef: ACCOUNT, until, extendedAt: LATER } as const;

    it('which holds the sum until the new end', () => {
      expect(given(freezes, ...extending).when(record({ answeredAt: LATER }))).toEqual({ ok: true, events: [extended] });
      expect(given(freezes, ...extending, extended).when({ type: 'LapseFreeze', freezeId: 'a', at: ENDS_AT })).toMatchObject({ ok: false });
    });

    it('where the core had let go before it was asked, the freeze ended then, and the police are told', () => {
      const decision = given(freezes, ...extending).when(record({ answeredAt: LATER, endedAt: ENDS_AT }));
      expect(decision).toEqual({ ok: true, events: [lapsed, foundOver] });
      expect(given(freezes, ...extending, lapsed, foundOver).when(record({ answeredAt: LATER }))).toEqual({ ok: true, events: [] });
    });

    it('what is being lifted meanwhile is not held any more', () => {
      const lifting = [...extending, liftAsked, liftBegun];
      expect(given(freezes, ...lifting).when(record({ answeredAt: LATER }))).toEqual({ ok: true, events: [] });
    });
  });

  it('a renewed one runs on past its first end', () => {
    const decision = given(freezes, ...standing, renewed).when({ type: 'LapseFreeze', freezeId: 'a', at: ENDS_AT });
    expect(decision).toEqual({ ok: false, rejection: { type: 'NotDueYet', rule: 'R-205', endsAt: until } });
  });
});

describe('R-211: a lift is answered by an operator', () => {
  const answer = (at = LATER) => ({ type: 'AnswerLift', freezeId: 'a', at }) as const;

  it('unfreezes at the core, then is over', () => {
    const { type: _, receivedAt: __, ...ask } = liftAsked;
    expect(given(freezes, ...standing).when({ type: 'AskLift', ...ask, at: LATER })).toEqual({ ok: true, events: [liftAsked] });
    expect(given(freezes, ...standing, liftAsked).when(answer())).toEqual({ ok: true, events: [liftBegun] });
    const record = { type: 'RecordUnfrozen', freezeId: 'a', unfrozenAt: LATER, at: LATER } as const;
    expect(given(freezes, ...standing, liftAsked, liftBegun).when(record)).toEqual({ ok: true, events: [lifted] });
  });

  it('needs nothing of the core while nothing is frozen', () => {
    expect(given(freezes, received('a'), liftAsked).when(answer())).toEqual({ ok: true, events: [lifted] });
  });

  it('tells since when the freeze was over already', () => {
    const over = { type: 'FreezeFoundOver', freezeId: 'a', accountRef: ACCOUNT, askedFor: 'lift', endedAt: ENDS_AT } as const;
    expect(given(freezes, ...standing, liftAsked).when(answer(ENDS_AT))).toEqual({ ok: true, events: [lapsed, over] });
    expect(given(freezes, ...standing, lapsed, liftAsked).when(answer(ENDS_AT))).toEqual({ ok: true, events: [over] });
  });

  it('needs the police to have asked, and waits for the core', () => {
    expect(given(freezes, ...standing).when(answer())).toEqual({
      ok: false,
      rejection: { type: 'NoSuchLift', rule: 'R-211', freezeId: 'a' },
    });
    const decision = given(freezes, ...standing, liftAsked, liftBegun).when(answer());
    expect(decision).toEqual({ ok: false, rejection: { type: 'BeingAnswered', freezeId: 'a' } });
  });
});
