import { type Consumption } from './kafka-client.ts';
import { makePause } from './pause.ts';

/** Tells the broker how far the group has read: one request in flight, all lanes together, the newest place of each. */
export interface OffsetCommits {
  /** Everything of the topic below the offset is handled. */
  mark(topic: string, offset: bigint): void;
  /** The topic is another member’s now. */
  forget(topic: string): void;
  /** Resolves when what is marked is committed, or cannot be now. Never throws. */
  flush(): Promise<void>;
  /** The last flush; none when there is no hope that it is taken. */
  close(isHopeless: boolean): Promise<void>;
  /** Machine time since which nothing could be committed; undefined when all is well. */
  failingSinceMs(): number | undefined;
}

export interface OffsetCommitsOptions {
  readonly consumption: Pick<Consumption, 'commit'>;
  committed(offsets: ReadonlyMap<string, bigint>): void;
  failed(error: unknown): void;
}

const AGAIN_MS = 500;

export function makeOffsetCommits({ consumption, committed, failed }: OffsetCommitsOptions): OffsetCommits {
  const pause = makePause();
  const marked = new Map<string, bigint>();
  let failingSince: number | undefined;
  let running: Promise<void> | undefined;

  /** A refused commit only means that something is delivered again: it is tried again, and ends nothing. */
  const commitOnce = async (): Promise<boolean> => {
    const offsets = new Map(marked);
    try {
      await consumption.commit(offsets);
    } catch (error) {
      failingSince ??= performance.now();
      failed(error);
      return false;
    }
    failingSince = undefined;
    for (const [topic, offset] of offsets) if (marked.get(topic) === offset) marked.delete(topic);
    committed(offsets);
    return true;
  };
  const run = async (): Promise<void> => {
    while (marked.size > 0 && !pause.isEnded()) if (!(await commitOnce())) await pause.wait(AGAIN_MS);
  };
  const flush = async (): Promise<void> => {
    if (failingSince === undefined) await running;
    if (marked.size > 0) await commitOnce();
  };
  return {
    mark(topic, offset) {
      marked.set(topic, offset);
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    forget(topic) {
      marked.delete(topic);
    },
    flush,
    async close(isHopeless) {
      pause.end();
      if (isHopeless) return;
      await running;
      await flush();
    },
    failingSinceMs: () => failingSince,
  };
}
