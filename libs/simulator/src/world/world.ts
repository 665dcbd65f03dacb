import {
  type Booking,
  type Clock,
  type CoreBanking,
  type Fen,
  idOf,
  type Instant,
  type LineNetwork,
  type References,
} from '@interlock/kernel';
import { shareOf } from '../file/decimals.ts';
import { type Amount } from '../file/scenario.ts';
import { applyEntry } from './apply.ts';
import { coreBankingOf, type Desk, once } from './core.ts';
import { type CallResult, type Journal, type JournalEntry, type RefusalReason } from './journal.ts';
import {
  balanceOf,
  emptyLedger,
  freeBalanceOf,
  type FreezeInterval,
  isHeld,
  type Ledger,
  type LedgerMovement,
  type OwnHold,
  type RefusedMovement,
  type StopInterval,
  type WorldAccount,
  type WorldLine,
} from './ledger.ts';
import { lineNetworkOf } from './lines.ts';

export interface WorldSettings {
  readonly clock: Pick<Clock, 'now'>;
  readonly references: References;
  /** Makes payment-system references unique: one seed for one world, for ever. */
  readonly seed: string;
  /** Told of each entry before anybody sees what it did, so that a host can keep the journal. */
  readonly record?: (entry: JournalEntry) => void;
}

/** A wish of a victim or a fraudster. The id makes a repeat harmless. */
export interface MovementOrder {
  readonly movement: string;
  readonly from: string;
  /** Unset: the money leaves the banking world, `how` says which way. */
  readonly to?: string;
  readonly how?: Booking['kind'];
  readonly amount: Amount;
}

export type MovementResult =
  | { readonly done: 'moved'; readonly reference: string; readonly amountFen: Fen; readonly at: Instant }
  | { readonly done: 'refused'; readonly reason: RefusalReason; readonly amountFen: Fen; readonly at: Instant }
  | { readonly done: 'nothing' };

/** All that ever happened to money; the truth that Interlock's reading is held against. */
export interface History {
  readonly accounts: readonly { readonly key: string; readonly bank: string; readonly openingFen: Fen }[];
  readonly movements: readonly LedgerMovement[];
  readonly refused: readonly RefusedMovement[];
  readonly stops: readonly StopInterval[];
  readonly ownHolds: readonly OwnHold[];
  readonly freezes: readonly FreezeInterval[];
}

/** The world outside Interlock: all banks' core systems over one exact ledger, and the operators' networks. */
export interface World {
  /** Once; the same again is that account. */
  openAccount(account: WorldAccount): void;
  openLine(line: WorldLine): void;
  /** Executes at once, or refuses whole. The same id again: the first result. */
  move(order: MovementOrder): MovementResult;
  /** the bank's own measure. False where one is already in force; the same key again: the first answer. */
  beginOwnHold(hold: { readonly key: string; readonly account: string; readonly reason: string }): boolean;
  endOwnHolds(account: string): void;
  /** How calls to the line go from now on; answered where nothing is said. */
  willAnswer(line: string, result: CallResult): void;
  bank(code: string): CoreBanking;
  operator(code: string): LineNetwork;
  account(key: string): WorldAccount | undefined;
  balance(account: string): { readonly balanceFen: Fen; readonly freeFen: Fen; readonly held: boolean };
  history(): History;
  journal(): Journal;
}

export function createWorld(settings: WorldSettings): World {
  return worldOn(emptyLedger(), settings);
}

/** The world as it was: a replay of its journal. Accounts and lines bring their own data, which no journal holds. */
export function restoreWorld(
  settings: Omit<WorldSettings, 'seed'>,
  journal: Journal,
  known: { accountOf(key: string): WorldAccount | undefined; lineOf(key: string): WorldLine | undefined },
): World {
  const ledger = emptyLedger();
  for (const entry of journal.entries) {
    if (entry.kind === 'account-opened') addAccount(ledger, needed(known.accountOf(entry.account), entry.account), settings.references);
    if (entry.kind === 'line-opened') addLine(ledger, needed(known.lineOf(entry.line), entry.line), settings.references);
    applyEntry(ledger, entry, seedTagOf(journal.seed));
  }
  return worldOn(ledger, { ...settings, seed: journal.seed });
}

function needed<Value>(value: Value | undefined, key: string): Value {
  if (value === undefined) throw new Error(`The journal names ${key}, which is not known here`);
  return value;
}

