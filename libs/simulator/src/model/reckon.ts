import { type Instant, type References, unreachable } from '@interlock/kernel';
import { FREEZE_MONTHS_MAX, inForce, MAJOR_FREEZE_MONTHS_MAX } from '@interlock/rulebook';
import { type FreezeStep, type Reading, type ReportStep, type Scenario, type StepBase } from '../file/scenario.ts';
import { createAgenda } from '../time/agenda.ts';
import { createVirtualClock } from '../time/virtual-clock.ts';
import { type TrueCase, type TruthQuestion, trueReading } from '../truth/true-reading.ts';
import { type RefusedMovement } from '../world/ledger.ts';
import { createWorld, type History } from '../world/world.ts';
import { answer, answerFreeze, execute, lapse, refOf, renewFreezes, tell } from './banks.ts';
import { type Act, answersOf, casesOf, deskOf, type ExpectedOrder, knownHistory, plan, type Reckoning, stopEnd } from './desk.ts';
import { confirm, correct, enter, learn, planFreezes, renew, uncovered } from './police.ts';

export interface ReckonedCase {
  readonly report: number;
  readonly fen: Reading;
  readonly true: Reading;
}

/** How a story should come out, reckoned by scenarios.md alone and without any part of Interlock. */
export interface Reckoned {
  readonly cases: readonly ReckonedCase[];
  readonly orders: readonly ExpectedOrder[];
  readonly refused: readonly RefusedMovement[];
  readonly endedAt: Instant;
  /** All that happened, and what to ask of it. */
  readonly history: History;
  readonly question: TruthQuestion;
}

const ACTS_MAX = 100_000;

/** Reckons a story of payments, movements, reports, bank holds and freezes that are ordered and renewed; the further verbs pass by. */
export async function reckon(scenario: Scenario): Promise<Reckoned> {
  const reckoning = begin(scenario);
  const { agenda, clock } = reckoning;
  let acts = 0;
  let left = agenda.size;
  for (let planned = agenda.take(); planned && left > 0; planned = agenda.take()) {
    acts += 1;
    if (acts > ACTS_MAX) throw new Error('The story does not come to an end');
    clock.advanceTo(planned.at);
    await act(reckoning, planned.act);
    left = countLasting(reckoning);
  }
  const question = questionOf(reckoning);
  const history = reckoning.world.history();
  const known = trueReading(knownHistory(reckoning), question);
  const truth = trueReading(history, question);
  return {
    cases: reckoning.entered.map((report, place) => ({ report, fen: readingAt(known, place), true: readingAt(truth, place) })),
    orders: reckoning.orders,
    refused: history.refused,
    endedAt: clock.now(),
    history,
    question,
  };
}

function begin(scenario: Scenario): Reckoning {
  const clock = createVirtualClock(scenario.startsAt);
  const keys = new Map([...scenario.accounts.values()].map(({ key, bank, number }) => [`${bank} ${number}`, key]));
  const references: References = {
    account: (bank, number) => refOf(keys.get(`${bank} ${number}`) ?? ''),
    number: (phone) => `n1.${phone}`,
    person: (idNumber) => `p1.${idNumber}`,
  };
  const world = createWorld({ clock, references, seed: scenario.name });
  for (const account of scenario.accounts.values()) world.openAccount(account);
  const agenda = createAgenda<Act>();
  for (const step of scenario.steps) {
    const phase = step.verb === 'bankHold' || step.verb === 'bankRelease' ? 'own-hold' : 'officer';
    const isMovement = step.verb === 'pay' || step.verb === 'move' || step.verb === 'cashOut';
    agenda.add({ at: step.at, phase: isMovement ? 'movement' : phase, act: { do: 'step', step } });
  }
  const reports = new Map(scenario.steps.filter((step): step is ReportStep => step.verb === 'report').map((step) => [step.report, step]));
  return {
    scenario,
    world,
    clock,
    agenda,
    reports,
    entered: [],
    filed: new Set(),
    known: new Set(),
    carrying: new Set(),
    desks: new Map(),
    orders: [],
    freezesPlanned: new Set(),
    freezesOpen: new Map(),
    freezeCases: new Map(),
  };
}

