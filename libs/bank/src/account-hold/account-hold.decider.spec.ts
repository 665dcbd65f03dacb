import { describe, expect, it } from '@jest/globals';
import { given, instant } from '@interlock/kernel';
import { accountHoldDecider } from './account-hold.decider.ts';
import { ACCOUNT, applied, begun, core, movements, NOON, NOON_TWO_DAYS_ON, order, received } from './account-hold.testing.ts';

const hold = accountHoldDecider;
const FOUR_DAYS_ON = instant('2021-03-26T12:00:00.000Z');
const firstStop = [received('first'), begun('first'), applied('first', NOON, NOON_TWO_DAYS_ON)];
const firstLapsed = [...firstStop, { type: 'StopExpired', orderId: 'first', accountRef: ACCOUNT, lapsedAt: NOON_TWO_DAYS_ON } as const];

describe('R-114: an order waits for an operator, and the core is asked once', () => {
  it('is received once, however often it arrives', () => {
    const receive = { type: 'ReceiveOrder', order: order('first'), at: NOON } as const;
    expect(given(hold).when(receive)).toEqual({ ok: true, events: [{ ...received('first'), receivedAt: NOON }] });
    expect(given(hold, ...firstStop).when(receive)).toEqual({ ok: true, events: [] });
  });

  it('is handed to the core with the sealed statement, the sum named and the window', () => {
    expect(given(hold, received('first')).when({ type: 'AnswerStop', orderId: 'first', at: NOON })).toEqual({
      ok: true,
      events: [begun('first')],
    });
  });

  it.each([
    ['being answered', [received('first'), begun('first')]],
    ['answered', firstStop],
  ])('is refused when it is %s already', (_, history) => {
    expect(given(hold, ...history).when({ type: 'AnswerStop', orderId: 'first', at: NOON })).toEqual({
      ok: false,
      rejection: { type: 'AlreadyAnswered', rule: 'R-116', orderId: 'first', answerCode: '0900' },
    });
  });

  it('does not know an order that never came', () => {
    expect(given(hold).when({ type: 'AnswerStop', orderId: 'none', at: NOON })).toEqual({
      ok: false,
      rejection: { type: 'NoSuchOrder', orderId: 'none' },
    });
  });

  it('lets one order of the account at a time to the core', () => {
    const answer = { type: 'AnswerStop', orderId: 'second', at: NOON } as const;
    expect(given(hold, received('first'), begun('first'), received('second')).when(answer)).toEqual({
      ok: false,
      rejection: { type: 'AnotherBeingAnswered', orderId: 'first' },
    });
  });
});

describe('R-112: a stop holds 48 hours from the core’s moment', () => {
  it('counts from the core’s answer, not from the order nor from the operator’s click', () => {
    const answeredAt = instant('2021-03-22T12:00:07.250Z');
    const command = { type: 'RecordStopAnswer', answer: core('first', { answeredAt }), at: NOON } as const;
    expect(given(hold, received('first'), begun('first')).when(command)).toEqual({
      ok: true,
      events: [applied('first', answeredAt, instant('2021-03-24T12:00:07.250Z'))],
    });
  });

  it.each([
    ['2021-03-24T11:59:59.999Z', { ok: false, rejection: { type: 'NotDueYet', rule: 'R-112', lapsesAt: NOON_TWO_DAYS_ON } }],
    [NOON_TWO_DAYS_ON, { ok: true, events: [firstLapsed[3]] }],
    ['2021-03-25T00:00:00.000Z', { ok: true, events: [firstLapsed[3]] }],
  ])('when the alarm rings at %s', (at, answer) => {
    expect(given(hold, ...firstStop).when({ type: 'ExpireStop', orderId: 'first', at: instant(at) })).toEqual(answer);
  });

  it('expires once', () => {
    const again = { type: 'ExpireStop', orderId: 'first', at: FOUR_DAYS_ON } as const;
    expect(given(hold, ...firstLapsed).when(again)).toEqual({ ok: true, events: [] });
  });
});

describe('R-115, R-130: the core’s code decides', () => {
  it('holds what is there when the balance is less than the sum named', () => {
    const answer = core('first', { code: '1200', balanceFen: 5_00, heldFen: 5_00 });
    const decision = given(hold, received('first'), begun('first')).when({ type: 'RecordStopAnswer', answer, at: NOON });
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'StopApplied', code: '1200', heldFen: 5_00, balanceFen: 5_00 }] });
  });

  it.each(['0300', '0301', '0200', '0800', '1800'])('holds nothing on %s', (code) => {
    const { opened } = core('first');
    const answer = core('first', { code, balanceFen: 0, heldFen: 0 });
    expect(given(hold, received('first'), begun('first')).when({ type: 'RecordStopAnswer', answer, at: NOON })).toEqual({
      ok: true,
      events: [{ type: 'StopRefused', orderId: 'first', accountRef: ACCOUNT, code, answeredAt: NOON, opened }],
    });
  });

  it('records an answer once', () => {
    expect(given(hold, ...firstStop).when({ type: 'RecordStopAnswer', answer: core('first'), at: NOON })).toEqual({ ok: true, events: [] });
  });

  it('tells every movement: 500 with the answer, the others right after it', () => {
    const answer = core('first', { movements: movements(1_201) });
    const decision = given(hold, received('first'), begun('first')).when({ type: 'RecordStopAnswer', answer, at: NOON });
    const told = decision.ok ? decision.events.map((event) => ('movements' in event ? event.movements : [])) : [];
    expect(told.map((piece) => piece.length)).toEqual([500, 500, 201]);
    expect(told.flat()).toEqual(answer.movements);
    expect(decision).toMatchObject({
      events: [
        { type: 'StopApplied' },
        { type: 'MovementsReported', because: 'order', answers: 'first', from: order('first').firstInflowAt, through: NOON },
        { type: 'MovementsReported' },
      ],
    });
  });
});

