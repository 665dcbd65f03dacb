import {
  type AccountRef,
  type Booking,
  type CoreBanking,
  type ExtensionAnswer,
  type HoldAnswer,
  type Instant,
  plusHours,
} from '@interlock/kernel';
import { ANSWER, plusMonths } from '@interlock/rulebook';
import { type JournalEntry, type StopAnswered } from './journal.ts';
import { balanceOf, freeBalanceOf, type Ledger, type LedgerMovement, standsAt } from './ledger.ts';

/** What the banks' and operators' sides need of the world. */
export interface Desk {
  readonly ledger: Ledger;
  now(): Instant;
  write(entry: JournalEntry): void;
}

type StopRequest = Parameters<CoreBanking['stop']>[0];
type FreezeRequest = Parameters<CoreBanking['freeze']>[0];
type ExtensionRequest = Parameters<CoreBanking['extendFreeze']>[0];

/** The core system of one bank. A repeated key gets its first answer, after a restart too: answers are read from the journal. */
export function coreBankingOf(desk: Desk, bank: string): CoreBanking {
  const { ledger } = desk;
  const own = (ref: AccountRef): string | undefined => {
    const account = ledger.accountOfRef.get(ref);
    return account !== undefined && ledger.accounts.get(account)?.bank === bank ? account : undefined;
  };
  return {
    stop: (request) => Promise.resolve(stop(desk, request, own(request.accountRef))),
    release({ key, accountRef }) {
      const entry = once(desk, `stops-released:${key}`, () => ({ kind: 'stops-released', at: desk.now(), key, ...named(own(accountRef)) }));
      return Promise.resolve({ releasedAt: timeOf(entry) });
    },
    freeze: (request) => Promise.resolve(freeze(desk, request, own(request.accountRef))),
    extendFreeze: (request) => Promise.resolve(extendFreeze(desk, request)),
    unfreeze({ key, freezeKey }) {
      const entry = once(desk, `unfrozen:${key}`, () => ({ kind: 'unfrozen', at: desk.now(), key, freezeKey }));
      return Promise.resolve({ unfrozenAt: timeOf(entry) });
    },
    bookings({ accountRef, from }) {
      const account = own(accountRef);
      return Promise.resolve(account === undefined ? [] : bookingsOf(ledger, account, { from, before: ledger.entries.length }));
    },
    owns: (accountRef) => Promise.resolve(own(accountRef) !== undefined),
  };
}

function stop(desk: Desk, request: StopRequest, account: string | undefined): HoldAnswer {
  const done = `stop-answered:${request.key}`;
  const entry = once(desk, done, () => judge(desk, request, account));
  const order = desk.ledger.done.get(done)?.order ?? 0;
  if (entry.kind !== 'stop-answered') throw new Error(`The key ${request.key} belongs to something else`);
  const { code, at, balanceFen, heldFen, reportedFrom } = entry;
  const reported = entry.account !== undefined && reportedFrom !== undefined;
  const bookings = reported ? bookingsOf(desk.ledger, entry.account, { from: reportedFrom, before: order }) : [];
  return { code, answeredAt: at, balanceFen, heldFen, bookings };
}

/** number, name, amount and time, in this order; the first that differs refuses and nothing is held. */
function judge(desk: Desk, request: StopRequest, account: string | undefined): StopAnswered {
  const { ledger } = desk;
  const at = desk.now();
  const { key, namedFen, from, continues, lapseHours } = request;
  const base = { kind: 'stop-answered', at, key, ...named(account) } as const;
  const balanceFen = account === undefined ? 0 : balanceOf(ledger, account);
  const refuse = (code: string): StopAnswered => ({ ...base, code, balanceFen, heldFen: 0 });
  const differs = account === undefined ? ANSWER.accountNotFound : firstDifference(ledger, account, request);
  if (account === undefined || differs !== undefined) return refuse(differs ?? ANSWER.accountNotFound);
  const standing = ledger.stops.filter((one) => one.account === account && standsAt(one, at));
  if (continues !== undefined && (at >= continues || standing.length === 0)) return refuse(ANSWER.extensionTooLate);
  if (continues === undefined && standing.length > 0) return refuse(ANSWER.alreadyStopped);
  const begins = continues ?? at; // from the bank's moment; a renewal from the end of the stop it continues
  return {
    ...base,
    code: balanceFen < namedFen ? ANSWER.partly : ANSWER.success,
    balanceFen,
    heldFen: Math.min(balanceFen, namedFen),
    reportedFrom: from,
    stop: { from: begins, until: plusHours(begins, lapseHours) },
  };
}

