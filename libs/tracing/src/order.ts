import { type AccountRef } from '@interlock/kernel';
import { compareText, type Movement } from './movements.ts';

/** What happens on one account at one instant. */
interface Ledger {
  /** Movements with a serial of this account's bank, in its order; those not yet placed. */
  readonly known: { readonly movement: Movement; readonly serial: number }[];
  waitingIn: number;
  waitingInWithoutSerial: number;
}

/**
 * The order in which movements are counted: by instant and, at one instant, so that every account's own bank finds its ledger order kept.
 * Orders of different accounts fit together because each movement was booked at once on both ends: a chain through several banks at one instant comes out
 * in the order in which it ran. Where a bank has not reported yet, money is taken to come in before it goes out, then the smaller reference comes first;
 * its report corrects this. Ledgers that contradict each other (bad data) give way in the order of references.
 */
export function inOrder(movements: readonly Movement[]): readonly Movement[] {
  const sorted = [...movements].sort((a, b) => compareText(a.at, b.at) || compareText(a.reference, b.reference));
  const ordered: Movement[] = [];
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && sorted[end]?.at === sorted[start]?.at) end += 1;
    const sameInstant = sorted.slice(start, end);
    ordered.push(...(sameInstant.length > 1 ? untangled(sameInstant) : sameInstant));
    start = end;
  }
  return ordered;
}

function untangled(movements: readonly Movement[]): readonly Movement[] {
  const ledgers = ledgersOf(movements);
  const ordered: Movement[] = [];
  let waiting = movements;
  while (waiting.length > 0) {
    const left: Movement[] = [];
    for (const movement of waiting) {
      if (isNextInLedgers(movement, ledgers) && !isAwaitingInflow(movement, ledgers)) {
        ordered.push(place(movement, ledgers));
      } else left.push(movement);
    }
    if (left.length === waiting.length) {
      // Nothing is free: a circle of guesses (in before out), or ledgers that contradict each other.
      const next = left.find((movement) => isNextInLedgers(movement, ledgers)) ?? left[0];
      if (next) ordered.push(place(next, ledgers));
      waiting = left.filter((movement) => movement !== next);
    } else waiting = left;
  }
  return ordered;
}

function ledgersOf(movements: readonly Movement[]): ReadonlyMap<AccountRef, Ledger> {
  const ledgers = new Map<AccountRef, Ledger>();
  const ledgerOf = (account: AccountRef): Ledger => {
    const ledger = ledgers.get(account) ?? { known: [], waitingIn: 0, waitingInWithoutSerial: 0 };
    ledgers.set(account, ledger);
    return ledger;
  };
  for (const movement of movements) {
    const { from, to, outSerial, inSerial } = movement;
    if (from !== undefined && outSerial !== undefined) ledgerOf(from).known.push({ movement, serial: outSerial });
    if (to === undefined) continue;
    const ledger = ledgerOf(to);
    ledger.waitingIn += 1;
    if (inSerial === undefined) ledger.waitingInWithoutSerial += 1;
    else ledger.known.push({ movement, serial: inSerial });
  }
  for (const { known } of ledgers.values())
    known.sort((a, b) => a.serial - b.serial || compareText(a.movement.reference, b.movement.reference));
  return ledgers;
}

/** Whether each end's own ledger, where known, has this movement next. */
function isNextInLedgers(movement: Movement, ledgers: ReadonlyMap<AccountRef, Ledger>): boolean {
  const { from, to, outSerial, inSerial } = movement;
  if (from !== undefined && outSerial !== undefined && ledgers.get(from)?.known[0]?.movement !== movement) return false;
  return to === undefined || inSerial === undefined || ledgers.get(to)?.known[0]?.movement === movement;
}

/** Whether money that may have come in before is still to be placed; two serials of one ledger leave nothing to guess. */
function isAwaitingInflow({ from, outSerial }: Movement, ledgers: ReadonlyMap<AccountRef, Ledger>): boolean {
  const ledger = from === undefined ? undefined : ledgers.get(from);
  if (!ledger) return false;
  return (outSerial === undefined ? ledger.waitingIn : ledger.waitingInWithoutSerial) > 0;
}

function place(movement: Movement, ledgers: ReadonlyMap<AccountRef, Ledger>): Movement {
  const { from, to, inSerial } = movement;
  for (const account of [from, to]) {
    const known = account === undefined ? undefined : ledgers.get(account)?.known;
    const index = known?.findIndex((entry) => entry.movement === movement) ?? -1;
    if (index >= 0) known?.splice(index, 1);
  }
  const paid = to === undefined ? undefined : ledgers.get(to);
  if (paid) {
    paid.waitingIn -= 1;
    if (inSerial === undefined) paid.waitingInWithoutSerial -= 1;
  }
  return movement;
}
