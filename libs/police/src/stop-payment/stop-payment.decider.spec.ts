import { describe, expect, it } from '@jest/globals';
import { type Instant, given, plusHours } from '@interlock/kernel';
import { type StopPaymentEvent } from './stop-payment.events.ts';
import { stopPaymentDecider } from './stop-payment.decider.ts';
import { publishStopPayment } from './stop-payment.publish.ts';
import { account, applied, details, NOON, officers, ordered, orderFor, proposed, usedUp } from './stops.testing.ts';

const after = (...history: readonly StopPaymentEvent[]) => given(stopPaymentDecider, ...history);
const typesOf = (answer: { readonly events?: readonly { readonly type: string }[] }) => answer.events?.map(({ type }) => type);
const LAPSE: Instant = plusHours(NOON, 48);

describe('R-124: a stop is proposed', () => {
  const propose = { type: 'ProposeStop', ...account, proposalId: 'p2', caseId: 'case-b', because: 'movement', at: NOON } as const;

  it('where nothing stands', () => {
    expect(after().when(propose)).toMatchObject({ ok: true, events: [{ type: 'StopProposed', proposalId: 'p2', caseId: 'case-b' }] });
  });

  it('not beside another proposal, whichever case', () => {
    expect(after(proposed('p1')).when(propose)).toEqual({ ok: false, rejection: { type: 'AlreadyProposed', proposalId: 'p1' } });
  });

  it('not beside an order that waits for the bank', () => {
    expect(after(ordered('first')).when(propose)).toMatchObject({ ok: false, rejection: { type: 'AlreadyOrdered' } });
  });

  it.each([
    [plusHours(NOON, 0), false],
    ['2021-03-24T03:59:59.999Z' as const, false],
    [LAPSE, true],
    [plusHours(NOON, 60), true],
  ])('while a stop of 48 hours from noon is in force, at %s: %p', (at, isFree) => {
    expect(after(ordered('first'), applied('first')).when({ ...propose, at }).ok).toBe(isFree);
  });
});

describe('R-108: an order is signed by two officers', () => {
  it('and carries what was read when it was confirmed', () => {
    const answer = after(proposed('p1')).when(orderFor('p1', 'first'));
    expect(answer).toMatchObject({
      ok: true,
      events: [
        { type: 'StopOrdered', orderId: 'first', number: 1, caseId: 'case-a', namedFen: details.namedFen, officers, proposalId: 'p1' },
      ],
    });
  });

  it.each([
    ['nobody else', { first: officers.first }],
    ['the same person', { first: officers.first, second: officers.first }],
    ['an approving head', { first: officers.first, second: { ...officers.second, role: 'approving-head' } }],
    ['a lead as the second', { first: officers.first, second: { ...officers.second, role: 'lead' } }],
    ['a first who is no officer', { first: { ...officers.first, role: 'operator' }, second: officers.second }],
  ])('not by %s', (_, signed) => {
    const answer = after(proposed('p1')).when({ ...orderFor('p1', 'first'), officers: signed });
    expect(answer).toEqual({ ok: false, rejection: { type: 'SecondOfficerNeeded', rule: 'R-108' } });
  });

  it('by a lead, with an officer beside', () => {
    const signed = { first: { ...officers.first, role: 'lead' }, second: officers.second };
    expect(after(proposed('p1')).when({ ...orderFor('p1', 'first'), officers: signed }).ok).toBe(true);
  });

  it('only for the proposal that is open', () => {
    expect(after().when(orderFor('p1', 'first'))).toEqual({ ok: false, rejection: { type: 'NoSuchProposal' } });
    expect(after(proposed('p2')).when(orderFor('p1', 'first'))).toEqual({ ok: false, rejection: { type: 'NoSuchProposal' } });
  });

  it('not where no traced money ever arrived, and the proposal is off: what arrives later is proposed anew', () => {
    const { details: _, ...nothing } = orderFor('p1', 'first');
    expect(after(proposed('p1')).when(nothing)).toMatchObject({
      ok: false,
      rejection: { type: 'NothingTraced' },
      events: [{ type: 'ProposalWithdrawn', proposalId: 'p1', why: 'nothing-traced' }],
    });
  });

  it('what stands is looked at again when it is sent, and the proposal is off', () => {
    const corrected = [ordered('first'), mismatch('first'), proposed('p2', 'case-b'), ordered('again', { corrects: 'first' })];
    expect(after(...corrected).when(orderFor('p2', 'x'))).toMatchObject({
      ok: false,
      rejection: { type: 'AlreadyOrdered', orderId: 'again' },
      events: [{ type: 'ProposalWithdrawn', proposalId: 'p2', why: 'already-ordered' }],
    });
    expect(after(...corrected, applied('again')).when(orderFor('p2', 'x'))).toMatchObject({
      ok: false,
      rejection: { type: 'AlreadyStopped' },
      events: [{ type: 'ProposalWithdrawn', why: 'already-stopped' }],
    });
  });
});

