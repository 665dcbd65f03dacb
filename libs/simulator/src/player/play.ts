import { type Instant, type References, isAfter, unreachable } from '@interlock/kernel';
import { linesOf } from '../file/lines.ts';
import { type Scenario } from '../file/scenario.ts';
import { type Act } from './acts.ts';
import { answerTask, tellWatched } from './bank-people.ts';
import { checkBalance, checksOf, expectations, truthOf } from './checks.ts';
import { doStep } from './do-step.ts';
import { confirmationsOf, freezeKey, lookAround } from './look.ts';
import { confirmProposals, correctStop, enterCase, fileCase, freezeAccount, noteFreezes, renewStop, watchAccount } from './officers.ts';
import { type PlayedCity } from './played-city.ts';
import { type PlayedWorld } from './played-world.ts';
import { type StoryResult, resultOfCase } from './result.ts';
import { type Story, startStory } from './story.ts';
import { warningsOf } from './warnings.ts';

export interface PlayOptions {
  readonly scenario: Scenario;
  readonly city: PlayedCity;
  readonly world: PlayedWorld;
  readonly references: References;
  /** Tells apart several plays on one city; the same for the same play again. */
  readonly run: string;
  /** Machine time in milliseconds. */
  wallMs(): number;
  /** Where a former play of the same run had come to: acts up to then were done, and only their outcomes are gone through again. */
  readonly resumesAt?: Instant;
  /** After each act, when everything it set off has settled. */
  onAct?(act: Act, story: Story): Promise<void> | void;
}

/** Plays a story: one act, then everything settles; then the next act or due deadline, until nothing is left. */
export async function playStory(options: PlayOptions): Promise<StoryResult> {
  const begun = options.wallMs();
  const { scenario, city, world } = options;
  const story = startStory(options);
  await openWorld(scenario, world);
  await city.settled();
  for (let next = story.agenda.next(); next; next = story.agenda.next()) {
    await passTime(story, next.at);
    // On the way an earlier act may have been planned, or this one given up.
    const first = story.agenda.next();
    if (first && isAfter(first.at, city.now())) continue;
    const planned = story.agenda.take();
    if (!planned) break;
    await doAct(story, planned.act, planned.at);
    if (options.resumesAt !== undefined && !isAfter(planned.at, options.resumesAt)) continue;
    await settle(story);
    await options.onAct?.(planned.act, story);
  }
  return resultOf(story, begun, options);
}

/** Everybody’s accounts and lines as the file has them. */
async function openWorld(scenario: Scenario, world: PlayedWorld): Promise<void> {
  for (const account of scenario.accounts.values()) await world.openAccount(account);
  for (const { answers, ...line } of linesOf(scenario)) {
    await world.openLine(line);
    if (answers !== undefined) await world.willAnswer(line.key, answers);
  }
}

/** Moves to the moment of the next act; deadlines on the way are recorded at theirs. Stops short where they lead to an earlier act. */
async function passTime(story: Story, until: Instant): Promise<void> {
  const { city } = story;
  for (let due = city.nextDue(); due !== undefined && !isAfter(due, until); due = city.nextDue()) {
    if (isAfter(due, city.now())) await city.goTo(due);
    await city.fireDue();
    await settle(story);
    // A deadline that cannot be recorded now (its node refuses) must not keep the story from going on.
    if (city.nextDue() === due) break;
    const next = story.agenda.next();
    if (next && next.at < until) return;
  }
  if (isAfter(until, city.now())) await city.goTo(until);
}

async function settle(story: Story): Promise<void> {
  await story.city.settled();
  await noteFreezes(story);
  await lookAround(story);
  await checkBalance(story);
}

async function doAct(story: Story, act: Act, at: Instant): Promise<void> {
  switch (act.do) {
    case 'step':
      return doStep(story, act.step);
    case 'enter':
      return enterCase(story, act.report);
    case 'file': {
      const one = story.cases.get(act.report);
      if (one) await fileCase(story, one);
      return;
    }
    case 'confirm':
      return confirmProposals(story, [act, ...confirmationsOf(story, at)]);
    case 'answer':
      return answerTask(story, act.task);
    case 'correct':
      return correctStop(story, act);
    case 'renew':
      return renewStop(story, act);
    case 'freeze':
      story.seen.delete(freezeKey(act.caseId, act.accountRef));
      return freezeAccount(story, act);
    case 'watch':
      return watchAccount(story, act);
    case 'tell-watched':
      return tellWatched(story, act);
    default:
      return unreachable(act);
  }
}

async function resultOf(story: Story, begun: number, { scenario, city, wallMs }: PlayOptions): Promise<StoryResult> {
  const truth = await truthOf(story);
  const played = [...story.cases.values()].sort((a, b) => a.report - b.report);
  const cases = await Promise.all(played.map((one) => resultOfCase(story, one, truth.get(one.report))));
  const warnings = await warningsOf(story);
  const checks = await checksOf(story, cases);
  return {
    scenario: scenario.name,
    mode: city.mode,
    data: city.data,
    cases,
    warnings,
    refusedMovements: story.refusedMovements,
    events: await city.events(),
    checks: [...checks, ...expectations(story, { cases, warnings })],
    wallMs: Math.round(wallMs() - begun),
  };
}
