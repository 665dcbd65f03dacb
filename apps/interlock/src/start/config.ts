import { join, resolve } from 'node:path';
import { EXIT, Fault } from '@interlock/hosting';

/** What a start needs to know, from the environment and the command line. */
export interface Config {
  readonly dataDir: string;
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** Whether the demo city’s day runs in it. */
  readonly demo: boolean;
  readonly debug: boolean;
  /** Most bytes of one node’s log, unset for no limit. */
  readonly logBytesMax: number | undefined;
}

/** One line of the resolved configuration, as `doctor` shows it. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly from: 'command line' | 'environment' | 'default';
  readonly meaning: string;
}

/** The repository’s folder: this file lies in apps/interlock/{src,dist}/start. */
export const ROOT = resolve(import.meta.dirname, '../../../..');

interface Wanted {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
  readonly problem: (value: string) => string | undefined;
}

const SETTINGS: readonly Wanted[] = [
  {
    name: 'INTERLOCK_DATA',
    fallback: join(ROOT, 'data'),
    meaning: 'folder of the city',
    problem: (value) => (value.includes('\0') ? 'is no path' : undefined),
  },
  {
    name: 'INTERLOCK_PORT',
    fallback: '3000',
    meaning: 'port of the gateway; 0 takes any free one',
    problem: (value) => wholeNumber(value, 65_535),
  },
  {
    name: 'INTERLOCK_HOST',
    fallback: '127.0.0.1',
    meaning: 'address that the gateway listens at',
    problem: (value) => (/^[\w.:-]+$/.test(value) ? undefined : 'is no address'),
  },
  { name: 'INTERLOCK_DEMO', fallback: 'on', meaning: 'whether the demo city’s day runs', problem: oneOf('on', 'off') },
  {
    name: 'INTERLOCK_LOG_MAX_MB',
    fallback: '',
    meaning: 'most megabytes of one node’s log; empty: no limit',
    problem: (value) => (value === '' ? undefined : wholeNumber(value, 1_000_000, 1)),
  },
  { name: 'INTERLOCK_DEBUG', fallback: '0', meaning: 'whether unexpected errors print their stack', problem: oneOf('0', '1') },
];

type Environment = Readonly<Record<string, string | undefined>>;

export function settingsOf(env: Environment): readonly Setting[] {
  return SETTINGS.map(({ name, fallback, meaning }) => ({
    ...{ name, meaning, value: env[name] ?? fallback },
    from: env[name] === undefined ? 'default' : 'environment',
  }));
}

/** All faults of the environment at once: a person should not meet them one by one. */
export function problemsOf(env: Environment): readonly string[] {
  const known = new Set(SETTINGS.map(({ name }) => name));
  const wrong = SETTINGS.flatMap(({ name, fallback, problem }) => {
    const reason = problem(env[name] ?? fallback);
    return reason === undefined ? [] : [`${name}=${JSON.stringify(env[name] ?? '')} ${reason}`];
  });
  // Test runners and the bootstrap use names of their own.
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith('INTERLOCK_') && !known.has(name) && !name.startsWith('INTERLOCK_TEST_'),
  );
  return [...wrong, ...unknown.map((name) => `${name} is not known`)];
}

export function configOf(env: Environment): Config {
  const problems = problemsOf(env);
  if (problems.length > 0)
    throw new Fault({
      code: 'CONFIGURATION',
      what: 'The configuration is wrong',
      why: problems.join('; '),
      how: `correct the environment, or the option that stands for it (--data, --port, --no-demo); known are ${SETTINGS.map(({ name }) => name).join(', ')}`,
      exit: EXIT.usage,
    });
  const valueOf = new Map(settingsOf(env).map(({ name, value }) => [name, value]));
  const megabytes = valueOf.get('INTERLOCK_LOG_MAX_MB') ?? '';
  return {
    dataDir: resolve(valueOf.get('INTERLOCK_DATA') ?? ''),
    port: Number(valueOf.get('INTERLOCK_PORT')),
    host: valueOf.get('INTERLOCK_HOST') ?? '',
    demo: valueOf.get('INTERLOCK_DEMO') === 'on',
    debug: valueOf.get('INTERLOCK_DEBUG') === '1',
    logBytesMax: megabytes === '' ? undefined : Number(megabytes) * 1_048_576,
  };
}

function wholeNumber(value: string, max: number, min = 0): string | undefined {
  return /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max
    ? undefined
    : `is no number from ${String(min)} to ${String(max)}`;
}

function oneOf(...values: readonly string[]): (value: string) => string | undefined {
  return (value) => (values.includes(value) ? undefined : `is none of ${values.join(', ')}`);
}
