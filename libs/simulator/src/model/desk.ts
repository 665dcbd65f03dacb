import { type Fen, type Instant, plusMs } from '@interlock/kernel';
import { type CaseHabits, type ReportStep, type Scenario, type Step, type Wait } from '../file/scenario.ts';
import { type Agenda, type Phase } from '../time/agenda.ts';
import { type VirtualClock } from '../time/virtual-clock.ts';
import { type EnteredCase, type Followed, follow } from '../truth/true-reading.ts';
import { type History, type World } from '../world/world.ts';

/** An order as the story should see it made and answered. */
export interface ExpectedOrder {
  readonly account: string;
  readonly bank: string;
  /** The report whose case it belongs to. */
  readonly report: number;
  readonly number: number;
  readonly orderedAt: Instant;
  readonly namedFen: Fen;
  readonly from: Instant;
  /** End of the stop that a renewal continues. */
  readonly continues?: Instant;
  readonly corrected: boolean;
  answeredAt: Instant | null;
  code: string | null;
  heldFen: Fen;
  securedFen: Fen;
}

export type Act =
  | { readonly do: 'step'; readonly step: Step }
  | { readonly do: 'enter'; readonly report: number }
  | { readonly do: 'confirm'; readonly account: string; readonly report: number }
  | { readonly do: 'answer'; readonly order: ExpectedOrder }
  | { readonly do: 'tell'; readonly account: string; readonly from: Instant }
  | { readonly do: 'correct'; readonly order: ExpectedOrder }
  | { readonly do: 'file'; readonly report: number }
  | { readonly do: 'freeze'; readonly report: number; readonly account: string }
  | { readonly do: 'answer-freeze'; readonly report: number; readonly account: string; readonly sumFen: Fen; readonly months: number }
  | { readonly do: 'renew'; readonly account: string; readonly report: number; readonly until: Instant }
  | { readonly do: 'lapse'; readonly account: string; readonly report: number }
  | { readonly do: 'watch'; readonly account: string }
  | { readonly do: 'tell-movement'; readonly movement: string };

/** What the police know of one account. */
export interface Desk {
  proposedFor?: number;
  open?: ExpectedOrder;
  /** Stops that count for R-113. */
  counted: number;
  /** From where on its bank has reported. */
  reportedFrom?: Instant;
  askedFrom?: Instant;
  readonly refusedFor: Set<number>;
  /** Told to its bank as in question: the bank tells of its own holds there. */
  told: boolean;
  watched: boolean;
}

/** A story being reckoned: what the world did, what the police know of it, what is still to come. */
export interface Reckoning {
  readonly scenario: Scenario;
  readonly world: World;
  readonly clock: VirtualClock;
  readonly agenda: Agenda<Act>;
  readonly reports: ReadonlyMap<number, ReportStep>;
  readonly entered: number[];
  readonly filed: Set<number>;
  /** Movements known, by id. */
  readonly known: Set<string>;
  readonly carrying: Set<string>;
  readonly desks: Map<string, Desk>;
  readonly orders: ExpectedOrder[];
  readonly freezesPlanned: Set<string>;
  /** Sums ordered and not yet answered, by report and account. */
  readonly freezesOpen: Map<string, Fen>;
  readonly freezeCases: Map<string, string>;
}

export function deskOf(reckoning: Reckoning, account: string): Desk {
  const desk = reckoning.desks.get(account) ?? { counted: 0, refusedFor: new Set<number>(), told: false, watched: false };
  reckoning.desks.set(account, desk);
  return desk;
}

export function habitsOf(reckoning: Reckoning, report: number): CaseHabits {
  return reckoning.reports.get(report)?.habits ?? reckoning.scenario.habits;
}

export function answersOf({ scenario, world }: Reckoning, account: string): Wait {
  const { byBank, default: other } = scenario.habits.bankAnswers;
  return byBank.get(world.account(account)?.bank ?? '') ?? other;
}

/** Plans an act so long after now; never, never. */
export function plan(reckoning: Reckoning, wait: Wait, phase: Phase, act: Act): void {
  if (wait !== 'never') reckoning.agenda.add({ at: later(reckoning.clock.now(), wait), phase, act });
}

export function later(at: Instant, ms: number): Instant {
  return plusMs(at, ms);
}

export function casesOf({ entered, reports }: Reckoning): readonly EnteredCase[] {
  return entered.map((report) => ({
    case: String(report),
    payments: (reports.get(report)?.payments ?? []).map((number) => `payment-${String(number)}`),
  }));
}

/** The world as far as the police have been told of it. */
export function knownHistory(reckoning: Reckoning): History {
  const history = reckoning.world.history();
  return {
    ...history,
    movements: history.movements.filter(({ movement }) => reckoning.known.has(movement)),
    ownHolds: history.ownHolds.filter(({ account }) => reckoning.desks.get(account)?.told === true),
  };
}

export function knownFlow(reckoning: Reckoning): Followed {
  const caseOfFreeze = (key: string): string | undefined => reckoning.freezeCases.get(key);
  return follow(knownHistory(reckoning), { cases: casesOf(reckoning), caseOfFreeze, at: reckoning.clock.now() });
}

/** End of the stop in force on the account, if there is one. */
export function stopEnd({ world, clock }: Reckoning, account: string): Instant | undefined {
  const now = clock.now();
  return world
    .history()
    .stops.find((stop) => stop.account === account && stop.from <= now && now < stop.until && stop.endedAt === undefined)?.until;
}