function worldOn(ledger: Ledger, settings: WorldSettings): World {
  const seedTag = seedTagOf(settings.seed);
  const desk: Desk = {
    ledger,
    now: () => later(settings.clock.now(), ledger),
    write(entry) {
      settings.record?.(entry);
      applyEntry(ledger, entry, seedTag);
    },
  };
  return {
    openAccount(account) {
      if (isOpen(ledger, account)) return;
      addAccount(ledger, account, settings.references);
      desk.write({ kind: 'account-opened', account: account.key, bank: account.bank, openingFen: account.openingFen });
    },
    openLine(line) {
      const known = ledger.lines.get(line.key);
      if (known?.number === line.number && known.operator === line.operator) return;
      if (known) throw new Error(`The line ${line.key} is already open, and another one`);
      addLine(ledger, line, settings.references);
      desk.write({ kind: 'line-opened', line: line.key, operator: line.operator });
    },
    move: (order) => move(desk, order),
    beginOwnHold({ key, account, reason }) {
      const at = desk.now();
      if (ledger.ownHolds.some((hold) => hold.key === key)) return true;
      if (ledger.ownHolds.some((hold) => hold.account === account && hold.endedAt === undefined)) return false;
      desk.write({ kind: 'own-hold-began', at, key, account, reason });
      return true;
    },
    endOwnHolds(account) {
      desk.write({ kind: 'own-holds-ended', at: desk.now(), account });
    },
    willAnswer(line, result) {
      desk.write({ kind: 'line-will-answer', line, result });
    },
    bank: (code) => coreBankingOf(desk, code),
    operator: (code) => lineNetworkOf(desk, code),
    account: (key) => ledger.accounts.get(key),
    balance(account) {
      const at = desk.now();
      return { balanceFen: balanceOf(ledger, account), freeFen: freeBalanceOf(ledger, account, at), held: isHeld(ledger, account, at) };
    },
    history: () => historyOf(ledger),
    journal: () => ({ version: 1, seed: settings.seed, entries: [...ledger.entries] }),
  };
}

function isOpen(ledger: Ledger, { key, bank, number, holder, openingFen }: WorldAccount): boolean {
  const known = ledger.accounts.get(key);
  if (!known) return false;
  if (known.bank === bank && known.number === number && known.holder === holder && known.openingFen === openingFen) return true;
  throw new Error(`The account ${key} is already open, and another one`);
}

/** The world's time never goes back, whatever the clock does. */
function later(now: Instant, { entries }: Ledger): Instant {
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry && 'at' in entry) return entry.at > now ? entry.at : now;
  }
  return now;
}

function move(desk: Desk, order: MovementOrder): MovementResult {
  const { ledger } = desk;
  const { movement, from, to } = order;
  if (!ledger.accounts.has(from) || (to !== undefined && !ledger.accounts.has(to)))
    throw new Error(`No such account: ${from} or ${to ?? 'outside'}`);
  const done = `movement:${movement}`;
  const entry = once(desk, done, () => {
    const at = desk.now();
    const freeFen = freeBalanceOf(ledger, from, at);
    const amountFen = amountIn(order.amount, freeFen);
    if (amountFen === 0) return { kind: 'nothing-moved', at, movement };
    const refused = (reason: RefusalReason): JournalEntry => ({ kind: 'movement-refused', at, movement, from, amountFen, reason });
    if (isHeld(ledger, from, at)) return refused('held');
    if (amountFen > freeFen) return refused(amountFen > balanceOf(ledger, from) ? 'insufficient' : 'frozen');
    const how = order.how ?? (to === undefined ? 'cash-atm' : 'transfer');
    return { kind: 'moved', at, movement, from, ...(to === undefined ? {} : { to }), how, amountFen };
  });
  if (entry.kind === 'nothing-moved') return { done: 'nothing' };
  if (entry.kind === 'movement-refused') return { done: 'refused', reason: entry.reason, amountFen: entry.amountFen, at: entry.at };
  const booked = ledger.movementOf.get(movement);
  if (!booked) throw new Error(`The id ${movement} belongs to something else`);
  return { done: 'moved', reference: booked.reference, amountFen: booked.amountFen, at: booked.at };
}

/** `all` and `share` are of the free balance at that instant, the share rounded down to the fen. */
function amountIn(amount: Amount, freeFen: Fen): Fen {
  switch (amount.kind) {
    case 'fen':
      return amount.fen;
    case 'share':
      return shareOf(freeFen, amount.numerator, amount.denominator);
    case 'all':
      return freeFen;
  }
}

function addAccount(ledger: Ledger, account: WorldAccount, references: References): void {
  const ref = references.account(account.bank, account.number);
  const other = ledger.accountOfRef.get(ref);
  if (other !== undefined) throw new Error(`The accounts ${account.key} and ${other} have one number`);
  ledger.accounts.set(account.key, { ...account, ref });
  ledger.accountOfRef.set(ref, account.key);
}

function addLine(ledger: Ledger, line: WorldLine, references: References): void {
  const ref = references.number(line.number);
  ledger.lines.set(line.key, { ...line, ref });
  ledger.lineOfRef.set(ref, line.key);
}

function historyOf(ledger: Ledger): History {
  return {
    accounts: [...ledger.accounts.values()].map(({ key, bank, openingFen }) => ({ key, bank, openingFen })),
    movements: [...ledger.movements],
    refused: [...ledger.refused],
    stops: [...ledger.stops],
    ownHolds: [...ledger.ownHolds],
    freezes: [...ledger.freezes],
  };
}

/** Eight letters and digits of the seed; then the payment system counts. */
function seedTagOf(seed: string): string {
  return `P${idOf('payment-system', seed).slice(0, 8).toUpperCase()}`;
}
