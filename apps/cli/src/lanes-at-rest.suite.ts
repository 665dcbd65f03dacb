import { setTimeout as sleep } from 'node:timers/promises';
import { documentIn, interlock, rowsIn } from './children.suite.ts';

/** Between two looks at a city: as long as something is told, there are more events in the second. */
const LOOK_MS = 300;

/** Resolves when no node of the running city writes any more. */
export async function untilAtRest(data: string): Promise<void> {
  for (let before = -1, now = await events(data); now !== before; now = await events(data)) {
    before = now;
    await sleep(LOOK_MS);
  }
}

async function events(data: string): Promise<number> {
  const { out } = await interlock(['doctor', '--json', '--data', data]);
  return rowsIn(documentIn(out), 'nodes').reduce((sum, node) => sum + Number(node['events']), 0);
}

/** What `interlock lanes` says of one lane. */
export async function laneIn(data: string, from: string, to: string) {
  const { out } = await interlock(['lanes', '--json', '--data', data]);
  return rowsIn(documentIn(out), 'lanes').find((one) => one['from'] === from && one['to'] === to);
}