describe('R-113: the bank counts police stops by itself', () => {
  const secondLapsed = [
    ...firstLapsed,
    received('second'),
    begun('second'),
    applied('second', NOON_TWO_DAYS_ON, FOUR_DAYS_ON),
    { type: 'StopExpired', orderId: 'second', accountRef: ACCOUNT, lapsedAt: FOUR_DAYS_ON } as const,
  ];
  const limit = { type: 'StopRefused', orderId: 'third', accountRef: ACCOUNT, code: '1304', rule: 'R-113' } as const;

  it('refuses a third with 1304 as it arrives, even one that the police number 1', () => {
    const third = order('third', { number: 1, caseId: 'another case' });
    expect(given(hold, ...secondLapsed).when({ type: 'ReceiveOrder', order: third, at: FOUR_DAYS_ON })).toEqual({
      ok: true,
      events: [
        { type: 'StopOrderReceived', ...third, receivedAt: FOUR_DAYS_ON },
        { ...limit, answeredAt: FOUR_DAYS_ON },
      ],
    });
  });

  it('refuses a third that was waiting when the second was applied', () => {
    const history = [...firstLapsed, received('third'), ...secondLapsed.slice(4)];
    expect(given(hold, ...history).when({ type: 'AnswerStop', orderId: 'third', at: FOUR_DAYS_ON })).toEqual({
      ok: true,
      events: [{ ...limit, answeredAt: FOUR_DAYS_ON }],
    });
  });

  it('does not count a refused order', () => {
    const mismatch = { type: 'StopRefused', orderId: 'wrong', accountRef: ACCOUNT, code: '0301', answeredAt: NOON } as const;
    const history = [received('wrong'), begun('wrong'), mismatch, ...firstLapsed];
    const decision = given(hold, ...history).when({ type: 'ReceiveOrder', order: order('next'), at: FOUR_DAYS_ON });
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'StopOrderReceived' }] });
  });

  it('counts a released stop', () => {
    const released = { type: 'StopReleased', orderId: 'first', accountRef: ACCOUNT, askedFor: 'first', releasedAt: NOON } as const;
    const history = [...firstStop, released, ...secondLapsed.slice(4, 7)];
    const decision = given(hold, ...history).when({ type: 'ReceiveOrder', order: order('third'), at: FOUR_DAYS_ON });
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'StopOrderReceived' }, { code: '1304' }] });
  });
});

describe('R-116: a repeated order and an account that is stopped are answers, not errors', () => {
  it('answers 0900 to the same application under another order id', () => {
    const copy = order('copy', { applicationId: 'application-first' });
    const decision = given(hold, ...firstLapsed).when({ type: 'ReceiveOrder', order: copy, at: FOUR_DAYS_ON });
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'StopOrderReceived' }, { code: '0900', rule: 'R-116' }] });
  });

  it.each([
    ['just before the stop ends', '2021-03-24T11:59:59.999Z', { type: 'StopRefused', code: '1301', rule: 'R-116' }],
    ['when it ends', NOON_TWO_DAYS_ON, { type: 'StopAnswerBegun' }],
  ])('an order that continues none, answered %s', (_, at, event) => {
    const decision = given(hold, ...firstStop, received('second')).when({ type: 'AnswerStop', orderId: 'second', at: instant(at) });
    expect(decision).toMatchObject({ ok: true, events: [event] });
  });
});

describe('R-117: a continuation starts where the first stop ends', () => {
  const extension = received('second', { continues: 'first' });

  it('lasts 48 hours from there', () => {
    const at = instant('2021-03-24T10:00:00.000Z');
    const answering = begun('second', { continues: NOON_TWO_DAYS_ON, begunAt: at });
    expect(given(hold, ...firstStop, extension).when({ type: 'AnswerStop', orderId: 'second', at })).toEqual({
      ok: true,
      events: [answering],
    });
    const answer = core('second', { answeredAt: at });
    expect(given(hold, ...firstStop, extension, answering).when({ type: 'RecordStopAnswer', answer, at })).toEqual({
      ok: true,
      events: [applied('second', at, FOUR_DAYS_ON, NOON_TWO_DAYS_ON)],
    });
  });

  it.each([
    ['just before the end', '2021-03-24T11:59:59.999Z', { type: 'StopAnswerBegun', continues: NOON_TWO_DAYS_ON }],
    ['at the end', NOON_TWO_DAYS_ON, { type: 'StopRefused', code: '1800', rule: 'R-117' }],
    ['after the end', '2021-03-24T12:00:00.001Z', { type: 'StopRefused', code: '1800', rule: 'R-117' }],
  ])('answered %s', (_, at, event) => {
    const decision = given(hold, ...firstStop, extension).when({ type: 'AnswerStop', orderId: 'second', at: instant(at) });
    expect(decision).toMatchObject({ ok: true, events: [event] });
  });

  it('a late one does not count', () => {
    const late = { type: 'StopRefused', orderId: 'second', accountRef: ACCOUNT, code: '1800', answeredAt: NOON_TWO_DAYS_ON } as const;
    const decision = given(hold, ...firstLapsed, extension, late).when({ type: 'ReceiveOrder', order: order('next'), at: FOUR_DAYS_ON });
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'StopOrderReceived' }] });
  });
});
