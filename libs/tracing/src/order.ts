import { type AccountRef } from '@interlock/kernel';
import { compareText, type Movement } from './movements.ts';

/** What an account's own bank told of one instant and is not placed yet, in its order. */
type Ledger = { readonly movement: Movement; readonly serial: number }[];

/**
 * The order in which movements are counted: by instant and, at one instant, so that every account's own bank finds its ledger order kept.
 * Orders of different accounts fit together because each movement was booked at once on both ends: a chain through several banks at one instant comes out
 * in the order in which it ran. Where a bank has not reported yet, the payment system's reference decides: it numbers what it books, for whichever
 * banks. Ledgers that contradict each other (bad data) give way in the order of references.
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

/** Movements in the order of references, each as soon as its ledgers allow it. */
function untangled(movements: readonly Movement[]): readonly Movement[] {
  const ledgers = ledgersOf(movements);
  const ordered: Movement[] = [];
  const held: Movement[] = [];
  const place = (index: number): void => {
    const [movement] = held.splice(index, 1);
    if (!movement) return;
    ordered.push(movement);
    takeOut(movement, ledgers);
  };
  const placeAllowed = (): void => {
    const next = (): number => held.findIndex((movement) => isNextInLedgers(movement, ledgers));
    for (let index = next(); index >= 0; index = next()) place(index);
  };
  for (const movement of movements) {
    held.push(movement);
    placeAllowed();
  }
  while (held.length > 0) {
    place(0);
    placeAllowed();
  }
  return ordered;
}

function ledgersOf(movements: readonly Movement[]): ReadonlyMap<AccountRef, Ledger> {
  const ledgers = new Map<AccountRef, Ledger>();
  const book = (account: AccountRef | undefined, movement: Movement, serial: number | undefined): void => {
    if (account === undefined || serial === undefined) return;
    const ledger = ledgers.get(account) ?? [];
    ledgers.set(account, ledger);
    ledger.push({ movement, serial });
  };
  for (const movement of movements) {
    book(movement.from, movement, movement.outSerial);
    book(movement.to, movement, movement.inSerial);
  }
  for (const ledger of ledgers.values())
    ledger.sort((a, b) => a.serial - b.serial || compareText(a.movement.reference, b.movement.reference));
  return ledgers;
}

/** Whether each end's own ledger, where known, has this movement next. */
function isNextInLedgers(movement: Movement, ledgers: ReadonlyMap<AccountRef, Ledger>): boolean {
  const { from, to, outSerial, inSerial } = movement;
  if (from !== undefined && outSerial !== undefined && ledgers.get(from)?.[0]?.movement !== movement) return false;
  return to === undefined || inSerial === undefined || ledgers.get(to)?.[0]?.movement === movement;
}

function takeOut(movement: Movement, ledgers: ReadonlyMap<AccountRef, Ledger>): void {
  for (const account of [movement.from, movement.to]) {
    const ledger = account === undefined ? undefined : ledgers.get(account);
    const index = ledger?.findIndex((entry) => entry.movement === movement) ?? -1;
    if (index >= 0) ledger?.splice(index, 1);
  }
}
