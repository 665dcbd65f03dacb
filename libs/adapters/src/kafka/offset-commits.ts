import { type Consumption } from './kafka-client.ts';
import { makePause } from './pause.ts';

/** Tells the broker how far the group has read: one request in flight, all lanes together, the newest place of each, some times a second. */
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
  failed(error: unknown): void;
}

/**
 * A commit costs the broker as much as a batch, and the next fetch waits behind it. It saves only that a recipient which died is told
 * again what it has already, and knows: so long may that be.
 */
const APART_MS = 200;
const AGAIN_MS = 500;

export function makeOffsetCommits({ consumption, failed }: OffsetCommitsOptions): OffsetCommits {
  const pause = makePause();
  const marked = new Map<string, bigint>();
  let failingSince: number | undefined;
  let running: Promise<void> | undefined;
  let last: Promise<boolean> = Promise.resolve(true);

  /** A refused commit only means that something is delivered again: it is tried again, and ends nothing. */
  const commitMarked = async (): Promise<boolean> => {
    if (marked.size === 0) return true;
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
    return true;
  };
  const commit = (): Promise<boolean> => (last = last.then(commitMarked));
  const run = async (): Promise<void> => {
    while (marked.size > 0 && !pause.isEnded()) await pause.wait((await commit()) ? APART_MS : AGAIN_MS);
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
    async flush() {
      await commit();
    },
    async close(isHopeless) {
      pause.end();
      if (!isHopeless) await commit();
    },
    failingSinceMs: () => failingSince,
  };
}
