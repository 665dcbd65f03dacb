import { type Instant, unreachable } from '@interlock/kernel';
import { type JournalEntry } from './journal.ts';
import { balanceOf, type Ledger, type LedgerMovement, standsAt } from './ledger.ts';

type Moved = Extract<JournalEntry, { readonly kind: 'moved' }>;

/** Folds one entry into the ledger. Accounts and lines are put there by whoever opens them; an entry only tells when. */
export function applyEntry(ledger: Ledger, entry: JournalEntry, seedTag: string): void {
  const order = ledger.entries.length;
  ledger.entries.push(entry);
  const key = keyOf(entry);
  if (key !== undefined) ledger.done.set(key, { entry, order });
  switch (entry.kind) {
    case 'account-opened':
      ledger.balances.set(entry.account, entry.openingFen);
      return;
    case 'moved':
      return book(ledger, entry, { order, reference: `${seedTag}${String(ledger.movements.length + 1).padStart(9, '0')}` });
    case 'movement-refused': {
      const { movement, at, from, amountFen, reason } = entry;
      ledger.refused.push({ movement, at, from, amountFen, reason });
      return;
    }
    case 'own-hold-began':
      ledger.ownHolds.push({ key: entry.key, account: entry.account, from: entry.at, reason: entry.reason });
      return;
    case 'own-holds-ended':
      return end(ledger.ownHolds, (hold) => hold.account === entry.account && standsAt(hold, entry.at), { endedAt: entry.at });
    case 'stop-answered':
      if (entry.stop && entry.account !== undefined) ledger.stops.push({ key: entry.key, account: entry.account, ...entry.stop });
      return;
    case 'stops-released':
      return end(ledger.stops, (stop) => stop.account === entry.account && isOpen(stop, entry.at), { endedAt: entry.at });
    case 'frozen': {
      const { key: freezeKey, account, at: from, sumFen, frozenFen, until } = entry;
      if (account === undefined) return;
      ledger.freezes.push({ order, key: freezeKey, account, from, sumFen, frozenFen, until });
      return;
    }
    case 'freeze-extended':
      if (entry.endedAt === undefined) extend(ledger, entry);
      return;
    case 'unfrozen':
      return end(ledger.freezes, (freeze) => freeze.key === entry.freezeKey && isOpen(freeze, entry.at), {
        endedAt: entry.at,
        endOrder: order,
      });
    case 'line-suspended':
      if (entry.line !== undefined) ledger.suspended.add(entry.line);
      return;
    case 'line-restored':
      if (entry.line !== undefined) ledger.suspended.delete(entry.line);
      return;
    case 'line-will-answer':
      ledger.answers.set(entry.line, entry.result);
      return;
    case 'line-opened':
    case 'nothing-moved':
    case 'delivered':
      return;
    default:
      return unreachable(entry);
  }
}

function keyOf(entry: JournalEntry): string | undefined {
  if ('movement' in entry) return `movement:${entry.movement}`;
  return 'key' in entry ? `${entry.kind}:${entry.key}` : undefined;
}

/** Not over yet: in force, or (the second stop of a renewal) still to come. */
function isOpen(interval: { readonly until?: Instant; readonly endedAt?: Instant }, at: Instant): boolean {
  return interval.endedAt === undefined && (interval.until === undefined || at < interval.until);
}

function end<Item extends object>(items: Item[], ends: (item: Item) => boolean, how: Partial<Item>): void {
  for (const [index, item] of items.entries()) if (ends(item)) items[index] = { ...item, ...how };
}

/** a freeze never becomes shorter by a renewal. */
function extend({ freezes }: Ledger, { freezeKey, until }: { readonly freezeKey: string; readonly until: Instant }): void {
  const index = freezes.findIndex(({ key }) => key === freezeKey);
  const freeze = freezes[index];
  if (freeze && freeze.until < until) freezes[index] = { ...freeze, until };
}

function book(ledger: Ledger, entry: Moved, { order, reference }: { readonly order: number; readonly reference: string }): void {
  const { movement, at, how, from, to, amountFen } = entry;
  const booked: LedgerMovement = {
    order,
    movement,
    reference,
    at,
    how,
    from,
    amountFen,
    debitSerial: nextSerial(ledger, from),
    ...(to === undefined ? {} : { to, creditSerial: nextSerial(ledger, to) }),
  };
  ledger.movements.push(booked);
  ledger.movementOf.set(movement, booked);
  ledger.balances.set(from, balanceOf(ledger, from) - amountFen);
  listOf(ledger, from).push(booked);
  if (to === undefined) return;
  ledger.balances.set(to, balanceOf(ledger, to) + amountFen);
  listOf(ledger, to).push(booked);
}

/** a bank numbers its bookings one after another, over all its accounts. */
function nextSerial(ledger: Ledger, account: string): number {
  const bank = ledger.accounts.get(account)?.bank ?? '';
  const serial = (ledger.serials.get(bank) ?? 0) + 1;
  ledger.serials.set(bank, serial);
  return serial;
}

function listOf(ledger: Ledger, account: string): LedgerMovement[] {
  const list = ledger.byAccount.get(account) ?? [];
  ledger.byAccount.set(account, list);
  return list;
}
