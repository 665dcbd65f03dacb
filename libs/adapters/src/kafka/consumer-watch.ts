import { type Consumption, type GroupLook } from './kafka-client.ts';

/** What one look at a lane finds. */
export interface LaneLook {
  readonly topic: string;
  /** Offset of the next message to arrive here. */
  readonly next: bigint | undefined;
  /** Something of it waits or is being handled here: it gets on by itself. */
  readonly isBusy: boolean;
}

export interface ConsumerWatchOptions {
  readonly consumption: Consumption;
  /** Longest silence of the coordinator or of all leaders. */
  readonly silenceMs: number;
  /** Longest time until the group is joined. */
  readonly joinMs: number;
  /** Longest time that a lane stands still while its topic has more. */
  readonly stuckMs: number;
  /** How often it is asked; later than that, this process itself stood still. */
  readonly lookMs: number;
}

/** The client’s worst habit is silence: what it does not tell is found here. Each question answers with what is wrong, or nothing. */
export interface ConsumerWatch {
  joined(): void;
  silent(): string | undefined;
  stuck(look: GroupLook, lanes: readonly LaneLook[]): string | undefined;
}

interface Still {
  readonly reached: bigint;
  readonly sinceMs: number;
}

const LATE = 3;

export function watchConsumer({ consumption, silenceMs, joinMs, stuckMs, lookMs }: ConsumerWatchOptions): ConsumerWatch {
  const begunAt = performance.now();
  let askedAt = begunAt;
  let isJoined = false;
  let emptySince: number | undefined;
  const still = new Map<string, Still>();

  /** Whatever could be heard while this process did not run is not missing. */
  const stoodStill = (): boolean => {
    const now = performance.now();
    const isLate = now - askedAt > LATE * lookMs;
    askedAt = now;
    return isLate;
  };
  const stuckLane = ({ topic, next, isBusy }: LaneLook, end: bigint, committed: bigint): string | undefined => {
    const now = performance.now();
    const reached = next ?? committed;
    const before = still.get(topic);
    if (end <= reached || isBusy || before?.reached !== reached) {
      still.set(topic, { reached, sinceMs: now });
      return undefined;
    }
    return now - before.sinceMs > stuckMs ? `${topic}: read through ${String(reached)} of ${String(end)}, and no further` : undefined;
  };
  return {
    joined() {
      isJoined = true;
    },
    silent() {
      if (stoodStill()) return undefined;
      if (!isJoined) return performance.now() - begunAt > joinMs ? 'the group was not joined' : undefined;
      const { heartbeatMs, fetchMs } = consumption.silence();
      if (heartbeatMs > silenceMs) return 'the group’s coordinator does not answer';
      return fetchMs > silenceMs ? 'no leader of a partition answers' : undefined;
    },
    stuck(look, lanes) {
      if (!isJoined) return undefined;
      emptySince = look.isEmpty ? (emptySince ?? performance.now()) : undefined;
      if (emptySince !== undefined && performance.now() - emptySince > stuckMs / 2) return 'the group is empty';
      for (const lane of lanes) {
        const found = stuckLane(lane, look.ends.get(lane.topic) ?? 0n, look.committed.get(lane.topic) ?? 0n);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}
