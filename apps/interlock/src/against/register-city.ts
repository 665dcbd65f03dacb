import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeHttpTransport, openLogSnapshot, openPeerClient, readCertificate } from '@interlock/adapters';
import { existingDataFolder, systemClock } from '@interlock/hosting';
import { issuerKeysIn } from '@interlock/nest-kit';
import { type Register } from '@interlock/office';
import { enterMembers, registerMembers } from '../play/register-members.ts';
import { createTokenDesk } from '../play/token-desk.ts';
import { readPeers } from './city-place.ts';

/** Enters the members of the register at the office of a distributed city on this machine that runs on the system’s clock. May be repeated. */
export async function registerCity(data: string, register: Register): Promise<void> {
  const folder = existingDataFolder(data);
  const peers = readPeers(folder.file('run', 'peers.json'));
  const client = openPeerClient({
    addressOf: (node) => peers[node],
    certificate: readCertificate(join(folder.path, 'certificates'), 'cli'),
  });
  try {
    const transport = makeHttpTransport({ client, clock: systemClock });
    const tokenOf = createTokenDesk(issuerKeysIn(folder.path), systemClock);
    const people = {
      async send(node: string, { name, commandId, body, by }: Parameters<Parameters<typeof enterMembers>[0]['send']>[1]) {
        return transport.command(node, { name, commandId, body, token: await tokenOf(by, node) });
      },
    };
    // A log that is not in a file is not looked at: the office itself knows a registration that it had before.
    if (!existsSync(folder.log('office'))) {
      const all = register.members.map(({ code }) => code);
      await enterMembers(people, register, all);
      return;
    }
    const store = openLogSnapshot(folder.log('office'));
    try {
      await registerMembers(people, register, { store });
    } finally {
      store.close();
    }
  } finally {
    await client.close();
  }
}