function mismatch(orderId: string): StopPaymentEvent {
  return { type: 'StopRefusedByBank', ...account, orderId, caseId: 'case-a', code: '0301', mismatch: true, answeredAt: NOON };
}

describe('R-113: at most two stops on one account, over all cases', () => {
  it('a third is refused before it is sent, with 1304, and the refusal is a fact', () => {
    const answer = after(...usedUp(), proposed('p3', 'case-c')).when(orderFor('p3', 'third', plusHours(NOON, 200)));
    expect(answer).toMatchObject({
      ok: false,
      rejection: { type: 'LimitReached', rule: 'R-113', code: '1304', stopsMax: 2 },
      events: [{ type: 'StopRefused', orderId: 'third', caseId: 'case-c', number: 3, rule: 'R-113', code: '1304', proposalId: 'p3' }],
    });
  });

  it('and closes its proposal, so that the next one can be made', () => {
    const history = [...usedUp(), proposed('p3')];
    const answer = after(...history).when(orderFor('p3', 'third', plusHours(NOON, 200)));
    const next = {
      type: 'ProposeStop',
      ...account,
      proposalId: 'p4',
      caseId: 'case-d',
      because: 'entry',
      at: plusHours(NOON, 201),
    } as const;
    expect(after(...history, ...(answer.events ?? [])).when(next).ok).toBe(true);
  });

  it('a refused order does not count', () => {
    const history = [proposed('p1'), ordered('first', { proposalId: 'p1' }), mismatch('first'), proposed('p2')];
    expect(after(...history).when(orderFor('p2', 'second'))).toMatchObject({ ok: true, events: [{ number: 1 }] });
  });
});

describe('R-112: a stop lapses 48 hours after the bank applied it', () => {
  const record = { type: 'RecordApplied', ...account, orderId: 'first', code: '0000', balanceFen: 5, heldFen: 5 } as const;

  it('counts from the bank’s moment, not from the order nor from its receipt', () => {
    const answer = after(ordered('first')).when({ ...record, answeredAt: plusHours(NOON, 3), at: plusHours(NOON, 4) });
    expect(answer).toMatchObject({
      ok: true,
      events: [{ type: 'StopApplied', startsAt: plusHours(NOON, 3), lapsesAt: plusHours(NOON, 51), skewed: true }],
    });
  });

  it.each([
    ['2021-03-24T03:59:59.999Z' as const, { ok: false, rejection: { type: 'NotDueYet', dueAt: LAPSE } }],
    [LAPSE, { ok: true, events: [{ type: 'StopLapsed', ...account, orderId: 'first', caseId: 'case-a', lapsedAt: LAPSE }] }],
    [plusHours(NOON, 60), { ok: true, events: [{ type: 'StopLapsed', ...account, orderId: 'first', caseId: 'case-a', lapsedAt: LAPSE }] }],
  ])('when the alarm rings at %s', (at, answer) => {
    expect(after(ordered('first'), applied('first')).when({ type: 'LapseStop', ...account, orderId: 'first', at })).toEqual(answer);
  });

  it('is told before whatever comes next, when the alarm never rang', () => {
    const answer = after(ordered('first'), applied('first'), proposed('p2')).when(orderFor('p2', 'second', LAPSE));
    expect(typesOf(answer)).toEqual(['StopLapsed', 'StopOrdered']);
  });

  it('a second answer to the same order changes nothing', () => {
    expect(after(ordered('first'), applied('first')).when({ ...record, answeredAt: NOON, at: NOON })).toEqual({ ok: true, events: [] });
  });

  it('an answer to an order that nobody sent is not taken', () => {
    expect(after(ordered('first')).when({ ...record, orderId: 'x', answeredAt: NOON, at: NOON })).toEqual({
      ok: false,
      rejection: { type: 'NoSuchOrder' },
    });
  });
});

