/** Those who want to be told. Each is called by itself: what one throws is an uncaught error of its own and nobody else's. */
export interface Listeners<Told> {
  readonly add: (listener: (told: Told) => void) => () => void;
  readonly tell: (told: Told) => void;
}

export function makeListeners<Told>(): Listeners<Told> {
  const listeners = new Set<{ readonly call: (told: Told) => void }>();
  return {
    add(listener) {
      const entry = { call: listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    tell(told) {
      for (const listener of [...listeners]) {
        try {
          listener.call(told);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}
