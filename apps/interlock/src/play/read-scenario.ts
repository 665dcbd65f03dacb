import { existsSync, readFileSync, statSync } from 'node:fs';
import { type Register, readRegister } from '@interlock/office';
import { type Members, type Scenario, loadScenario, mistakeText } from '@interlock/simulator';
import { EXIT, Fault } from '@interlock/hosting';

/** Reads a scenario file against the register’s members. Throws a Fault that tells all mistakes, each with file, line, path and reason. */
export function readScenario(file: string, register: Register = readRegister()): Scenario {
  if (!existsSync(file))
    throw new Fault({
      code: 'SCENARIO_MISSING',
      what: `There is no scenario ${file}`,
      why: 'no such file',
      how: 'name a file; the stories that ship lie in scenarios/',
      exit: EXIT.notFound,
    });
  if (statSync(file).isDirectory())
    throw new Fault({
      code: 'SCENARIO_INVALID',
      what: `${file} is a folder`,
      why: 'a story is one file',
      how: 'name a file in it; the stories that ship lie in scenarios/',
      exit: EXIT.invalid,
    });
  const loaded = loadScenario(readFileSync(file, 'utf8'), file, membersOf(register));
  if (loaded.ok) return loaded.scenario;
  const { mistakes } = loaded;
  throw new Fault({
    code: 'SCENARIO_INVALID',
    what: `${file} has ${mistakes.length === 1 ? 'a mistake' : `${String(mistakes.length)} mistakes`}`,
    why: mistakes.map(mistakeText).join('\n     '),
    how: 'correct the file; scenarios/scenario.schema.json says what may stand in one',
    exit: EXIT.invalid,
  });
}

function membersOf({ members }: Register): Members {
  return {
    banks: members.filter(({ kind }) => kind === 'bank' || kind === 'payment').map(({ code }) => code),
    operators: members.filter(({ kind }) => kind === 'operator').map(({ code }) => code),
  };
}
