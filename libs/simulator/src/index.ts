export { loadScenario, type Loaded } from './file/load.ts';
export { type Mistake, type MistakeCode, mistakeText } from './file/mistakes.ts';
export { SCENARIO_SCHEMA } from './file/schema.ts';
export { type Members } from './file/read-world.ts';
export {
  type Amount,
  type CaseExpectation,
  type CaseHabits,
  type CashKind,
  type Expectation,
  type Habits,
  type MovementStep,
  type Person,
  type Place,
  type Reading,
  type ReportStep,
  type Scenario,
  type ScenarioAccount,
  type ScenarioLine,
  type Seconds,
  type Step,
  type Wait,
  type WarningExpectation,
  type WrongStatement,
  PLACES,
} from './file/scenario.ts';
