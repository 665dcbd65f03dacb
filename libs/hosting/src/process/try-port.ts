import { createServer } from 'node:net';
import { codeOf } from '../faults/fault-of.ts';
import { EXIT, Fault, type FaultText } from '../faults/fault.ts';

const REFUSED: Readonly<Record<string, (by: string) => Pick<FaultText, 'what' | 'how' | 'exit'>>> = {
  EADDRINUSE: (by) => ({ what: 'The port is taken', how: `${freeOne(by)}, or stop the other program`, exit: EXIT.conflict }),
  EACCES: (by) => ({
    what: 'The port may not be used',
    how: `${freeOne(by)}: those below 1024 are often kept for the system`,
    exit: EXIT.failed,
  }),
  EADDRNOTAVAIL: () => ({ what: 'The address is not this machine’s', how: 'name one that it has with INTERLOCK_HOST', exit: EXIT.usage }),
  ENOTFOUND: () => ({ what: 'The address is not known', how: 'name one that this machine has with INTERLOCK_HOST', exit: EXIT.usage }),
};

function freeOne(by: string): string {
  return `name a free one with ${by} (0 takes any)`;
}

/**
 * Listens for a moment: a port that cannot be had must be told before a city is founded or a log opened for it. `by` is how the person
 * names another. Throws a Fault.
 */
export async function tryPort(host: string, port: number, by = '--port or INTERLOCK_PORT'): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((listening, refused) => {
      server.once('error', refused).listen({ host, port }, listening);
    });
  } catch (error) {
    const code = codeOf(error) ?? '';
    const advice = REFUSED[code]?.(by);
    if (!advice) throw error;
    throw new Fault({ code, ...advice, why: `listening at ${host}, port ${String(port)}, was refused` }, { cause: error });
  }
  await new Promise((closed) => server.close(closed));
}
