import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Clock, type References } from '@interlock/kernel';
import { type World, createWorld, openWorldFile, restoreWorld } from '@interlock/simulator';
import { openKnownFile } from './known-file.ts';

export interface WorldFiles {
  /** What happened: keys and sums, no personal data. */
  readonly journal: string;
  /** Whose accounts and lines they are, sealed under the master key. */
  readonly known: string;
  readonly masterKey: string;
}

export interface OpenWorld {
  readonly world: World;
  close(): void;
}

/** Makes payment-system references of a city’s world unique; a folder has one world. */
const SEED = 'city';

/**
 * The world outside on its files. It is killed and comes back while a story is played, and banks ask it whether anybody plays or not: so it
 * remembers by itself whose each account is. Numbers and names lie in no journal: they are sealed in a file beside it, each written before the
 * entry of the journal that names it. (Had the player to tell them again, a bank that asked before it did would hear that there is no such account.)
 */
export function openWorld(
  files: WorldFiles,
  { clock, references }: { readonly clock: Pick<Clock, 'now'>; readonly references: References },
): OpenWorld {
  for (const file of [files.journal, files.known, files.masterKey]) mkdirSync(dirname(file), { recursive: true });
  const known = openKnownFile(files.known, files.masterKey);
  const journal = openWorldFile(files.journal);
  const settings = { clock, references, record: journal.record(SEED) };
  const world = journal.journal ? restoreWorld(settings, journal.journal, known) : createWorld({ ...settings, seed: SEED });
  return {
    world: {
      ...world,
      openAccount(account) {
        known.rememberAccount(account);
        world.openAccount(account);
      },
      openLine(line) {
        known.rememberLine(line);
        world.openLine(line);
      },
    },
    close() {
      journal.close();
      known.close();
    },
  };
}
