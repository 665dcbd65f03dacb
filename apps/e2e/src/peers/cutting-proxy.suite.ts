import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/** A line between two processes that can break in the ways that lines break. */
export interface CuttingProxy {
  readonly port: number;
  /** Nothing of the next answers comes back: the other end hears all, and its line is cut before it is heard. */
  loseAnswers(count: number): void;
  /** What is connected is cut, and what connects is hung up on at once. */
  refuse(isOn: boolean): void;
  /** Answers that were lost. */
  lost(): number;
  /** Callers that were hung up on. */
  refused(): number;
  close(): Promise<void>;
}

/** What was asked has arrived by then: nothing of it is held back. */
const CUT_AFTER_MS = 60;

/**
 * Carries bytes both ways. TLS hides what is said, but not who speaks: what comes back after the caller’s second flight (its certificate, and right
 * behind it the request) is swallowed, and a moment later the line is cut.
 */
export async function openCuttingProxy(to: number, at = 0): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let toLose = 0;
  let hasLost = 0;
  let hasRefused = 0;
  let refuses = false;
  const server: Server = createServer((near) => {
    if (refuses) {
      hasRefused += 1;
      near.destroy();
      return;
    }
    const far = connect(to, '127.0.0.1');
    let flights = 0;
    let isMute = false;
    open.add(near).add(far);
    near.on('data', (bytes) => {
      flights += 1;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (!isMute && toLose > 0 && flights >= 2) {
        toLose -= 1;
        hasLost += 1;
        isMute = true;
        setTimeout(() => near.destroy(), CUT_AFTER_MS);
      }
      if (!isMute) near.write(bytes);
    });
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- of a server that listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    port,
    loseAnswers: (count) => (toLose = count),
    refuse(isOn) {
      refuses = isOn;
      for (const socket of isOn ? open : []) socket.destroy();
    },
    lost: () => hasLost,
    refused: () => hasRefused,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
