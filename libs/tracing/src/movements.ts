import { type AccountRef, type Fen, type Instant } from '@interlock/kernel';
import { type MovementItem, type MovementKind, type PaymentItem } from './items.ts';

/** One movement of money, put together from what the victim and the banks on both ends say of its reference. */
export interface Movement {
  readonly reference: string;
  readonly from?: AccountRef | undefined;
  readonly to?: AccountRef | undefined;
  /** Set where the money left for a place that no order reaches. */
  readonly exit?: Exclude<MovementKind, 'transfer'> | undefined;
  readonly amountFen: Fen;
  readonly at: Instant;
  /** Ledger serials of the paying and of the paid account's bank; unset until that bank has reported. */
  readonly outSerial?: number | undefined;
  readonly inSerial?: number | undefined;
  /** Reported as a payment, by the case that entered it first; nearly always one. */
  readonly payments: readonly PaymentItem[];
}

/** What is known of one reference. */
export interface Gathered {
  readonly reference: string;
  /** The account it was first heard of at: all that is ever said of the reference stays connected with it. */
  readonly anchor: AccountRef;
  readonly payments: Map<string, PaymentItem>;
  out?: MovementItem | undefined;
  in?: MovementItem | undefined;
  /** The movement put together; dropped when a report is added. */
  movement?: Movement | undefined;
}

/**
 * The movement. Each end is believed from its own bank first, then from the payment, then from the other end's bank. All name one instant and one amount;
 * should they differ, the earliest and the smallest stand, so that the order of the reports does not matter.
 */
export function movementOf(gathered: Gathered): Movement | undefined {
  gathered.movement ??= putTogether(gathered);
  return gathered.movement;
}

function putTogether({ reference, payments: byId, out, in: inward }: Gathered): Movement | undefined {
  const payments = [...byId.values()].sort((a, b) => compareText(a.enteredAt, b.enteredAt) || compareText(a.id, b.id));
  const reports = [out, inward].filter((report) => report !== undefined);
  const said = [...payments, ...reports];
  const first = said[0];
  if (!first) return undefined;
  const payment = payments[0];
  return {
    reference,
    from: (out?.account ?? payment?.from ?? inward?.counterparty)?.ref,
    to: (inward?.account ?? payment?.to ?? out?.counterparty)?.ref,
    exit: reports.map(({ kind }) => kind).find((kind) => kind !== 'transfer'),
    amountFen: Math.min(...said.map(({ amountFen }) => amountFen)),
    at: said.reduce((earliest, { at }) => (at < earliest ? at : earliest), first.at),
    outSerial: out?.serial,
    inSerial: inward?.serial,
    payments,
  };
}

/** Order of two texts by code unit, the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
