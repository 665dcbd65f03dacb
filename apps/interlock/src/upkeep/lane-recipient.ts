import { makeHttpLaneHeld, openLogSnapshot, openPeerClient, readCertificate } from '@interlock/adapters';
import { EXIT, Fault, codeOf, refuseDamaged } from '@interlock/hosting';
import { type LaneHeld, heldIn } from '@interlock/kernel';
import { type CityFiles } from './city-files.ts';

/** Where the process of a node on another machine is asked, and by whose certificates. */
export interface PeerPlace {
  /** `https://host:port`; unset: nobody was named. */
  readonly url?: string | undefined;
  /** Folder with ca.pem and, for the node that asks, cert.pem and key.pem. */
  readonly certificates: string;
}

interface Ends {
  readonly from: string;
  readonly to: string;
}

/** Has the recipient of a lane say what it holds: by its log where that lies in the folder, else as its process answers the lane’s source. */
export async function withRecipient<Result>(
  { folder }: CityFiles,
  ends: Ends & { readonly peer: PeerPlace },
  work: (held: LaneHeld) => Promise<Result>,
): Promise<Result> {
  const { from, to, peer } = ends;
  if (folder.has(to)) {
    refuseDamaged(folder.log(to));
    const log = openLogSnapshot(folder.log(to));
    try {
      return await work(heldIn(log));
    } finally {
      log.close();
    }
  }
  const { url, certificates } = peer;
  if (url === undefined) throw nobodyToAsk(ends, folder.path);
  const client = openPeerClient({ addressOf: (node) => (node === to ? url : undefined), certificate: readCertificate(certificates, from) });
  const { held } = makeHttpLaneHeld(client);
  try {
    return await work({
      held: (lane, after, limit) =>
        held(lane, after, limit).catch((error: unknown) => {
          throw notSaid(ends, url, error);
        }),
    });
  } finally {
    await client.close();
  }
}

function nobodyToAsk({ from, to }: Ends, path: string): Fault {
  return new Fault({
    code: 'RECIPIENT_NOT_HERE',
    what: `Nobody says what ${to} holds of ${from} → ${to}`,
    why: `no log of ${to} lies in ${path}, and it is not said where its process is reached`,
    how: `name it with --at https://HOST:PORT (its INTERLOCK_PEER_PORT), or in INTERLOCK_PEERS; ${to} has to run, ${from} has not`,
    exit: EXIT.notFound,
  });
}

function notSaid({ from, to }: Ends, url: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const why = `${url}: ${error instanceof Error ? error.message : ''}`;
  return new Fault(
    {
      ...{ code, what: `${to} does not say what it holds of ${from} → ${to}`, why },
      how: `check the address, that a process of ${to} runs there, and that both certificates are of one authority; nothing was changed`,
      exit: EXIT.failed,
    },
    { cause: error },
  );
}
