import { type Fen, type Instant } from '@interlock/kernel';
import { type Place, type Reading } from '../file/scenario.ts';
import { type LedgerMovement, standsAt } from '../world/ledger.ts';
import { type History } from '../world/world.ts';
import { arrive, type Axis, covered, emptyAxis, type FrozenSum, leave, type Part, partsOf, present } from './axis.ts';
import { minus, type Ranges } from './intervals.ts';

/** A case as entered: which movements of the world were reported as its payments. Order does not matter. */
export interface EnteredCase {
  readonly case: string;
  /** Ids of movements; a refused one counts 0. */
  readonly payments: readonly string[];
}

export interface TruthQuestion {
  /** Reported and entered by then. */
  readonly cases: readonly EnteredCase[];
  /** Which case a freeze was ordered for, by the key that the core system got. */
  caseOfFreeze(freezeKey: string): string | undefined;
  readonly at: Instant;
}

export interface TracedAccount {
  readonly account: string;
  /** Shortest hop from where the victim paid. */
  readonly level: number;
  /** All that ever arrived of the case. */
  readonly tracedInFen: Fen;
  /** What is left of it, by place. */
  readonly left: Readonly<Partial<Record<Place, Fen>>>;
}

export interface TrueCase {
  readonly case: string;
  readonly reading: Reading;
  /** Level 1 and deeper, by level. */
  readonly accounts: readonly TracedAccount[];
}

/**
 * where each case's loss really lies, counted over the whole world and not over what was reported. It shares
 * no code and no method with the tracing library: what a movement carried is pulled back, on demand, along the axes of the
 * accounts it came from.
 */
export function trueReading(history: History, question: TruthQuestion): readonly TrueCase[] {
  const followed = follow(history, question);
  return question.cases.map(({ case: key }) => readCase(key, followed));
}

/** What each movement brought and what lies on each account, on demand. */
export function follow(history: History, question: TruthQuestion): Followed {
  const world = lookUp(history, question);
  const paid = new Map(question.cases.flatMap(({ case: key, payments }) => payments.map((payment) => [payment, key] as const)));
  const homes = new Map(question.cases.map(({ case: key }) => [key, new Set<string>()]));
  for (const movement of world.movements) {
    const owner = paid.get(movement.movement);
    if (owner !== undefined) homes.get(owner)?.add(movement.from);
  }
  return { ...world, paid, homes, ...carriedBy({ ...world, paid, homes }) };
}

interface Looked {
  readonly history: History;
  readonly question: TruthQuestion;
  readonly movements: readonly LedgerMovement[];
  /** In and out of an account, by (instant, serial of its bank). */
  readonly entries: ReadonlyMap<string, readonly LedgerMovement[]>;
}

