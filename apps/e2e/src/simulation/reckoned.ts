import { isDeepStrictEqual } from 'node:util';
import {
  type ExpectedOrder,
  type ResultOrder,
  type Scenario,
  type Story,
  type StoryResult,
  PLACES,
  moneyOf,
  reckon,
} from '@interlock/simulator';
import { Broken } from './broken.ts';

/** Where every act waited for all that the act before it set off, the weather changes nothing: the story ends as scenarios.md alone reckons it. */
export async function checkReckoned(scenario: Scenario, result: StoryResult): Promise<void> {
  const failed = result.checks.find((check) => check.result === 'failed');
  if (failed) throw new Broken(failed.name, String(failed.why));
  const wanted = await reckon(scenario);
  const cases = [...wanted.cases].sort((one, other) => one.report - other.report).map(({ fen, true: truth }) => ({ fen, truth }));
  equal(
    'cases end as reckoned',
    result.cases.map(({ fen, true: truth }) => ({ fen, truth })),
    cases,
  );
  equal(
    'orders are those reckoned, each once',
    result.cases
      .flatMap(({ orders }) => orders)
      .map(textOf)
      .sort(),
    wanted.orders.map(textOf).sort(),
  );
  equal('movements are refused as reckoned', result.refusedMovements.length, wanted.refused.length);
}

function equal(invariant: string, found: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(found, wanted)) throw new Broken(invariant, `found ${JSON.stringify(found)}, reckoned ${JSON.stringify(wanted)}`);
}

function textOf({ account, number, orderedAt, answeredAt, code, heldFen, securedFen }: ResultOrder | ExpectedOrder): string {
  return [orderedAt, account, number, answeredAt ?? '-', code ?? '-', heldFen, securedFen].join(' ');
}

/** R-136, of every case as the city knows it in the end. */
export async function checkPlaces(story: Story): Promise<void> {
  for (const { caseId } of story.cases.values()) {
    const { fen } = await moneyOf(story, caseId);
    const sum = PLACES.reduce((total, place) => total + fen[place], 0);
    if (fen.lost !== sum) throw new Broken('lost is the sum of its places', `${caseId}: ${JSON.stringify(fen)}`);
  }
}
