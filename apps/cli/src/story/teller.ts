import { type Screen } from '@interlock/hosting';
import { type Instant, fromMs, toMs } from '@interlock/kernel';
import { type Act, type Reading, type Scenario, type Story, type StoryResult, moneyOf } from '@interlock/simulator';
import { actText, yuanText } from './act-text.ts';
import { LEGEND, moneyBar } from './money-bar.ts';

/** Tells a story while it is played: one line for each act, with the money bar growing beside it. */
export interface Teller {
  readonly tell: (act: Act, story: Story) => Promise<void>;
  end(result: StoryResult): void;
}

const EMPTY: Reading = { lost: 0, stopped: 0, frozen: 0, returned: 0, escaped: 0, inQuestion: 0, atRisk: 0 };

export function createTeller(screen: Screen, scenario: Scenario): Teller {
  let day = '';
  return {
    async tell(act, story) {
      const now = localText(story.city.now(), scenario.offset);
      if (day === '') {
        screen.print(`${scenario.title.en} · ${scenario.title.zh}`);
        screen.print(LEGEND);
      }
      if (now.slice(0, 10) !== day) {
        day = now.slice(0, 10);
        screen.print(`— ${day}`);
      }
      const fen = await moneyNow(story);
      const safe = fen.stopped + fen.frozen + fen.returned;
      const sum = fen.lost === 0 ? '' : `${yuanText(safe)} of ${yuanText(fen.lost)} yuan safe`;
      screen.print(`${now.slice(11, 19)} ${moneyBar(fen, screen.hasColour)} ${sum.padStart(38)}  ${actText(act, story)}`);
    },
    end: (result) => {
      for (const line of summaryOf(result)) screen.print(line);
    },
  };
}

async function moneyNow(story: Story): Promise<Reading> {
  let sum = EMPTY;
  for (const { caseId } of story.cases.values()) {
    const { fen } = await moneyOf(story, caseId);
    sum = {
      lost: sum.lost + fen.lost,
      stopped: sum.stopped + fen.stopped,
      frozen: sum.frozen + fen.frozen,
      returned: sum.returned + fen.returned,
      escaped: sum.escaped + fen.escaped,
      inQuestion: sum.inQuestion + fen.inQuestion,
      atRisk: sum.atRisk + fen.atRisk,
    };
  }
  return sum;
}

function summaryOf({ cases, warnings, refusedMovements, checks, events, data, wallMs }: StoryResult): readonly string[] {
  const told = cases.flatMap(({ caseNo, fen, levels, accounts, orders, firstStopSeconds, lastStopSeconds }) => [
    `case ${caseNo}: lost ${yuanText(fen.lost)} = stopped ${yuanText(fen.stopped)} + frozen ${yuanText(fen.frozen)} + returned ${yuanText(fen.returned)} + escaped ${yuanText(fen.escaped)} + in question ${yuanText(fen.inQuestion)} + at risk ${yuanText(fen.atRisk)}`,
    `  ${String(accounts.length)} accounts at ${String(new Set(accounts.map(({ bank }) => bank)).size)} banks over ${String(levels)} levels, ${String(orders.length)} orders${firstStopSeconds === null ? '' : `, first stop after ${minutes(firstStopSeconds)}, last after ${minutes(lastStopSeconds ?? firstStopSeconds)}`}`,
  ]);
  const odd = checks.filter(({ result }) => result !== 'ok');
  return [
    '',
    ...told,
    ...warnings.map(
      ({ key, level, state, outcome, lostFen }) =>
        `warning ${key} (${level}): ${state}${outcome === null ? '' : `, ${outcome}`}, lost ${yuanText(lostFen)}`,
    ),
    ...refusedMovements.map(({ step, reason }) => `step ${String(step)} was refused by the bank: ${reason}`),
    ...odd.map(({ name, result, why }) => `check ${result}: ${name}${why === undefined ? '' : ` (${why})`}`),
    `${String(checks.length - odd.length)} of ${String(checks.length)} checks hold; ${Object.entries(events)
      .map(([kind, count]) => `${kind} ${String(count)}`)
      .join(', ')} events; ${(wallMs / 1_000).toFixed(1)} s`,
    `The data stay in ${data}: \`interlock verify\`, \`rebuild\`, \`doctor\` and \`start\` take it with --data`,
  ];
}

function minutes(seconds: number): string {
  return `${String(Math.floor(seconds / 60))} min${seconds % 60 === 0 ? '' : ` ${String(Math.round(seconds % 60))} s`}`;
}

/** The clock of the story’s own place, as its file has it. */
function localText(at: Instant, offset: string): string {
  const sign = offset.startsWith('-') ? -1 : 1;
  const ms = sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))) * 60_000;
  return fromMs(toMs(at) + ms);
}
