/** Terminals, npm and launchers pass one Ctrl-C on to the same process several times: what comes so soon is still the first one. */
const SAME_WISH_MS = 1_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopWishes {
  /** Resolves with the first signal: stop in good order. */
  readonly first: Promise<void>;
  /** Signals do again what they do by themselves. */
  forget(): void;
}

/** Listens for signals. The first asks for a clean stop; another one, if it is not the same wish passed on twice, is `again`. Machine time. */
export function listenForStop(
  again: () => void,
  { signals = SIGNALS, now = () => performance.now() }: { readonly signals?: readonly NodeJS.Signals[]; readonly now?: () => number } = {},
): StopWishes {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let firstAt: number | undefined;
  const listener = (): void => {
    if (firstAt === undefined) {
      firstAt = now();
      resolve(undefined);
    } else if (now() - firstAt > SAME_WISH_MS) again();
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    first: promise,
    forget() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
