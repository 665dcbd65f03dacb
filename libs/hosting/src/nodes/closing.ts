/** What must be closed, in this order whatever was opened first: nodes write until they stop, trees seal what they wrote, files go last. */
const STAGES = ['node', 'tree', 'files'] as const;
type Stage = (typeof STAGES)[number];

/** Collects what has been opened, so that a start that fails half-way leaves nothing open. */
export interface Closing {
  add(stage: Stage, close: () => Promise<void> | void): void;
  /** Closes all of them, one stage after another; everything is tried, the first failure is thrown at the end. */
  run(stage: Stage): Promise<readonly unknown[]>;
}

export function createClosing(): Closing {
  const closers = new Map<Stage, (() => Promise<void> | void)[]>(STAGES.map((stage) => [stage, []]));
  return {
    add(stage, close) {
      closers.get(stage)?.push(close);
    },
    async run(stage) {
      const waiting = closers.get(stage) ?? [];
      closers.set(stage, []);
      const ended = await Promise.allSettled(waiting.map(async (close) => close()));
      return ended.flatMap((one): readonly unknown[] => (one.status === 'rejected' ? [one.reason] : []));
    },
  };
}