interface Paid extends Looked {
  /** Case of a reported payment. */
  readonly paid: ReadonlyMap<string, string>;
  /** Accounts that a case's payments were made from: its level 0. */
  readonly homes: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Carrying {
  /** The traced parts of a movement: what it took along of cases' money, and last, of a payment, the fresh loss (0 too). */
  readonly brought: (movement: LedgerMovement) => readonly Part[];
  /** The account's axis after all its entries. */
  readonly axisOf: (account: string) => Axis;
}

export type Followed = Paid & Carrying;

function lookUp(history: History, question: TruthQuestion): Looked {
  const movements = history.movements.filter(({ at }) => at <= question.at);
  const entries = new Map<string, LedgerMovement[]>();
  for (const movement of movements) {
    for (const account of movement.to === undefined ? [movement.from] : [movement.from, movement.to]) {
      const list = entries.get(account) ?? [];
      list.push(movement);
      entries.set(account, list);
    }
  }
  for (const [account, list] of entries)
    list.sort((a, b) => (a.at === b.at ? serialOn(account, a) - serialOn(account, b) : a.at < b.at ? -1 : 1));
  return { history, question, movements, entries };
}

function serialOn(account: string, movement: LedgerMovement): number {
  return movement.from === account ? movement.debitSerial : (movement.creditSerial ?? 0);
}

function carriedBy(world: Paid): Carrying {
  const axes = new Map<string, { readonly axis: Axis; done: number }>();
  const known = new Map<string, readonly Part[]>();

  function advance(account: string, through?: LedgerMovement): Axis {
    const state = axes.get(account) ?? { axis: emptyAxis(), done: 0 };
    axes.set(account, state);
    const entries = world.entries.get(account) ?? [];
    while (state.done < entries.length && (through === undefined || !known.has(through.movement))) {
      const entry = entries[state.done];
      if (!entry) break;
      if (entry.from === account) {
        known.set(entry.movement, leave(state.axis, entry.amountFen, frozenDuring(world, account, entry)));
      } else {
        arrive(state.axis, staying(account, brought(entry)));
      }
      state.done += 1;
    }
    return state.axis;
  }

  function carried(movement: LedgerMovement): readonly Part[] {
    if (!known.has(movement.movement)) advance(movement.from, movement);
    return known.get(movement.movement) ?? [];
  }

  /** A payment brings, behind what it carried, the case's own fresh loss. */
  function brought(movement: LedgerMovement): readonly Part[] {
    const parts = carried(movement);
    const owner = world.paid.get(movement.movement);
    return owner === undefined ? parts : [...parts, { case: owner, fen: movement.amountFen - sumOf(parts) }];
  }

  function staying(account: string, parts: readonly Part[]): readonly Part[] {
    return parts.filter((part) => world.homes.get(part.case)?.has(account) !== true);
  }

  return { brought, axisOf: (account) => advance(account) };
}

/** Freezes that stood when the movement was made; at one instant the journal tells what came first. */
function frozenDuring({ history, question }: Looked, account: string, movement: LedgerMovement): readonly FrozenSum[] {
  return history.freezes
    .filter((freeze) => isOn(account, freeze) && freeze.order < movement.order && movement.order < (freeze.endOrder ?? Infinity))
    .filter((freeze) => movement.at < freeze.until)
    .map((freeze) => frozenSum(question, freeze));
}

/** A freeze that found nothing free covers nothing. */
function isOn(account: string, freeze: { readonly account: string; readonly frozenFen: Fen }): boolean {
  return freeze.account === account && freeze.frozenFen > 0;
}

function frozenSum(question: TruthQuestion, freeze: { readonly key: string; readonly frozenFen: Fen }): FrozenSum {
  const owner = question.caseOfFreeze(freeze.key);
  if (owner === undefined) throw new Error(`No case is known for the freeze ${freeze.key}`);
  return { case: owner, fen: freeze.frozenFen };
}

function readCase(key: string, world: Followed): TrueCase {
  const reading: Record<Place | 'lost', Fen> = { lost: 0, stopped: 0, frozen: 0, returned: 0, escaped: 0, atRisk: 0, inQuestion: 0 };
  const arrived = new Map<string, Fen>();
  for (const movement of world.movements) {
    const parts = world.brought(movement);
    if (world.paid.get(movement.movement) === key) reading.lost += parts.at(-1)?.fen ?? 0;
    const fen = sumOf(parts.filter((part) => part.case === key));
    if (movement.to === undefined) reading.escaped += fen;
    else if (world.homes.get(key)?.has(movement.to) === true) reading.returned += fen;
    else if (fen > 0) arrived.set(movement.to, (arrived.get(movement.to) ?? 0) + fen);
  }
  const levels = levelsOf(key, world);
  const accounts = [...arrived].map(([account, tracedInFen]): TracedAccount => {
    const left = placesOn(account, key, world);
    for (const place of ['stopped', 'frozen', 'atRisk', 'inQuestion'] as const) reading[place] += left[place] ?? 0;
    return { account, level: levels.get(account) ?? 0, tracedInFen, left };
  });
  return { case: key, reading, accounts: accounts.sort((a, b) => a.level - b.level) };
}

function placesOn(account: string, key: string, { history, question, axisOf }: Followed): Readonly<Partial<Record<Place, Fen>>> {
  const { at } = question;
  const axis = axisOf(account);
  const frozen = history.freezes.filter((freeze) => isOn(account, freeze) && standsAt(freeze, at));
  const under = covered(
    axis,
    frozen.map((freeze) => frozenSum(question, freeze)),
  );
  const mine = (ranges: Ranges): Fen => sumOf(partsOf(axis, ranges).filter((part) => part.case === key));
  const rest = mine(minus(present(axis), under));
  const stopped = history.stops.some((stop) => stop.account === account && standsAt(stop, at));
  const held = history.ownHolds.some((hold) => hold.account === account && standsAt(hold, at));
  return { frozen: mine(under), [stopped ? 'stopped' : held ? 'inQuestion' : 'atRisk']: rest };
}

/** the shortest hop; the account paid is level 1. */
function levelsOf(key: string, world: Followed): ReadonlyMap<string, number> {
  const hops = world.movements.flatMap((movement) => {
    const carries = world.brought(movement).some((part) => part.case === key && part.fen > 0);
    return carries && movement.to !== undefined ? [{ ...movement, to: movement.to, paid: world.paid.get(movement.movement) === key }] : [];
  });
  const levels = new Map<string, number>();
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to, paid } of hops) {
      const level = paid ? 1 : (levels.get(from) ?? Infinity) + 1;
      if (level >= (levels.get(to) ?? Infinity)) continue;
      levels.set(to, level);
      changed = true;
    }
  }
  return levels;
}

function sumOf(parts: readonly Part[]): Fen {
  return parts.reduce((sum, part) => sum + part.fen, 0);
}
