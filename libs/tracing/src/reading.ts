import { type AccountRef, type Fen, type Instant } from '@interlock/kernel';
import { type Component } from './components.ts';
import { cover, type Part } from './cover.ts';
import { type CarryingMovement, type Flow, flowOf, type FrozenSum, type Lot } from './flow.ts';
import { type FreezeItem } from './items.ts';
import { levelsOf } from './levels.ts';
import { compareText, movementOf } from './movements.ts';
import { inOrder } from './order.ts';
import { componentsOf, endedAt, runsUntil, type Standing, type Trace } from './trace.ts';

/** The six places of a case's loss: lost is always their sum. */
export interface Places {
  readonly lostFen: Fen;
  readonly stoppedFen: Fen;
  readonly frozenFen: Fen;
  readonly returnedFen: Fen;
  readonly escapedFen: Fen;
  readonly inQuestionFen: Fen;
  readonly atRiskFen: Fen;
}

/** What an account is to one case. */
export interface AccountInCase {
  /** R-123; 0 for an account that the case's victim paid from. */
  readonly level: number;
  /** Gross; 0 at level 0, and where the victim's payment was wholly another case's money. */
  readonly tracedInFen: Fen;
  readonly firstInflowAt?: Instant | undefined;
  /** Rises in the order in which the case's money first reached its accounts; unset where none did. */
  readonly reachedOrder?: number | undefined;
  /** The case's money on the account now; the sum of the four places below. */
  readonly onAccountFen: Fen;
  readonly frozenFen: Fen;
  /** Under a stop in force and covered by no freeze: what a freeze order would be for (scenarios.md, filing). */
  readonly stoppedFen: Fen;
  readonly inQuestionFen: Fen;
  readonly atRiskFen: Fen;
}

export interface AccountReading {
  readonly account: AccountRef;
  readonly bank?: string | undefined;
  /** By case id: every case that the account has a level in. */
  readonly cases: ReadonlyMap<string, AccountInCase>;
  /** Traced money there now, oldest first, of all cases. */
  readonly lots: readonly Lot[];
  /** Their sum: what an order names. */
  readonly tracedFen: Fen;
  /** First traced inflow of any case, whether or not the money is still there: the window that an order asks for. */
  readonly firstTracedInflowAt?: Instant | undefined;
  /** A police stop in force, else a bank's own hold in force. */
  readonly hold?: 'stop' | 'own-hold' | undefined;
  /** Frozen sums in force, less what returns took out of them. */
  readonly frozen: readonly Part[];
}

/** Where the money is at an instant. Maps and lists are in the same order for the same set. */
export interface Reading {
  readonly at: Instant;
  /** By case id: every case entered by then. */
  readonly places: ReadonlyMap<string, Places>;
  /** Accounts that traced money reached or that a payment was paid from or to. */
  readonly accounts: ReadonlyMap<AccountRef, AccountReading>;
  /** Movements that carried traced money, and payments, in the order counted. */
  readonly movements: readonly CarryingMovement[];
}

export interface ReadingRequest {
  readonly at: Instant;
  /** Read only what is connected with these accounts or cases; all where neither is given. Cases in it are always whole. */
  readonly accounts?: readonly AccountRef[] | undefined;
  readonly caseIds?: readonly string[] | undefined;
}

/**
 * Where the money is at `at`, for what the set knows: items later than `at` are left out, holds count from their start up to, not including, their end.
 * At one instant movements come first (scenarios.md section 2): a freeze from that instant covers what they left.
 */
export function readTrace(trace: Trace, { at, accounts, caseIds }: ReadingRequest): Reading {
  const flows = componentsOf(trace, accounts, caseIds).map((component) => flowAt(trace, component, at));
  const places = flows.flatMap((flow) => [...flow.lost.keys()].map((caseId) => [caseId, flow] as const));
  const read = flows.flatMap((flow) => accountsOf(trace, flow, at));
  const byAccount = new Map(read.sort((a, b) => compareText(a.account, b.account)).map((one) => [one.account, one]));
  const sums = heldByCase(read);
  return {
    at,
    places: new Map(
      places.sort(([a], [b]) => compareText(a, b)).map(([caseId, flow]) => [caseId, placesOf(flow, caseId, sums.get(caseId))]),
    ),
    accounts: byAccount,
    movements: mergedMovements(flows),
  };
}

