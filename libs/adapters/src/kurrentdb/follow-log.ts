import { type AllStreamSubscription, streamNameFilter } from '@kurrent/kurrentdb-client';
import { type Position, type StoredEvent, type Trouble, problemOf } from '@interlock/kernel';
import { makeSignal } from '../event-log/signal.ts';
import { type Connection } from './connection.ts';
import { type Names } from './names.ts';
import { failureOf } from './kurrent-errors.ts';
import { positionOf, readFrom } from './positions.ts';
import { recordedOf } from './recorded.ts';

/** Follows the log by a subscription of the server: what other processes append is heard here. */
export interface LogFollower {
  /** Resolves when it has heard everything up to the position, or after the given time. */
  reached(position: Position, atMostMs: number): Promise<void>;
  stop(): Promise<void>;
}

interface FollowOptions {
  readonly connection: Connection;
  readonly names: Names;
  readonly after: Position;
  heard(events: readonly StoredEvent[]): void;
  /** From the second failure in a row on: one is only a connection that broke. */
  report(failed: Omit<Trouble, 'node'>): void;
}

/** How many events the server may leave out, in steps of 32, before it says how far it is. */
const CHECKPOINT_INTERVAL = 32;

/**
 * The client’s subscription ends with each error and each broken connection: it is begun again after what was heard last, and
 * what the server says twice at that seam is heard once. Runs of events are handed on by whole appends.
 */
export function followLog(options: FollowOptions): LogFollower {
  const { connection, report } = options;
  const place = makePlace(options);
  const moved = makeSignal();
  let isOver = false;
  let end: () => void = () => undefined;
  const hasEnded = (): boolean => isOver;

  // In a row: what is heard ends it, were it only that there is no more.
  let failures = 0;
  const goesWell = (): void => {
    failures = 0;
  };
  const follow = async (): Promise<void> => {
    const client = connection.client();
    try {
      const subscription = client.subscribeToAll(place.begin()).on('caughtUp', goesWell);
      end = () => {
        leave(subscription);
      };
      if (hasEnded()) end();
      for await (const resolved of subscription) {
        goesWell();
        if (place.hear(resolved)) moved.fire();
      }
    } catch (error) {
      connection.learnFrom(client, error);
      if (failures > 0 && !hasEnded()) report({ consumer: 'log follower', ...troubleOf(error), attempt: failures });
    }
  };
  const running = (async () => {
    while (!hasEnded()) {
      await follow();
      if (!hasEnded()) await connection.pause(failures);
      failures += 1;
    }
  })();
  return {
    async reached(position, atMostMs) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(resolve, atMostMs, 'late');
      });
      while (place.whole() < position && !hasEnded()) if ((await Promise.race([moved.next(), late])) === 'late') break;
      clearTimeout(timer);
    },
    async stop() {
      isOver = true;
      end();
      moved.fire();
      await running;
    },
  };
}

/** What was heard, and where to begin again. */
function makePlace({ names, after, heard }: FollowOptions) {
  let whole = after;
  let last = after;
  // May lie behind events of other logs on the server, which have positions as well.
  let passed = after;
  let run: StoredEvent[] = [];
  return {
    whole: () => whole,
    begin: () => ({
      fromPosition: readFrom(passed),
      filter: streamNameFilter({
        prefixes: [names.log],
        checkpointInterval: CHECKPOINT_INTERVAL,
        checkpointReached(_: unknown, { commit }: { readonly commit: bigint }) {
          if (positionOf(commit) > passed) passed = positionOf(commit);
        },
      }),
    }),
    /** True when an append has been heard as a whole. */
    hear(resolved: Parameters<typeof recordedOf>[1]): boolean {
      const recorded = recordedOf(names, resolved);
      if (!recorded || recorded.event.position <= last) return false;
      last = recorded.event.position;
      if (last > passed) passed = last;
      run.push(recorded.event);
      if (recorded.following > 0) return false;
      heard(run);
      run = [];
      whole = last;
      return true;
    },
  };
}

function troubleOf(error: unknown): Pick<Trouble, 'code' | 'message'> {
  const failure = failureOf(error);
  return failure.type === 'unavailable' ? { code: 'STORE_UNAVAILABLE', message: failure.message } : problemOf(error);
}

/** The server is told, and whoever waits for the next event no longer does. */
function leave(subscription: AllStreamSubscription): void {
  void subscription.unsubscribe();
  subscription.destroy();
}
