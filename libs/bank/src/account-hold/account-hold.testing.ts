import { type Instant, type Sealed, instant } from '@interlock/kernel';
import { type MovementReport } from '@interlock/contracts';
import { type ReceivedOrder, type StopAnswer } from './account-hold.decider.ts';
import { type StopAnswerBegun, type StopApplied, type StopOrderReceived } from './account-hold.events.ts';

/** The account of the tests. */
export const ACCOUNT = 'a1.mmmmmmmmmmmmmmmmmmmmmmmmmm';
export const NOON = instant('2021-03-22T12:00:00.000Z');
/** 48 hours after noon. */
export const NOON_TWO_DAYS_ON = instant('2021-03-24T12:00:00.000Z');

export function sealedField(path: string): Sealed {
  return { sealed: 1, key: 'police/k1', commandId: 'c1', path, box: 'AAAA' };
}

/** An order of the police for the account: `first` is order 1, application 1. */
export function order(name: string, fields: Partial<ReceivedOrder> = {}): ReceivedOrder {
  return {
    orderId: name,
    applicationId: `application-${name}`,
    accountRef: ACCOUNT,
    caseId: 'case',
    caseNo: '2021-1',
    number: 1,
    stated: {
      number: sealedField('stated.number'),
      holder: sealedField('stated.holder'),
      amountFen: 80_000_00,
      paidAt: instant('2021-03-22T11:30:00.000Z'),
    },
    namedFen: 80_000_00,
    firstInflowAt: instant('2021-03-22T11:30:00.000Z'),
    orderedAt: instant('2021-03-22T11:55:00.000Z'),
    urgency: 'urgent',
    ...fields,
  };
}

export function received(name: string, fields: Partial<ReceivedOrder> = {}): StopOrderReceived {
  return { type: 'StopOrderReceived', ...order(name, fields), receivedAt: instant('2021-03-22T11:55:00.000Z') };
}

export function begun(name: string, fields: Partial<StopAnswerBegun> = {}): StopAnswerBegun {
  const { orderId, accountRef, stated, namedFen, firstInflowAt: from } = order(name);
  return { type: 'StopAnswerBegun', orderId, accountRef, stated, namedFen, from, lapseHours: 48, begunAt: NOON, ...fields };
}

export function applied(name: string, answeredAt: Instant, lapsesAt: Instant, startsAt = answeredAt): StopApplied {
  const { type: _, ...fields } = { type: '', ...core(name, { answeredAt }) };
  return { type: 'StopApplied', ...fields, accountRef: ACCOUNT, startsAt, lapsesAt };
}

/** What the core answers: the stop holds in full. */
export function core(name: string, fields: Partial<StopAnswer> = {}): StopAnswer {
  return {
    orderId: name,
    code: '0000',
    answeredAt: NOON,
    balanceFen: 90_000_00,
    heldFen: 80_000_00,
    movements: [],
    opened: { purpose: 'R-110', fields: ['stated.number', 'stated.holder'] },
    ...fields,
  };
}

export function movements(count: number): readonly MovementReport[] {
  return Array.from({ length: count }, (_, index) => ({
    reference: `ref-${String(index)}`,
    serial: index,
    direction: 'out',
    kind: 'pos',
    amountFen: 100,
    at: NOON,
  }));
}