/**
 * Known traced money of the case lying on the account under a stop in force that no freeze covers. `pending`: freezes ordered and not yet answered, which count as covering.
 */
export function uncoveredFen(reading: Reading, caseId: string, account: AccountRef, pending: readonly Part[] = []): Fen {
  const found = reading.accounts.get(account);
  if (found?.hold !== 'stop') return 0;
  const covered = cover(found.lots, [...found.frozen, ...pending]);
  return found.lots.reduce((sum, lot, index) => (lot.caseId === caseId ? sum + lot.fen - (covered[index] ?? 0) : sum), 0);
}

/**
 * Movements that carry traced money to an account now and did not in the reading before: newly reported, or by a recount. In the order counted;
 * the first part arrived names the case of the proposal. Accounts that a case's own payments were paid to are level 1 in `accounts`, whatever arrived.
 */
export function newArrivals(before: Reading | undefined, after: Reading): readonly CarryingMovement[] {
  const known = new Set(before?.movements.filter(({ arrived }) => arrived.length > 0).map(({ reference }) => reference));
  return after.movements.filter(({ reference, arrived }) => arrived.length > 0 && !known.has(reference));
}

/** The fold of a component, kept as long as no instant that it looks at lies between. */
function flowAt(trace: Trace, component: Component, at: Instant): Flow {
  const kept = component.flow;
  if (kept && (kept.from === undefined || kept.from <= at) && (kept.before === undefined || at < kept.before)) return kept.flow;
  component.ordered ??= inOrder(component.gathered.map(movementOf).filter((movement) => movement !== undefined));
  const flow = flowOf(component, component.ordered, at, (account, instant, spent) =>
    frozenSums(trace, trace.standings.get(account), spent, (freeze) => holdsBack(trace, freeze, instant)),
  );
  let from: Instant | undefined;
  let before: Instant | undefined;
  const look = (instant: Instant): void => {
    if (instant <= at && (from === undefined || instant > from)) from = instant;
    if (instant > at && (before === undefined || instant < before)) before = instant;
  };
  for (const movement of component.ordered) {
    look(movement.at);
    for (const { enteredAt } of movement.payments) look(enteredAt);
  }
  for (const item of component.returns.values()) look(item.at);
  component.flow = { from, before, flow };
  return flow;
}

/** For a movement of the instant: it comes before freezes that start or are lifted then, after one that ran out. */
function holdsBack(trace: Trace, freeze: FreezeItem, at: Instant): boolean {
  const ended = endedAt(trace, freeze);
  return freeze.from < at && at < runsUntil(trace, freeze) && !(ended !== undefined && ended < at);
}

function isInForce(from: Instant, until: Instant | undefined, ended: Instant | undefined, at: Instant): boolean {
  return from <= at && (until === undefined || at < until) && (ended === undefined || at < ended);
}

function frozenSums(
  trace: Trace,
  standing: Standing | undefined,
  spent: ReadonlyMap<string, Fen>,
  counts: (freeze: FreezeItem) => boolean,
): readonly FrozenSum[] {
  if (!standing || standing.freezes.size === 0) return [];
  return [...standing.freezes.values()]
    .filter(counts)
    .sort((a, b) => compareText(a.from, b.from) || compareText(a.id, b.id))
    .map(({ id, caseId, sumFen }) => ({ freezeId: id, caseId, fen: sumFen - (spent.get(id) ?? 0) }))
    .filter(({ fen }) => fen > 0);
}

function accountsOf(trace: Trace, flow: Flow, at: Instant): readonly AccountReading[] {
  const levels = new Map<AccountRef, Map<string, number>>();
  for (const [caseId, ofCase] of levelsOf(flow))
    for (const [account, level] of ofCase) levels.set(account, (levels.get(account) ?? new Map<string, number>()).set(caseId, level));
  return [...levels].map(([account, ofAccount]) => readAccount(trace, flow, { account, levels: ofAccount, at }));
}

interface AccountRequest {
  readonly account: AccountRef;
  readonly levels: ReadonlyMap<string, number>;
  readonly at: Instant;
}

