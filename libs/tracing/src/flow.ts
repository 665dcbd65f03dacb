import { type AccountRef, type Fen, type Instant } from '@interlock/kernel';
import { cover, joined, type Part, sumOf } from './cover.ts';
import { compareText, type Movement } from './movements.ts';
import { type PaymentItem, type ReturnItem } from './items.ts';

/** Traced money of one case that came onto an account with one inflow, as far as it is still there. */
export interface Lot extends Part {
  readonly inflowAt: Instant;
}

/** What reached an account of one case, gross: money that goes round counts each time. */
export interface Inflow {
  readonly tracedInFen: Fen;
  readonly firstInflowAt: Instant;
  /** Place among all first arrivals counted: comparable within a case. */
  readonly reachedOrder: number;
}

/** An account that traced money reached. */
export interface Holding {
  /** Oldest first. */
  lots: Lot[];
  readonly inflows: Map<string, Inflow>;
  readonly firstInflowAt: Instant;
}

/** A movement that carried traced money, or a payment of a case. */
export interface CarryingMovement {
  readonly reference: string;
  readonly at: Instant;
  readonly from?: AccountRef | undefined;
  readonly to?: AccountRef | undefined;
  readonly exit?: string | undefined;
  /** Case whose payment this is. */
  readonly paymentOf?: string | undefined;
  /** Traced money moved, in its order: what it took from the lots of `from`, then a payment's own new loss. */
  readonly parts: readonly Part[];
  /** What of it became lots on `to`, in that order: less what came back to its case's level 0; nothing at an exit. */
  readonly arrived: readonly Part[];
}

/** The fold over the movements of a component up to an instant. Not changed once made. */
export interface Flow {
  readonly holdings: Map<AccountRef, Holding>;
  readonly carrying: CarryingMovement[];
  /**
   * Accounts that the case's reported payments were paid from, each for all of the case's money: a lot does not remember which payment it came by, and
   * so a payment onward from one victim's account to another comes back at once, and no payment ever carries its own case's money (scenarios.md 1.3).
   */
  readonly levelZero: Map<string, Set<AccountRef>>;
  readonly lost: Map<string, Fen>;
  readonly returned: Map<string, Fen>;
  readonly escaped: Map<string, Fen>;
  /** Gone where no report tells yet. */
  readonly adrift: Map<string, Fen>;
  /** By freeze: what returns have taken out of its sum. */
  readonly spentOfFreezes: Map<string, Fen>;
}

/** A frozen sum of an account as it stands just before the instant's movements. */
export interface FrozenSum extends Part {
  readonly freezeId: string;
}

/** Frozen sums of an account that hold back a movement at the instant, by start. */
export type FrozenAt = (account: AccountRef, at: Instant, spent: ReadonlyMap<string, Fen>) => readonly FrozenSum[];

/**
 * Where each lot went by `at` (R-135, scenarios.md 1.2). Movements in counting order; a return comes after the movements of its instant.
 * A payment counts as one from its case's entry on, and is any other movement before.
 */
export function flowOf(
  { returns }: { readonly returns: ReadonlyMap<string, ReturnItem> },
  ordered: readonly Movement[],
  at: Instant,
  frozenAt: FrozenAt,
): Flow {
  const flow: Flow = {
    holdings: new Map(),
    carrying: [],
    levelZero: new Map(),
    lost: new Map(),
    returned: new Map(),
    escaped: new Map(),
    adrift: new Map(),
    spentOfFreezes: new Map(),
  };
  const until = ordered.filter((movement) => movement.at <= at);
  enterCases(flow, until, at);
  const due = [...returns.values()].filter((item) => item.at <= at).sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id));
  const asReturn = new Set([...returns.values()].map(({ reference }) => reference));
  let next = 0;
  const returnBefore = (instant: Instant | undefined): void => {
    for (let item = due[next]; item && (instant === undefined || item.at < instant); item = due[next]) {
      payBack(flow, item, frozenAt);
      next += 1;
    }
  };
  for (const movement of until) {
    returnBefore(movement.at);
    if (!asReturn.has(movement.reference)) move(flow, movement, at, frozenAt);
  }
  returnBefore(undefined);
  return flow;
}

/** The case's payment that the movement is at the instant: the first entered, should two cases claim it. */
function paymentAt({ payments }: Movement, at: Instant): PaymentItem | undefined {
  return payments.find(({ enteredAt }) => enteredAt <= at);
}

function enterCases(flow: Flow, movements: readonly Movement[], at: Instant): void {
  for (const movement of movements) {
    for (const { caseId, enteredAt } of movement.payments) if (enteredAt <= at) add(flow.lost, caseId, 0);
    const payment = paymentAt(movement, at);
    if (!payment || movement.from === undefined) continue;
    const accounts = flow.levelZero.get(payment.caseId) ?? new Set();
    flow.levelZero.set(payment.caseId, accounts.add(movement.from));
  }
}

