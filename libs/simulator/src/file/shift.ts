import { type Instant, msBetween, plusMs } from '@interlock/kernel';
import { type Scenario, type Step, type WrongStatement } from './scenario.ts';

/** The same story on another day: every time in it moves by as much as its start does. */
export function startingAt(scenario: Scenario, startsAt: Instant): Scenario {
  const byMs = msBetween(scenario.startsAt, startsAt);
  return { ...scenario, startsAt, steps: scenario.steps.map((step) => shiftStep(step, byMs)) };
}

function shiftStep(step: Step, byMs: number): Step {
  const at = plusMs(step.at, byMs);
  if (step.verb !== 'report') return { ...step, at };
  const says = [...step.says].map(([account, wrong]) => [account, shiftStatement(wrong, byMs)] as const);
  return { ...step, at, says: new Map(says) };
}

function shiftStatement(wrong: WrongStatement, byMs: number): WrongStatement {
  return wrong.paidAt === undefined ? wrong : { ...wrong, paidAt: plusMs(wrong.paidAt, byMs) };
}
