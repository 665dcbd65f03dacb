/** Tells those who wait that something happened; a wait begun after it waits for the next. */
export interface Signal {
  readonly fire: () => void;
  readonly next: () => Promise<void>;
}

export function makeSignal(): Signal {
  let waiting: PromiseWithResolvers<void> | undefined;
  return {
    fire() {
      const { resolve } = waiting ?? {};
      waiting = undefined;
      resolve?.();
    },
    next() {
      waiting ??= Promise.withResolvers();
      return waiting.promise;
    },
  };
}