async function act(reckoning: Reckoning, what: Act): Promise<void> {
  switch (what.do) {
    case 'step':
      return step(reckoning, what.step);
    case 'enter':
      enter(reckoning, what.report);
      return;
    case 'confirm':
      confirmTogether(reckoning, what);
      return;
    case 'answer':
      return answer(reckoning, what.order);
    case 'tell':
      tell(reckoning, what.account, what.from);
      return;
    case 'correct':
      correct(reckoning, what.order);
      return;
    case 'file':
      file(reckoning, what.report);
      return;
    case 'freeze':
      reckoning.freezesPlanned.delete(`${String(what.report)} ${what.account}`);
      orderFreeze(reckoning, what);
      return;
    case 'answer-freeze':
      return answerFreeze(reckoning, what);
    case 'renew':
      renew(reckoning, what.account, what);
      return;
    case 'lapse':
      lapse(reckoning, what.account, what.report);
      return;
    case 'watch':
      deskOf(reckoning, what.account).watched = true;
      return;
    case 'tell-movement':
      learn(reckoning, [what.movement]);
      return;
    default:
      return unreachable(what);
  }
}

async function step(reckoning: Reckoning, one: Scenario['steps'][number]): Promise<void> {
  if (one.verb === 'pay' || one.verb === 'move' || one.verb === 'cashOut') execute(reckoning, one);
  else if (one.verb === 'bankHold')
    reckoning.world.beginOwnHold({ key: `step-${String(one.index)}`, account: one.account, reason: one.reason });
  else if (one.verb === 'bankRelease') reckoning.world.endOwnHolds(one.account);
  else if (one.verb === 'report') plan(reckoning, one.habits.intake, 'officer', { do: 'enter', report: one.report });
  else if (one.verb === 'file') file(reckoning, one.report);
  else if (one.verb === 'freeze') orderFreeze(reckoning, one);
  else if (one.verb === 'renewFreeze') await renewFreezes(reckoning, one);
}

/** Confirmations of one instant are one action: no bank answers between them. */
function confirmTogether(reckoning: Reckoning, first: Extract<Act, { do: 'confirm' }>): void {
  const { agenda, clock } = reckoning;
  const together = [first];
  agenda.drop(({ at, act: planned }) => {
    if (at !== clock.now() || planned.do !== 'confirm') return false;
    // The agenda drops from its far end.
    together.splice(1, 0, planned);
    return true;
  });
  for (const { account, report } of together) confirm(reckoning, account, report);
}

function file(reckoning: Reckoning, report: number): void {
  reckoning.filed.add(report);
  planFreezes(reckoning);
}

/** What lies uncovered under a stop, or the part of it that the story names. */
function orderFreeze(
  reckoning: Reckoning,
  { report, account, sumFen: named, period = 'ordinary' }: Omit<FreezeStep, keyof StepBase | 'verb'>,
): void {
  const key = `${String(report)} ${account}`;
  const uncoveredFen = uncovered(reckoning, { report, account });
  const sumFen = named ?? uncoveredFen;
  const isTraced = uncoveredFen > 0 && sumFen <= uncoveredFen;
  if (!reckoning.filed.has(report) || !isTraced || stopEnd(reckoning, account) === undefined) return;
  const months = inForce(period === 'major' ? MAJOR_FREEZE_MONTHS_MAX : FREEZE_MONTHS_MAX, reckoning.clock.now());
  reckoning.freezesOpen.set(key, (reckoning.freezesOpen.get(key) ?? 0) + sumFen);
  plan(reckoning, answersOf(reckoning, account), 'bank-answer', { do: 'answer-freeze', report, account, sumFen, months });
}

/** Acts left: the end of a stop that is still to come does not prolong the story, what came of one that is past does. */
function countLasting({ agenda, clock }: Reckoning): number {
  return agenda.count(({ at, act: planned }) => planned.do !== 'lapse' || at <= clock.now());
}

function questionOf(reckoning: Reckoning): TruthQuestion {
  return {
    cases: casesOf(reckoning),
    caseOfFreeze: (key) => reckoning.freezeCases.get(key),
    at: reckoning.clock.now(),
  };
}

function readingAt(cases: readonly TrueCase[], place: number): Reading {
  const one = cases[place];
  if (!one) throw new Error(`No case ${String(place)}`);
  return one.reading;
}
