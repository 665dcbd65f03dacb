import { type AccountRef, type Instant } from '@interlock/kernel';
import { type CaseEntered, type EnteredPayment, type KnownAccount } from './case.events.ts';

/** 22 March 2021, 12:00 in the city. */
export const NOON: Instant = '2021-03-22T04:00:00.000Z';

export const sealed = (path: string) => ({ sealed: 1, key: 'police/k', commandId: 'c', path, box: 'x' }) as const;

/** `m1` → a reference that tells accounts apart. */
function refOf(name: string): AccountRef {
  return `a1.${name.padEnd(26, 'x').replaceAll(/[0189]/g, (digit) => 'ghij'['0189'.indexOf(digit)] ?? 'k')}`;
}

export function accountOf(name: string, bank = 'bank-industry'): KnownAccount {
  return { accountRef: refOf(name), bank, number: sealed(`${name}.number`), holder: sealed(`${name}.holder`) };
}

export interface Paid {
  readonly reference: string;
  readonly from: string;
  readonly to: string;
  readonly amountFen: number;
  readonly paidAt: Instant;
}

export function paymentOf({ reference, from, to, amountFen, paidAt }: Paid): EnteredPayment {
  const paid = accountOf(to);
  const stated = { number: paid.number, holder: sealed(`${to}.stated`), amountFen, paidAt };
  return { reference, from: accountOf(from, 'bank-rural'), to: paid, amountFen, paidAt, stated };
}

export function entered(caseId: string, payments: readonly Paid[], enteredAt: Instant = NOON): CaseEntered {
  const of = { caseId, caseNo: `2021-JH-${caseId}`, unit: 'wuyi', scamType: 'T17' };
  return { type: 'CaseEntered', ...of, enteredAt, late: false, payments: payments.map(paymentOf) };
}
