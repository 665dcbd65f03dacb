import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXIT, Fault } from '@interlock/hosting';

/** The folder’s whole path; a Fault where something lies in it. */
export function emptyFolder(given: string, why: string): string {
  const path = resolve(given);
  if (!existsSync(path) || readdirSync(path).length === 0) return path;
  throw new Fault({
    code: 'FOLDER_NOT_EMPTY',
    what: `${given} is not empty`,
    why,
    how: 'name a folder that does not exist yet with --into',
    exit: EXIT.conflict,
  });
}