function readAccount(trace: Trace, flow: Flow, { account, levels, at }: AccountRequest): AccountReading {
  const holding = flow.holdings.get(account);
  const standing = trace.standings.get(account);
  const frozen = frozenSums(trace, standing, flow.spentOfFreezes, (freeze) =>
    isInForce(freeze.from, runsUntil(trace, freeze), endedAt(trace, freeze), at),
  );
  const hold = holdOf(trace, standing, at);
  const lots = holding?.lots ?? [];
  const covered = cover(lots, frozen);
  const cases = [...levels]
    .sort(([a], [b]) => compareText(a, b))
    .map(([caseId, level]) => {
      let onAccountFen = 0;
      let frozenFen = 0;
      for (const [index, lot] of lots.entries()) {
        if (lot.caseId !== caseId) continue;
        onAccountFen += lot.fen;
        frozenFen += covered[index] ?? 0;
      }
      const restFen = onAccountFen - frozenFen;
      const inCase: AccountInCase = {
        level,
        tracedInFen: 0,
        ...holding?.inflows.get(caseId),
        onAccountFen,
        frozenFen,
        stoppedFen: hold === 'stop' ? restFen : 0,
        inQuestionFen: hold === 'own-hold' ? restFen : 0,
        atRiskFen: hold === undefined ? restFen : 0,
      };
      return [caseId, inCase] as const;
    });
  return {
    account,
    bank: standing?.bank,
    cases: new Map(cases),
    lots: [...lots],
    tracedFen: lots.reduce((sum, { fen }) => sum + fen, 0),
    firstTracedInflowAt: holding?.firstInflowAt,
    hold,
    frozen: frozen.map(({ caseId, fen }) => ({ caseId, fen })),
  };
}

function holdOf(trace: Trace, standing: Standing | undefined, at: Instant): 'stop' | 'own-hold' | undefined {
  for (const stop of standing?.stops.values() ?? []) if (isInForce(stop.from, stop.until, endedAt(trace, stop), at)) return 'stop';
  for (const own of standing?.ownHolds.values() ?? []) if (isInForce(own.from, undefined, endedAt(trace, own), at)) return 'own-hold';
  return undefined;
}

type Held = Pick<Places, 'frozenFen' | 'stoppedFen' | 'inQuestionFen' | 'atRiskFen'>;
const NOWHERE: Held = { frozenFen: 0, stoppedFen: 0, inQuestionFen: 0, atRiskFen: 0 };

function heldByCase(accounts: readonly AccountReading[]): ReadonlyMap<string, Held> {
  const sums = new Map<string, Held>();
  for (const { cases } of accounts)
    for (const [caseId, { frozenFen, stoppedFen, inQuestionFen, atRiskFen }] of cases) {
      const sum = sums.get(caseId) ?? NOWHERE;
      sums.set(caseId, {
        frozenFen: sum.frozenFen + frozenFen,
        stoppedFen: sum.stoppedFen + stoppedFen,
        inQuestionFen: sum.inQuestionFen + inQuestionFen,
        atRiskFen: sum.atRiskFen + atRiskFen,
      });
    }
  return sums;
}

function placesOf(flow: Flow, caseId: string, held: Held = NOWHERE): Places {
  const adriftFen = flow.adrift.get(caseId) ?? 0;
  return {
    lostFen: flow.lost.get(caseId) ?? 0,
    ...held,
    atRiskFen: held.atRiskFen + adriftFen,
    returnedFen: flow.returned.get(caseId) ?? 0,
    escapedFen: flow.escaped.get(caseId) ?? 0,
  };
}

/** Components share no movement: by instant, then by the first reference of the component, so that the order is the set's alone. */
function mergedMovements(flows: readonly Flow[]): readonly CarryingMovement[] {
  const sorted = flows
    .filter(({ carrying }) => carrying.length > 0)
    .sort((a, b) => compareText(a.carrying[0]?.reference ?? '', b.carrying[0]?.reference ?? ''));
  if (sorted.length === 1) return sorted[0]?.carrying ?? [];
  return sorted.flatMap(({ carrying }) => carrying).sort((a, b) => compareText(a.at, b.at));
}
