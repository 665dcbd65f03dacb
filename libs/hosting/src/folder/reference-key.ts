import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSecret } from '@interlock/trust';
import { EXIT, Fault } from '../faults/fault.ts';

export function referenceKeyFile(folder: string): string {
  return join(folder, 'reference.key');
}

/**
 * The city’s reference key as it was given, or as it lies in the folder. One process among others never makes one: under a key of its own the
 * same person would have other references than elsewhere, for ever, and nothing would show it. Throws a Fault: CONFIGURATION.
 */
export function givenReferenceKey(given: Uint8Array | undefined, folder: string): Uint8Array {
  if (given) return given;
  const file = referenceKeyFile(folder);
  if (existsSync(file)) return readSecret(file);
  throw new Fault({
    code: 'CONFIGURATION',
    what: 'The city’s reference key is missing',
    why: `neither INTERLOCK_REFERENCE_KEY nor INTERLOCK_REFERENCE_KEY_FILE is set, and there is no ${file}`,
    how: 'give the key that all agencies of the city have; of a city on one machine `interlock up` makes it',
    exit: EXIT.usage,
  });
}
