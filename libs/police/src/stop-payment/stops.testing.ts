import { type Instant, plusHours } from '@interlock/kernel';
import { type OrderDetails, type OrderStop } from './stop-payment.commands.ts';
import { type StopApplied, type StopOrdered, type StopPaymentEvent, type StopProposed } from './stop-payment.events.ts';

/** 22 March 2021, 12:00 in the city. */
export const NOON: Instant = '2021-03-22T04:00:00.000Z';
export const account = { accountRef: 'a1.mmmmmmmmmmmmmmmmmmmmmmmmmm', bank: 'bank-industry' } as const;
const sealed = (path: string) => ({ sealed: 1, key: 'police/k', commandId: 'c', path, box: 'x' }) as const;

export const stated = {
  number: sealed('number'),
  holder: sealed('holder'),
  amountFen: 166_000_000,
  paidAt: '2021-03-22T03:51:00.000Z',
} as const;
export const details: OrderDetails = {
  caseNo: '2021-JH-000001',
  stated,
  namedFen: 166_000_000,
  firstInflowAt: '2021-03-22T03:51:00.000Z',
  tracedThrough: '41',
};
export const officers = {
  first: { person: 'P-1001', role: 'officer', unit: 'wuyi' },
  second: { person: 'P-1002', role: 'duty-officer', unit: 'wuyi' },
} as const;

export function proposed(proposalId: string, caseId = 'case-a'): StopProposed {
  return { type: 'StopProposed', ...account, proposalId, caseId, because: 'entry', proposedAt: NOON };
}

export function orderFor(proposalId: string, orderId: string, at: Instant = NOON): OrderStop {
  return { type: 'OrderStop', ...account, proposalId, orderId, applicationId: '0'.repeat(36), officers, urgency: 'urgent', details, at };
}

export function ordered(orderId: string, more: Partial<StopOrdered> = {}): StopOrdered {
  const { caseNo, namedFen, firstInflowAt, tracedThrough } = details;
  const known = { caseNo, stated, namedFen, firstInflowAt, tracedThrough };
  const of = { ...account, orderId, caseId: 'case-a', applicationId: '0'.repeat(36), number: 1 };
  return { type: 'StopOrdered', ...of, ...known, orderedAt: NOON, urgency: 'urgent', officers, ...more };
}

export function applied(orderId: string, startsAt: Instant = NOON, more: Partial<StopApplied> = {}): StopApplied {
  const terms = { answeredAt: startsAt, startsAt, lapsesAt: plusHours(startsAt, 48) };
  const sums = { balanceFen: 166_012_050, heldFen: 166_000_000 };
  return { type: 'StopApplied', ...account, orderId, caseId: 'case-a', code: '0000', ...terms, ...sums, skewed: false, ...more };
}

/** Two stops used up: the second lapsed, too. */
export function usedUp(): readonly StopPaymentEvent[] {
  const second = plusHours(NOON, 72);
  return [
    proposed('p1'),
    ordered('first', { proposalId: 'p1' }),
    applied('first'),
    { type: 'StopLapsed', ...account, orderId: 'first', caseId: 'case-a', lapsedAt: plusHours(NOON, 48) },
    proposed('p2'),
    ordered('second', { proposalId: 'p2', number: 2 }),
    applied('second', second),
    { type: 'StopLapsed', ...account, orderId: 'second', caseId: 'case-a', lapsedAt: plusHours(second, 48) },
  ];
}
