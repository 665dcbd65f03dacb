import { readFileSync } from 'node:fs';
import { type Scenario } from '@interlock/simulator';
import { scenarioIn } from '../stories/load.suite.ts';

/** A story in which every kind of service has something to do, early and late. */
export function everybodyAtWork(): Scenario {
  // From the sources and from what is built of them alike.
  const file = new URL('../../src/faults/everybody-at-work.yaml', import.meta.url);
  return scenarioIn(readFileSync(file, 'utf8'), 'everybody-at-work.yaml');
}
