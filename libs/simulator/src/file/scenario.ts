import { type Fen, type Instant } from '@interlock/kernel';
import { type FreezePeriod } from '@interlock/rulebook';

/** A story as data (scenarios.md), read and checked. Maps and lists keep the order of the file. */
export interface Scenario {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly startsAt: Instant;
  /** Offset of `startsAt` as written, for showing times: `+08:00`. */
  readonly offset: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly accounts: ReadonlyMap<string, ScenarioAccount>;
  /** Lines that are nobody's in `people`: the fraudsters' numbers. */
  readonly lines: ReadonlyMap<string, ScenarioLine>;
  readonly habits: Habits;
  readonly steps: readonly Step[];
  readonly expect?: Expectation;
}

export interface Person {
  readonly key: string;
  readonly name: string;
  readonly idNumber: string;
  readonly phone?: string;
  /** The operator of the phone; unset: by the number's prefix. */
  readonly operator?: string;
  readonly group?: string;
  /** How calls to the phone go; unset: answered. */
  readonly answers?: (typeof CALL_RESULTS)[number];
}

/** */
export const FREEZE_PERIODS = ['ordinary', 'major'] as const satisfies readonly FreezePeriod[];
export const CALL_RESULTS = ['answered', 'no-answer', 'busy'] as const;

export interface ScenarioAccount {
  readonly key: string;
  readonly bank: string;
  readonly holder: string;
  readonly number: string;
  readonly kind: 'personal' | 'corporate';
  readonly openingFen: Fen;
}

export interface ScenarioLine {
  readonly key: string;
  readonly number: string;
  readonly operator: string;
}

/** Milliseconds, or that it never happens. */
export type Wait = number | 'never';

/** How fast the people of one case act; a report may carry its own. */
export interface CaseHabits {
  readonly intake: Wait;
  readonly officerConfirms: Wait;
  readonly corrects: Wait;
  readonly files: Wait;
  readonly freezes: Wait;
  readonly renews: Wait;
  readonly watches: Wait;
}

export interface Habits extends CaseHabits {
  readonly bankAnswers: { readonly default: Wait; readonly byBank: ReadonlyMap<string, Wait> };
}

/** `all` and `share` are of the free balance at that instant; the share is an exact fraction, rounded down to the fen. */
export type Amount =
  | { readonly kind: 'fen'; readonly fen: Fen }
  | { readonly kind: 'share'; readonly numerator: bigint; readonly denominator: bigint }
  | { readonly kind: 'all' };

/** What a reporter stated wrongly of an account paid; only what is wrong. */
export interface WrongStatement {
  readonly number?: string;
  readonly holder?: string;
  readonly amountFen?: Fen;
  readonly paidAt?: Instant;
}

export interface StepBase {
  /** Place in the file, from 0, as in the path `steps[3]`. */
  readonly index: number;
  readonly at: Instant;
}

export type CashKind = 'atm' | 'pos' | 'abroad' | 'virtual-currency';

export interface PayStep extends StepBase {
  readonly verb: 'pay';
  /** Payments are numbered from 1 in the order of the file. */
  readonly payment: number;
  readonly from: string;
  readonly to: string;
  readonly amount: Amount;
  readonly by?: string;
}

interface MoveStep extends StepBase {
  readonly verb: 'move';
  readonly from: string;
  readonly to: string;
  readonly amount: Amount;
}

interface CashOutStep extends StepBase {
  readonly verb: 'cashOut';
  readonly from: string;
  readonly amount: Amount;
  readonly how: CashKind;
}

export interface ReportStep extends StepBase {
  readonly verb: 'report';
  /** Reports are numbered from 1 in the order of the file. */
  readonly report: number;
  readonly key?: string;
  readonly by: string;
  readonly how: string;
  readonly scam?: string;
  /** Numbers of the payments reported, in the order written. */
  readonly payments: readonly number[];
  /** By account key. */
  readonly says: ReadonlyMap<string, WrongStatement>;
  /** The file's habits with the report's own put over them. */
  readonly habits: CaseHabits;
}

export interface BankHoldStep extends StepBase {
  readonly verb: 'bankHold';
  readonly account: string;
  readonly reason: string;
}

export interface BankReleaseStep extends StepBase {
  readonly verb: 'bankRelease';
  readonly account: string;
}

interface TickStep extends StepBase {
  readonly verb: 'tick';
}

