import { readFileSync } from 'node:fs';
import { readRegister } from '@interlock/office';
import { type Scenario, loadScenario, mistakeText } from '@interlock/simulator';

const { members } = readRegister();

/** A story that ships, by its name. */
export function shipped(name: string): Scenario {
  const file = new URL(`../../../../scenarios/${name}.yaml`, import.meta.url);
  return scenarioIn(readFileSync(file, 'utf8'), `${name}.yaml`);
}

export function scenarioIn(text: string, file: string): Scenario {
  const of = (...kinds: readonly string[]): readonly string[] => members.filter(({ kind }) => kinds.includes(kind)).map(({ code }) => code);
  const loaded = loadScenario(text, file, { banks: of('bank', 'payment'), operators: of('operator') });
  if (!loaded.ok) throw new Error(loaded.mistakes.map(mistakeText).join('\n'));
  return loaded.scenario;
}
