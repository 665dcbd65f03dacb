export { loadScenario, type Loaded } from './file/load.ts';
export { type Mistake, type MistakeCode, mistakeText } from './file/mistakes.ts';
export { SCENARIO_SCHEMA } from './file/schema.ts';
export { withLuhnDigit } from './file/numbers.ts';
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
export { type CallResult, type Journal, type JournalEntry, type RefusalReason } from './world/journal.ts';
export {
  type FreezeInterval,
  type LedgerMovement,
  type OwnHold,
  type RefusedMovement,
  type StopInterval,
  type WorldAccount,
  type WorldLine,
} from './world/ledger.ts';
export {
  type History,
  type MovementOrder,
  type MovementResult,
  type World,
  type WorldSettings,
  createWorld,
  restoreWorld,
} from './world/world.ts';
export { journalHead, journalLine, readJournal } from './world/journal-text.ts';
export { openLineFile } from './world/line-file.ts';
export { type WorldFile, openWorldFile } from './world/world-file.ts';
export { type EnteredCase, type TracedAccount, type TrueCase, type TruthQuestion, trueReading } from './truth/true-reading.ts';
export { type Agenda, type Phase, type Planned, createAgenda } from './time/agenda.ts';
export { type VirtualClock, createVirtualClock } from './time/virtual-clock.ts';
export { type Dice, diceOf } from './random/dice.ts';
export { type RandomStory, randomScenario } from './random/random-scenario.ts';
export { type Act } from './player/acts.ts';
export { createDueLook } from './player/due-look.ts';
export { type PlayOptions, playStory } from './player/play.ts';
export { type Cast, type PlayedCity, type PlayedCommand } from './player/played-city.ts';
export { type PlayedWorld } from './player/played-world.ts';
export { type AccountState, type Check, type ResultAccount, type ResultCase, type ResultOrder, type StoryResult } from './player/result.ts';
export { moneyOf } from './player/result.ts';
export { type PlayedCase, type Story } from './player/story.ts';
export { type PlayedWarning } from './player/warnings.ts';
export { startingAt } from './file/shift.ts';
export { type ExpectedOrder } from './model/desk.ts';
export { type Reckoned, type ReckonedCase, reckon } from './model/reckon.ts';
export { type StoryLine, linesOf } from './file/lines.ts';
