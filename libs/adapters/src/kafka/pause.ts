/** Waits that a closing ends at once. Machine time. */
export interface Pause {
  wait(ms: number): Promise<void>;
  isEnded(): boolean;
  end(): void;
}

export function makePause(): Pause {
  const wakers = new Set<() => void>();
  let isEnded = false;
  return {
    wait(ms) {
      if (isEnded) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          wakers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        wakers.add(wake);
      });
    },
    isEnded: () => isEnded,
    end() {
      isEnded = true;
      for (const wake of [...wakers]) wake();
    },
  };
}
