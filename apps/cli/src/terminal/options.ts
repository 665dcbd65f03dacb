import { InvalidArgumentError, Option } from 'commander';
import { type Terminal } from './terminal.ts';
import { EMBEDDED, settingsTable } from '@interlock/hosting';

/** Which city: everywhere the same option. */
export function dataOption({ env }: Terminal): Option {
  const folder = settingsTable(EMBEDDED, env).find(({ name }) => name === 'INTERLOCK_DATA')?.value ?? 'data';
  return new Option('--data <dir>', 'folder of the city').default(folder, 'INTERLOCK_DATA, or data/ in the repository');
}

export function keysOption({ env }: Terminal): Option {
  const option = new Option('--keys <dir>', 'folder of keys that the processes of a node share; INTERLOCK_KEYS unless named');
  const { INTERLOCK_KEYS: keys } = env;
  return keys === undefined ? option : option.default(keys, 'INTERLOCK_KEYS');
}

export function jsonOption(): Option {
  return new Option('--json', 'one JSON document on standard output, nothing else there');
}

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return number;
}

export function portNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError(
      'It must be a number from 0 to 65535, as INTERLOCK_PORT must where it is left out; 0 takes any free port.',
    );
  return Number(text);
}

export function positiveNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || number <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return number;
}

/** For options that may be given several times, each value whole. */
export function repeated(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/** For lists that may be given several times. */
export function collected(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...text.split(',').filter((part) => part !== '')];
}
