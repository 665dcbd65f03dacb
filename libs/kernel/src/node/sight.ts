import { type EventStore, type Position } from '../event-store.ts';
import { type MachineTime, sleep } from '../machine-time.ts';
import { type Consumer } from './consumer.ts';
import { type Lanes } from './lanes.ts';
import { type LogReader } from './log-reader.ts';

/** Where an event stands, for reads that must see it. */
export interface PositionToken {
  readonly node: string;
  readonly storeId: string;
  readonly position: Position;
}

export interface SightOptions {
  readonly code: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly lanes: Lanes;
  readonly views: readonly Consumer[];
  readonly time: MachineTime;
}

const LOOK_AGAIN_MS = 2;
/** A watermark that comes by itself is there sooner. One that another replica was told never comes: the source is asked, again and again. */
const ASK_MS = 50;

/** Whether a node’s views show what the token stands for; waits at most that long (machine time). */
export async function waitForSight(token: PositionToken, timeoutMs: number, seen: SightOptions): Promise<boolean> {
  const { time } = seen;
  const deadline = time.nowMs() + timeoutMs;
  let askAt = time.nowMs() + ASK_MS;
  const ending = new AbortController();
  const { promise: late, resolve: giveUp } = Promise.withResolvers<false>();
  const cancel = time.after(timeoutMs, () => {
    giveUp(false);
  });
  try {
    for (;;) {
      if (await Promise.race([hasSeen(token, seen, ending.signal), late])) return true;
      if (time.nowMs() >= deadline || seen.reader.isClosed()) return false;
      if (token.node !== seen.code && time.nowMs() >= askAt) {
        askAt = time.nowMs() + ASK_MS;
        void seen.lanes.ask(token.node);
      }
      await sleep(time, LOOK_AGAIN_MS);
    }
  } finally {
    cancel();
    // What still waits for a view must not be kept for ever by one that is stuck.
    ending.abort();
  }
}

/** An own token waits for the own views; another node’s waits until its watermark came, then for the views to show what came with it. */
async function hasSeen(token: PositionToken, seen: SightOptions, givenUp: AbortSignal): Promise<boolean> {
  const { code, store, reader, lanes, views } = seen;
  // A position counts in the log that it was given for, and in no other.
  const storeId = token.node === code ? store.storeId : lanes.watermark(token.node)?.storeId;
  if (storeId !== token.storeId) return false;
  const told = lanes.watermark(token.node)?.position;
  if (token.node !== code && (told === undefined || BigInt(told) < token.position)) return false;
  const position = token.node === code ? token.position : store.head();
  await reader.refresh();
  await Promise.all(views.map((view) => view.through(position, givenUp)));
  return views.every((view) => view.position() >= position);
}
