import { type ControlledNode } from '@interlock/nest-kit';
import { type CityPlace } from './city-place.ts';
import { readSettled } from './control-answers.ts';
import { type PatientCalls, type Patience, createWait } from './patient-calls.ts';

/**
 * Asks every process to settle until the city is at rest: all have settled, every lane is received as far as it is sent, and nothing is different
 * when all are asked once more. (One look is none: what it saw of the first process may have moved the second before that one was asked. Two equal
 * ones prove it: what is counted as sent and received was so at one moment between them.)
 */
export async function settleAll(
  place: Pick<CityPlace, 'processes'>,
  calls: Pick<PatientCalls, 'post'>,
  patience: Patience,
): Promise<readonly ControlledNode[]> {
  let wait = createWait(patience);
  for (let before = ''; ;) {
    const hosts = [...place.processes().values()].flatMap(([first]) => first ?? []);
    const states = (await Promise.all(hosts.map(async (host) => readSettled(await calls.post(host, '/control/settle', {}))))).flat();
    const unrest = unrestOf(states);
    const seen = JSON.stringify(states.map(({ node, head, lanes }) => [node, head, lanes]));
    if (unrest === undefined && seen === before) return states;
    // As long as something moves, nobody is stuck.
    if (seen !== before) wait = createWait(patience);
    before = seen;
    if (unrest !== undefined) await wait.moment(unrest);
  }
}

/** What is not at rest, for whoever waits; nothing when all is. */
function unrestOf(states: readonly ControlledNode[]): string | undefined {
  const problem = states.find((state) => state.problem !== null);
  if (problem) return `${problem.node}: ${problem.problem ?? ''}`;
  const received = new Map(states.map(({ node, lanes }) => [node, lanes.received]));
  for (const { node: from, lanes } of states)
    for (const [to, sent] of Object.entries(lanes.sent)) {
      const taken = received.get(to)?.[from];
      if (taken !== sent) return `lane ${from} → ${to}: ${String(sent)} sent, ${String(taken ?? -1)} received`;
    }
  return undefined;
}
