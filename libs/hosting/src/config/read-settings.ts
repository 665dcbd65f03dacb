import { readFileSync } from 'node:fs';
import { EXIT, Fault } from '../faults/fault.ts';
import { codeOf } from '../faults/fault-of.ts';
import { SETTINGS, type SettingName, type Values } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One line of the resolved configuration, as `doctor` shows it; a secret is not shown. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly from: 'command line' | 'environment' | 'file' | 'default';
  readonly meaning: string;
}

/** Reads some settings from the environment. Throws one CONFIGURATION fault that tells everything that is wrong. */
export function readSettings<Name extends SettingName>(names: readonly Name[], env: Environment): Pick<Values, Name> {
  const problems = settingProblems(names, env);
  if (problems.length > 0)
    throw new Fault({
      code: 'CONFIGURATION',
      what: 'The configuration is wrong',
      why: problems.join('; '),
      how: `correct the environment, or the option that stands for it; known are ${names.join(', ')}`,
      exit: EXIT.usage,
    });
  const read = names.map((name) => [name, SETTINGS[name].parse(textOf(name, env).text)] as const);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- each name with what its own schema made of it
  return Object.fromEntries(read) as Pick<Values, Name>;
}

/** All faults of the environment at once: a person should not meet them one by one. Values of secrets are not told. */
export function settingProblems(names: readonly SettingName[], env: Environment): readonly string[] {
  const known = new Set<string>(names.flatMap((name) => (isInFile(name) ? [name, `${name}_FILE`] : [name])));
  const wrong = names.flatMap((name) => {
    const { text, from, problem } = textOf(name, env);
    if (problem !== undefined) return [problem];
    const read = SETTINGS[name].safeParse(text);
    if (read.success) return [];
    const shown = from === 'environment' && !isSecret(name) ? `=${JSON.stringify(text ?? '')}` : '';
    return [`${name}${shown} ${read.error.issues[0]?.message ?? 'is wrong'}`];
  });
  // Test runners and the bootstrap use names of their own.
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith('INTERLOCK_') && !known.has(name) && !name.startsWith('INTERLOCK_TEST_'),
  );
  return [...wrong, ...unknown.map((name) => `${name} is not known`)];
}

/** The table of what holds, and where each value comes from. */
export function settingsTable(names: readonly SettingName[], env: Environment): readonly Setting[] {
  return names.map((name) => {
    const { text, from } = textOf(name, env);
    const fallback = SETTINGS[name].safeParse(undefined);
    const value = text ?? (fallback.success && typeof fallback.data !== 'object' ? String(fallback.data ?? '') : '');
    return { name, value: isSecret(name) && text !== undefined ? '(secret)' : value, from, meaning: SETTINGS[name].description ?? '' };
  });
}

interface Given {
  readonly text: string | undefined;
  readonly from: 'environment' | 'file' | 'default';
  readonly problem?: string;
}

/** What the environment says; said by nothing but blanks, it says nothing. */
function textOf(name: SettingName, env: Environment): Given {
  const direct = env[name] === '' ? undefined : env[name];
  const file = isInFile(name) ? env[`${name}_FILE`] : undefined;
  if (file === undefined || file === '') return { text: direct, from: direct === undefined ? 'default' : 'environment' };
  if (direct !== undefined)
    return { text: direct, from: 'environment', problem: `${name} and ${name}_FILE both stand there: leave one out` };
  try {
    return { text: readFileSync(file, 'utf8').trim(), from: 'file' };
  } catch (error) {
    const why = codeOf(error) ?? 'it is no text';
    return { text: undefined, from: 'file', problem: `${name}_FILE=${JSON.stringify(file)} cannot be read: ${why}` };
  }
}

function isSecret(name: SettingName): boolean {
  return SETTINGS[name].meta()?.['secret'] === true;
}

function isInFile(name: SettingName): boolean {
  return isSecret(name) || SETTINGS[name].meta()?.['file'] === true;
}