function move(flow: Flow, movement: Movement, at: Instant, frozenAt: FrozenAt): void {
  const { reference, from, to, exit, amountFen } = movement;
  // A movement to the same account moves nothing.
  if (from === undefined || from === to) return;
  const payment = paymentAt(movement, at);
  const holding = flow.holdings.get(from);
  const carried = holding && holding.lots.length > 0 ? take(holding, amountFen, frozenAt(from, movement.at, flow.spentOfFreezes)) : [];
  if (!payment && carried.length === 0) return;
  // Own money is never carried: it stopped being traced when it came back to a level 0.
  const newLossFen = payment ? amountFen - sumOf(carried) : 0;
  if (payment) add(flow.lost, payment.caseId, newLossFen);
  const parts = joined(payment ? [...carried, { caseId: payment.caseId, fen: newLossFen }] : carried);
  const arrived = exit === undefined ? arrive(flow, to, movement.at, parts) : leave(flow.escaped, parts);
  flow.carrying.push({ reference, at: movement.at, from, to, exit, paymentOf: payment?.caseId, parts, arrived });
}

/** Takes from the oldest lots first, as far as no freeze covers them, up to the amount (scenarios.md 1.2, 1.6). */
function take(holding: Holding, amountFen: Fen, frozen: readonly FrozenSum[]): readonly Part[] {
  const covered = frozen.length > 0 ? cover(holding.lots, frozen) : [];
  const taken: Part[] = [];
  let left = amountFen;
  let emptied = 0;
  for (let index = 0; index < holding.lots.length && left > 0; index += 1) {
    const lot = holding.lots[index];
    if (!lot) break;
    const fen = Math.min(left, lot.fen - (covered[index] ?? 0));
    if (fen <= 0) continue;
    left -= fen;
    taken.push({ caseId: lot.caseId, fen });
    holding.lots[index] = { ...lot, fen: lot.fen - fen };
    if (fen === lot.fen) emptied += 1;
  }
  if (frozen.length > 0) holding.lots = holding.lots.filter(({ fen }) => fen > 0);
  else holding.lots.splice(0, emptied);
  return joined(taken);
}

function arrive(flow: Flow, to: AccountRef | undefined, at: Instant, parts: readonly Part[]): readonly Part[] {
  if (to === undefined) return leave(flow.adrift, parts);
  const arrived: Part[] = [];
  for (const part of parts) {
    if (flow.levelZero.get(part.caseId)?.has(to)) {
      // Come back by itself to an account it was paid from: no longer traced.
      add(flow.returned, part.caseId, part.fen);
      continue;
    }
    receive(flow, to, at, part);
    arrived.push(part);
  }
  return joined(arrived);
}

function receive(flow: Flow, to: AccountRef, at: Instant, { caseId, fen }: Part): void {
  const holding = flow.holdings.get(to) ?? { lots: [], inflows: new Map<string, Inflow>(), firstInflowAt: at };
  flow.holdings.set(to, holding);
  holding.lots.push({ caseId, fen, inflowAt: at });
  const before = holding.inflows.get(caseId);
  const { tracedInFen, ...first } = before ?? { tracedInFen: 0, firstInflowAt: at, reachedOrder: arrivalsIn(flow) };
  holding.inflows.set(caseId, { ...first, tracedInFen: tracedInFen + fen });
}

/** Rises with every movement counted; parts of one movement reach together. */
function arrivalsIn({ carrying }: Flow): number {
  return carrying.length;
}

function leave(place: Map<string, Fen>, parts: readonly Part[]): readonly Part[] {
  for (const { caseId, fen } of parts) add(place, caseId, fen);
  return [];
}

/**
 * A return pays out the case's own lots, oldest first (those its freeze covers), and its freezes shrink by the sum. What it pays beyond them
 * was matched otherwise by the decision: no traced money of the case, nothing to count here.
 */
function payBack(flow: Flow, { caseId, account, amountFen, at }: ReturnItem, frozenAt: FrozenAt): void {
  let fromFreezes = amountFen;
  for (const frozen of frozenAt(account, at, flow.spentOfFreezes)) {
    if (frozen.caseId !== caseId) continue;
    const fen = Math.min(fromFreezes, frozen.fen);
    add(flow.spentOfFreezes, frozen.freezeId, fen);
    fromFreezes -= fen;
  }
  const holding = flow.holdings.get(account);
  if (!holding) return;
  let left = amountFen;
  holding.lots = holding.lots
    .map((lot) => {
      if (lot.caseId !== caseId) return lot;
      const fen = Math.min(left, lot.fen);
      left -= fen;
      return { ...lot, fen: lot.fen - fen };
    })
    .filter(({ fen }) => fen > 0);
  add(flow.returned, caseId, amountFen - left);
}

function add(sums: Map<string, Fen>, key: string, fen: Fen): void {
  sums.set(key, (sums.get(key) ?? 0) + fen);
}