function firstDifference(ledger: Ledger, account: string, { stated }: StopRequest): string | undefined {
  const books = ledger.accounts.get(account);
  if (books?.number !== stated.number) return ANSWER.accountNotFound;
  if (books.holder !== stated.holder) return ANSWER.nameMismatch;
  const credits = (ledger.byAccount.get(account) ?? []).filter(
    (movement) => movement.to === account && movement.amountFen === stated.amountFen,
  );
  if (credits.length === 0) return ANSWER.amountMismatch;
  return credits.some((movement) => movement.at === stated.paidAt) ? undefined : ANSWER.timeMismatch;
}

/** a sum, up to the free balance, for so many months. */
function freeze(
  desk: Desk,
  { key, sumFen, months }: FreezeRequest,
  account: string | undefined,
): Awaited<ReturnType<CoreBanking['freeze']>> {
  const entry = once(desk, `frozen:${key}`, () => {
    const at = desk.now();
    const balanceFen = account === undefined ? 0 : balanceOf(desk.ledger, account);
    const freeFen = account === undefined ? 0 : freeBalanceOf(desk.ledger, account, at);
    const frozenFen = Math.min(sumFen, freeFen);
    return {
      kind: 'frozen',
      at,
      key,
      ...named(account),
      sumFen,
      frozenFen,
      balanceFen,
      availableFen: freeFen - frozenFen,
      until: plusMonths(at, months),
    };
  });
  if (entry.kind !== 'frozen') throw new Error(`The key ${key} belongs to something else`);
  const { frozenFen, balanceFen, availableFen, at } = entry;
  return { frozenFen, balanceFen, availableFen, answeredAt: at };
}

/** what stands, stands until its new end; what is over was over at its old end, or when it was lifted. */
function extendFreeze(desk: Desk, { key, freezeKey, until }: ExtensionRequest): ExtensionAnswer {
  const entry = once(desk, `freeze-extended:${key}`, () => {
    const at = desk.now();
    const standing = desk.ledger.freezes.find((one) => one.key === freezeKey);
    const base = { kind: 'freeze-extended', at, key, freezeKey, until } as const;
    return standing && standsAt(standing, at) ? base : { ...base, endedAt: standing?.endedAt ?? standing?.until ?? at };
  });
  if (entry.kind !== 'freeze-extended') throw new Error(`The key ${key} belongs to something else`);
  const { at: answeredAt, endedAt } = entry;
  return { answeredAt, ...(endedAt !== undefined && { endedAt }) };
}

export function once(desk: Desk, done: string, make: () => JournalEntry): JournalEntry {
  const first = desk.ledger.done.get(done);
  if (first) return first.entry;
  const entry = make();
  desk.write(entry);
  return entry;
}

export function timeOf(entry: JournalEntry): Instant {
  if ('at' in entry) return entry.at;
  throw new Error(`An entry without a time: ${entry.kind}`);
}

function named(account: string | undefined): { readonly account?: string } {
  return account === undefined ? {} : { account };
}

/** In and out, in ledger order, as the bank tells them to whoever may ask. */
function bookingsOf(ledger: Ledger, account: string, window: { readonly from: Instant; readonly before: number }): readonly Booking[] {
  const movements = ledger.byAccount.get(account) ?? [];
  return movements
    .filter(({ at, order }) => at >= window.from && order < window.before)
    .map((movement) => bookingOf(ledger, account, movement));
}

function bookingOf(ledger: Ledger, account: string, movement: LedgerMovement): Booking {
  const { reference, how, amountFen, at, from, to, debitSerial, creditSerial } = movement;
  const direction = from === account ? 'out' : 'in';
  const other = direction === 'out' ? to : from;
  const books = other === undefined ? undefined : ledger.accounts.get(other);
  return {
    reference,
    serial: direction === 'out' ? debitSerial : (creditSerial ?? 0),
    direction,
    kind: how,
    amountFen,
    at,
    ...(books ? { counterparty: { bank: books.bank, number: books.number, holder: books.holder } } : {}),
  };
}
