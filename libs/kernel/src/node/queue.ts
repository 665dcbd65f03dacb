/** Runs work of one key one after another, work of different keys side by side. */
export interface Queue {
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
  /** Work begun or waiting. */
  size(): number;
  /** Resolves when nothing is left. */
  idle(): Promise<void>;
}

export function createQueue(): Queue {
  const tails = new Map<string, Promise<unknown>>();
  let size = 0;
  let waiting: (() => void)[] = [];

  return {
    run(key, work) {
      size += 1;
      const before = tails.get(key) ?? Promise.resolve();
      const result = before.then(work, work);
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      void tail.then(() => {
        size -= 1;
        if (tails.get(key) === tail) tails.delete(key);
        if (size > 0) return;
        const callbacks = waiting;
        waiting = [];
        for (const callback of callbacks) callback();
      });
      return result;
    },
    size: () => size,
    idle: () => (size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
