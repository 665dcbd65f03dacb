import { makeDemoCertificates } from '@interlock/adapters';
import { openDataFolder, RESERVED_NAMES, type RosterEntry } from '@interlock/hosting';
import { createIssuers } from '@interlock/nest-kit';
import { join } from 'node:path';

export function certificatesIn(data: string): string {
  return join(data, 'certificates');
}

/**
 * Makes in the folder what each agency brings along elsewhere: secrets, issuers of tokens, certificates. All before any process starts, so
 * that no two of them make the same. Throws DATA_IN_USE where a city runs on the folder.
 */
export async function prepareCity(data: string, roster: readonly RosterEntry[], members: readonly string[]): Promise<void> {
  const codes = roster.map(({ code }) => code);
  const folder = openDataFolder(data, codes);
  try {
    await Promise.all([
      createIssuers(folder.path, members),
      folder.makeSecrets(codes),
      makeDemoCertificates({ folder: certificatesIn(folder.path), names: [...codes, ...RESERVED_NAMES] }),
    ]);
  } finally {
    folder.lock.release();
  }
}