export const WARNING_LEVELS = ['special_high', 'high', 'medium', 'low'] as const;
export const WARNING_SOURCES = ['fund', 'call', 'app', 'url', 'bank', 'telecom'] as const;
export const WARNING_OUTCOMES = [
  'dissuaded_no_transfer',
  'dissuaded_partial_loss',
  'already_transferred',
  'refused_disbelieves',
  'unreachable',
  'wrong_person',
  'false_positive',
  'moved_jurisdiction',
] as const;

interface WarnStep extends StepBase {
  readonly verb: 'warn';
  readonly key: string;
  readonly level: (typeof WARNING_LEVELS)[number];
  readonly source: (typeof WARNING_SOURCES)[number];
  readonly subject: string;
  readonly scam: string;
}

interface ReadStep extends StepBase {
  readonly verb: 'read';
  readonly warning: string;
}

interface CallStep extends StepBase {
  readonly verb: 'call';
  readonly warning: string;
  readonly by: 'ai' | 'human';
  readonly result: (typeof CALL_RESULTS)[number];
}

interface VisitStep extends StepBase {
  readonly verb: 'visit';
  readonly warning: string;
  readonly by?: string;
  readonly result: 'met' | 'not-met';
}

interface OutcomeStep extends StepBase {
  readonly verb: 'outcome';
  readonly warning: string;
  readonly is: (typeof WARNING_OUTCOMES)[number];
}

interface SuspendLineStep extends StepBase {
  readonly verb: 'suspendLine';
  /** A key of `lines`, or a person with a phone. */
  readonly line: string;
  readonly grade: 'shut' | 'restrict-outgoing' | 'protective';
}

interface ReverifyStep extends StepBase {
  readonly verb: 'reverify';
  readonly line: string;
  /** asked by the operator, or how the user's verification went. */
  readonly result: 'asked' | 'passed' | 'failed';
}

/** Which case a step speaks of: the number of its report. */
interface OfCase {
  readonly report: number;
}

export interface CaseActStep extends StepBase, OfCase {
  readonly verb: 'file' | 'refuseFiling' | 'withdraw' | 'close';
  readonly reason?: string;
}

export interface FreezeStep extends StepBase, OfCase {
  readonly verb: 'freeze';
  readonly account: string;
  /** Unset: the sum of the case there that no freeze covers. */
  readonly sumFen?: Fen;
  /** a year, of a major case; else half a year. */
  readonly period?: FreezePeriod;
}

export interface RenewFreezeStep extends StepBase, OfCase {
  readonly verb: 'renewFreeze';
  readonly account: string;
  readonly period?: FreezePeriod;
}

export interface LiftStep extends StepBase, OfCase {
  readonly verb: 'lift';
  readonly account: string;
}

export interface StopActStep extends StepBase {
  readonly verb: 'renew' | 'release';
  readonly account: string;
  readonly reason?: string;
}

export type MovementStep = PayStep | MoveStep | CashOutStep;

export type Step =
  | MovementStep
  | ReportStep
  | BankHoldStep
  | BankReleaseStep
  | TickStep
  | WarnStep
  | ReadStep
  | CallStep
  | VisitStep
  | OutcomeStep
  | SuspendLineStep
  | ReverifyStep
  | CaseActStep
  | FreezeStep
  | RenewFreezeStep
  | LiftStep
  | StopActStep;

export const PLACES = ['stopped', 'frozen', 'returned', 'escaped', 'atRisk', 'inQuestion'] as const;
export type Place = (typeof PLACES)[number];
/** A case's loss and where it lies; lost is the sum of the six places. */
export type Reading = Readonly<Record<Place | 'lost', Fen>>;

export type Seconds = number | { readonly min?: number; readonly max?: number } | null;

export interface CaseExpectation {
  readonly fen: Partial<Reading>;
  readonly levels?: number;
  readonly firstOrderSeconds?: Seconds;
  readonly firstStopSeconds?: Seconds;
  readonly lastStopSeconds?: Seconds;
}

export interface WarningExpectation {
  readonly key: string;
  readonly state?: string;
  readonly outcome?: string;
  readonly learning?: string;
  readonly lostFen?: Fen;
}

/** Only what is named is checked. */
export interface Expectation {
  readonly fen: Partial<Reading>;
  readonly cases: readonly CaseExpectation[];
  readonly warnings: readonly WarningExpectation[];
}
