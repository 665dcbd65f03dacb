import { type AccountRef, type Fen, type Instant, instant, plusMinutes } from '@interlock/kernel';
import { type MovementItem, type MovementKind, type Party, type PaymentItem, type TraceItem } from './items.ts';
import { readTrace, type Reading } from './reading.ts';
import { traceOf } from './trace.ts';

/** Words in which the examples are told: accounts by name, times in minutes after noon of the story's day. */
const NOON = instant('2021-03-22T12:00:00+08:00');

export function minute(minutes: number): Instant {
  return plusMinutes(NOON, minutes);
}

export function account(name: string): AccountRef {
  return `a1.${name}`;
}

function party(name: string): Party {
  return { ref: account(name), bank: `bank-of-${name}` };
}

interface Told {
  readonly from: string;
  readonly to: string;
  readonly fen: Fen;
  readonly at: number;
  readonly reference?: string;
}

/** A victim's payment, reported in the case; entered a minute after it unless said otherwise. */
export function pay(caseId: string, { from, to, fen, at, reference, entered }: Told & { readonly entered?: number }): PaymentItem {
  const name = reference ?? `${from}-${to}-${at}`;
  return {
    type: 'payment',
    id: `${caseId}/${name}`,
    caseId,
    reference: name,
    from: party(from),
    to: party(to),
    amountFen: fen,
    at: minute(at),
    enteredAt: minute(entered ?? at + 1),
  };
}

/** A booking told by the paying account's bank (out) or by the paid account's bank (in). */
export function booked(
  direction: 'in' | 'out',
  {
    from,
    to,
    fen,
    at,
    reference,
    serial,
    kind,
  }: Omit<Told, 'to'> & { readonly to?: string; readonly serial?: number; readonly kind?: MovementKind },
): MovementItem {
  const [own, other] = direction === 'out' ? [from, to] : [to ?? from, from];
  return {
    type: 'movement',
    reference: reference ?? `${from}-${to ?? kind ?? ''}-${at}`,
    direction,
    account: party(own),
    serial: serial ?? at,
    kind: kind ?? 'transfer',
    amountFen: fen,
    at: minute(at),
    ...(other === undefined ? {} : { counterparty: party(other) }),
  };
}

/** A movement between accounts, told by the paying account's bank. */
export function move(told: Told & { readonly serial?: number }): MovementItem {
  return booked('out', told);
}

export function cashOut({ from, fen, at }: Omit<Told, 'to'>): MovementItem {
  return booked('out', { from, fen, at, kind: 'cash-atm' });
}

export function stop(name: string, { at, until }: { readonly at: number; readonly until?: number }): TraceItem {
  const end = until ?? at + 48 * 60;
  return { type: 'stop', id: `stop-${name}-${at}`, account: account(name), from: minute(at), until: minute(end) };
}

export function ownHold(name: string, at: number): TraceItem {
  return { type: 'own-hold', id: `hold-${name}`, account: account(name), from: minute(at) };
}

export function freeze(
  caseId: string,
  name: string,
  { fen, at, until }: { readonly fen: Fen; readonly at: number; readonly until?: number },
): TraceItem {
  const end = until ?? at + 180 * 24 * 60;
  return {
    type: 'freeze',
    id: `freeze-${caseId}-${name}`,
    caseId,
    account: account(name),
    sumFen: fen,
    from: minute(at),
    until: minute(end),
  };
}

export function payBack(caseId: string, name: string, { fen, at }: { readonly fen: Fen; readonly at: number }): TraceItem {
  return { type: 'return', id: `return-${caseId}-${name}-${at}`, caseId, account: account(name), amountFen: fen, at: minute(at) };
}

/** The whole reading at a minute; far later than every item unless said. */
export function read(items: readonly TraceItem[], at = 100_000): Reading {
  return readTrace(traceOf(items), { at: minute(at) });
}

/** The six places and the loss, those that are not 0. */
export function places(reading: Reading, caseId: string): Readonly<Record<string, Fen>> | undefined {
  const found = reading.places.get(caseId);
  return found && Object.fromEntries(Object.entries(found).filter(([, fen]) => fen !== 0));
}

/** `case fen` of the lots on an account, oldest first. */
export function lots(reading: Reading, name: string): readonly string[] {
  return reading.accounts.get(account(name))?.lots.map(({ caseId, fen }) => `${caseId} ${fen}`) ?? [];
}

/** What a movement carried, in order. */
export function carried(reading: Reading, reference: string): readonly string[] {
  const found = reading.movements.find((movement) => movement.reference === reference);
  return found?.parts.map(({ caseId, fen }) => `${caseId} ${fen}`) ?? [];
}
