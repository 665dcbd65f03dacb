import { type AccountRef, type Instant, type Position, type References, idOf, plusMs } from '@interlock/kernel';
import { type CaseHabits, type ReportStep, type Scenario, type Wait } from '../file/scenario.ts';
import { type Agenda, createAgenda } from '../time/agenda.ts';
import { type MovementResult } from '../world/world.ts';
import { type Act, planned } from './acts.ts';
import { type PlayedCity, type PlayedCommand } from './played-city.ts';
import { type PlayedWorld } from './played-world.ts';
import { type Row } from './read-answer.ts';

/** A case that a report of the story became. */
export interface PlayedCase {
  readonly report: number;
  readonly caseId: string;
  readonly caseNo: string;
  readonly reportedAt: Instant;
  readonly habits: CaseHabits;
  enteredAt?: Instant;
  filedAt?: Instant;
}

/** A story being played: the world outside, the city, what is planned, and what the player remembers having seen. */
export interface Story {
  readonly scenario: Scenario;
  readonly city: PlayedCity;
  readonly world: PlayedWorld;
  /** Tells apart several plays on one city. */
  readonly run: string;
  readonly agenda: Agenda<Act>;
  readonly refs: ReadonlyMap<string, AccountRef>;
  readonly keys: ReadonlyMap<string, string>;
  readonly cases: Map<number, PlayedCase>;
  readonly reports: ReadonlyMap<number, ReportStep>;
  /** By payment number. */
  readonly payments: Map<number, { readonly movement: string; readonly result: MovementResult }>;
  readonly refusedMovements: { readonly step: number; readonly reason: string }[];
  /** Things seen once and planned for; not planned again. */
  readonly seen: Set<string>;
  /** What lists answered last, and up to where in the node's log. */
  readonly lists: Map<string, { readonly head: Position; readonly rows: readonly Row[] }>;
  /** How often a command was sent, by the id of the first. */
  readonly sent: Map<string, number>;
  /** Logs up to where something was looked at, by what it was. */
  readonly lookedAt: Map<string, Position>;
  /** Own holds of banks by account key. */
  readonly measures: Map<string, string>;
  /** Account watches that run. */
  readonly watches: { readonly bank: string; readonly accountRef: string; readonly watchId: string; readonly from: Instant }[];
  /** Traced money known on the account once an answer was folded in, by order. */
  readonly secured: Map<string, number>;
  /** Which freeze a frozen sum of the core systems is, by the key that they got. */
  readonly freezes: Map<string, { readonly freezeId: string; readonly caseId: string }>;
  /** Warnings by the file’s key. */
  readonly warnings: Map<string, { readonly warningId: string; readonly level: string }>;
  /** Measures on lines, and re-verifications asked for, by line. */
  readonly lineMeasures: Map<string, string>;
  readonly problems: Set<string>;
}

export function startStory(options: {
  readonly scenario: Scenario;
  readonly city: PlayedCity;
  readonly world: PlayedWorld;
  readonly references: References;
  readonly run: string;
}): Story {
  const { scenario, references } = options;
  const agenda = createAgenda<Act>();
  for (const step of scenario.steps) agenda.add(planned(step.at, { do: 'step', step }));
  const refs = new Map([...scenario.accounts.values()].map(({ key, bank, number }) => [key, references.account(bank, number)]));
  return {
    scenario,
    city: options.city,
    world: options.world,
    run: options.run,
    agenda,
    refs,
    keys: new Map([...refs].map(([key, ref]) => [ref, key])),
    cases: new Map(),
    reports: new Map(scenario.steps.flatMap((step) => (step.verb === 'report' ? [[step.report, step] as const] : []))),
    payments: new Map(),
    refusedMovements: [],
    seen: new Set(),
    lists: new Map(),
    lookedAt: new Map(),
    sent: new Map(),
    measures: new Map(),
    watches: [],
    secured: new Map(),
    freezes: new Map(),
    warnings: new Map(),
    lineMeasures: new Map(),
    problems: new Set(),
  };
}

/** Plans the act once, that long after the moment; `never` is never. */
export function planOnce(story: Story, key: string, planning: { readonly after: Instant; readonly wait: Wait; readonly act: Act }): void {
  if (story.seen.has(key)) return;
  story.seen.add(key);
  if (planning.wait === 'never') return;
  const at = plusMs(planning.after, planning.wait);
  // What is seen late is done at once: time does not go back.
  story.agenda.add(planned(at < story.city.now() ? story.city.now() : at, planning.act));
}

/** Whether the node's log has grown since this was looked at; always where nobody can tell. */
export function hasNews(story: Story, what: string, node: string): boolean {
  const head = story.city.headOf(node);
  if (head === undefined) return true;
  if (story.lookedAt.get(what) === head) return false;
  story.lookedAt.set(what, head);
  return true;
}

export function caseById(story: Story, caseId: string): PlayedCase | undefined {
  return [...story.cases.values()].find((one) => one.caseId === caseId);
}

/** Sends a command with an id that follows from what it is about; a refusal becomes a problem of the story unless it is expected. */
export async function sendFor(
  story: Story,
  node: string,
  command: Omit<PlayedCommand, 'commandId'> & { readonly about: readonly (string | number)[]; readonly mayRefuse?: boolean },
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { about, mayRefuse, ...rest } = command;
  const commandId = newCommandId(story, rest.name, about);
  const answer = await story.city.send(node, { ...rest, commandId });
  if (answer.ok) return answer.outcome;
  if (mayRefuse !== true)
    story.problems.add(
      `${rest.name}: ${answer.errors.map(({ code, path }) => (path === undefined ? code : `${code} (${path})`)).join(', ')}`,
    );
  return answer.outcome;
}

/** The same thing done again within one instant is another command. */
function newCommandId(story: Story, name: string, about: readonly (string | number)[]): string {
  const first = commandIdFor(story, name, about);
  const times = story.sent.get(first) ?? 0;
  story.sent.set(first, times + 1);
  return times === 0 ? first : commandIdFor(story, name, [...about, times]);
}

function commandIdFor(story: Story, name: string, about: readonly (string | number)[]): string {
  return idOf('story', story.scenario.name, story.run, name, ...about);
}