describe('R-118: a lapse names the sum that no freeze covered', () => {
  it('once', () => {
    const history: readonly StopPaymentEvent[] = [
      ordered('first'),
      applied('first'),
      { type: 'StopLapsed', ...account, orderId: 'first', caseId: 'case-a', lapsedAt: LAPSE },
    ];
    const count = { type: 'CountLapse', ...account, orderId: 'first', uncoveredFen: 700, at: LAPSE } as const;
    const counted = after(...history).when(count);
    expect(counted).toMatchObject({ ok: true, events: [{ type: 'LapseCounted', uncoveredFen: 700, lapsedAt: LAPSE }] });
    expect(after(...history, ...(counted.events ?? [])).when(count)).toEqual({ ok: true, events: [] });
  });

  it('above nothing it is a miss with a name: of who ordered the stop', () => {
    const lapsed: StopPaymentEvent = { type: 'StopLapsed', ...account, orderId: 'first', caseId: 'case-a', lapsedAt: LAPSE };
    const history = after(ordered('first'), applied('first'), lapsed);
    const count = (uncoveredFen: number) => history.when({ type: 'CountLapse', ...account, orderId: 'first', uncoveredFen, at: LAPSE });
    const [missed] = count(1).events ?? [];
    expect(missed).toMatchObject({ missedBy: officers.first });
    expect(count(0).events?.[0]).not.toHaveProperty('missedBy');
    const told = missed ? publishStopPayment(missed) : [];
    expect(told.map(({ to, data }) => [to, data['missedBy']])).toEqual([
      ['bank-industry', undefined],
      ['city', { person: 'P-1001', unit: 'wuyi' }],
    ]);
  });
});

describe('R-108: the bank and the city see who signed', () => {
  const payer = 'a1.pppppppppppppppppppppppppp';
  const signers = [
    { person: 'P-1001', unit: 'wuyi' },
    { person: 'P-1002', unit: 'wuyi' },
  ];
  it('both officers by their codes, and the account that paid by its reference', () => {
    const [event] = after(proposed('p1')).when({ ...orderFor('p1', 'first'), details: { ...details, paidFrom: payer } }).events ?? [];
    expect((event ? publishStopPayment(event) : []).map(({ to, data }) => [to, data['signers'], data['paidFrom']])).toEqual([
      ['bank-industry', signers, payer],
      ['city', signers, payer],
    ]);
  });

  it('the paying account not where nobody knows it', () => {
    const [fact] = publishStopPayment(ordered('first'));
    expect(fact?.data['signers']).toEqual(signers);
    expect(fact?.data).not.toHaveProperty('paidFrom');
  });
});

describe('R-110: a mismatch closes the order and can be corrected', () => {
  const refuse = { type: 'RecordRefusedByBank', ...account, orderId: 'first', code: '0301', answeredAt: NOON, at: NOON } as const;
  const { proposalId: _, type: __, ...common } = orderFor('', 'again');
  const correct = { ...common, type: 'CorrectStop', corrects: 'first' } as const;

  it.each([
    ['0300', true],
    ['0301', true],
    ['0200', true],
    ['0800', true],
    ['0302', false],
    ['1304', false],
    ['9999', false],
  ])('code %s is a mismatch: %p', (code, isMismatch) => {
    expect(after(ordered('first')).when({ ...refuse, code })).toMatchObject({
      events: [{ type: 'StopRefusedByBank', mismatch: isMismatch }],
    });
  });

  it('with the same number, once', () => {
    const answer = after(ordered('first', { number: 2 }), mismatch('first')).when(correct);
    expect(answer).toMatchObject({ ok: true, events: [{ type: 'StopOrdered', orderId: 'again', number: 2, corrects: 'first' }] });
    const twice = after(ordered('first'), mismatch('first'), ordered('again', { corrects: 'first' })).when(correct);
    expect(twice).toEqual({ ok: false, rejection: { type: 'NoMismatch', rule: 'R-110' } });
  });

  it('not while another order is open or a stop in force, but beside a proposal', () => {
    const open = [ordered('first'), mismatch('first'), ordered('other', { caseId: 'case-b' })];
    expect(after(...open).when(correct)).toMatchObject({ rejection: { type: 'AlreadyOrdered', orderId: 'other' } });
    expect(after(...open, applied('other')).when(correct)).toMatchObject({ rejection: { type: 'AlreadyStopped' } });
    expect(after(ordered('first'), mismatch('first'), proposed('p2')).when(correct).ok).toBe(true);
  });

  it('counts for R-113 like any other order', () => {
    const history = [ordered('m'), mismatch('m'), ...usedUp()];
    expect(after(...history).when({ ...correct, corrects: 'm', at: plusHours(NOON, 200) })).toMatchObject({
      rejection: { type: 'LimitReached', rule: 'R-113' },
      events: [{ type: 'StopRefused', code: '1304' }],
    });
  });
});
