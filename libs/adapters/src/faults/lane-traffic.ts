import { setTimeout as delay } from 'node:timers/promises';
import { type Exchange, type Lane, type LaneBatch, type LaneFact } from '@interlock/kernel';
import { makePause } from '../kafka/pause.ts';

/** Facts that flow on one lane without an end, and what their recipient sees of them. */
export interface LaneTraffic {
  readonly lane: Lane;
  /** What is measured begins anew. */
  begin(): void;
  seen(): { readonly sendGapMs: number; readonly gapMs: number; readonly repeated: number };
  /** Resolves when new facts have been arriving for that long without a second’s pause. Throws after the patience. */
  flowsFor(ms: number, patienceMs: number): Promise<void>;
  /** Stops sending, and waits for the rest. */
  end(patienceMs: number): Promise<{ readonly sent: number; readonly broken: readonly string[] }>;
}

export interface TrafficOptions {
  readonly lane: Lane;
  readonly source: Exchange;
  readonly recipient: Exchange;
}

const BATCH_FACTS = 10;
/** With ten facts a batch at most a thousand facts a second. */
const EVERY_MS = 10;
const POLL_MS = 50;
/** A pause that is no flow. */
const STILL_MS = 1_000;

export async function startTraffic({ lane, source, recipient }: TrafficOptions): Promise<LaneTraffic> {
  const sent = makeGapMeter();
  const arrived = makeGapMeter();
  const broken: string[] = [];
  let next = 0;
  let head = -1;
  let repeated = 0;
  const pause = makePause();

  // As the inbox does it: a number again is a repetition, a number missing is a gap. Here nobody fetches what is missing.
  await recipient.receive(lane, async ({ facts }) => {
    await Promise.resolve();
    for (const { number } of facts) {
      if (number <= head) repeated += 1;
      else {
        if (number !== head + 1) broken.push(`${lane.from}: ${String(number)} after ${String(head)}`);
        head = number;
        arrived.mark();
      }
    }
  });
  // As a lane’s sender does it: the same batch again until the transport has it.
  const sending = (async () => {
    while (!pause.isEnded()) {
      const batch = batchFrom(next);
      try {
        await source.send(lane, batch);
        next += BATCH_FACTS;
        sent.mark();
      } catch {
        await pause.wait(STILL_MS / 4);
      }
      await pause.wait(EVERY_MS);
    }
  })();
  const untilHolds = async (holds: () => boolean, patienceMs: number): Promise<boolean> => {
    const begunAt = performance.now();
    while (!holds()) {
      if (performance.now() - begunAt > patienceMs) return false;
      await delay(POLL_MS);
    }
    return true;
  };
  return {
    lane,
    begin() {
      sent.begin();
      arrived.begin();
      repeated = 0;
    },
    seen: () => ({ sendGapMs: sent.longestMs(), gapMs: arrived.longestMs(), repeated }),
    async flowsFor(ms, patienceMs) {
      if (await untilHolds(() => arrived.flowingMs() > ms, patienceMs)) return;
      throw new Error(`Lane ${lane.from} → ${lane.to} stands still at ${String(head)} of ${String(next)}`);
    },
    async end(patienceMs) {
      pause.end();
      await sending;
      if (!(await untilHolds(() => head >= next - 1, patienceMs)))
        broken.push(`${lane.from}: ${String(head)} of ${String(next - 1)} arrived`);
      return { sent: next, broken };
    },
  };
}

function makeGapMeter() {
  let last = performance.now();
  let longest = 0;
  let flowingSince = last;
  const mark = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    if (now - last > STILL_MS) flowingSince = now;
    last = now;
  };
  return {
    mark,
    begin(): void {
      longest = 0;
      last = performance.now();
      flowingSince = last;
    },
    longestMs: () => Math.max(longest, performance.now() - last),
    flowingMs: () => (performance.now() - last > STILL_MS ? 0 : last - flowingSince),
  };
}

function batchFrom(first: number): LaneBatch {
  const facts = Array.from({ length: BATCH_FACTS }, (_, index) => factOf(first + index));
  const last = first + BATCH_FACTS - 1;
  return { facts, watermark: { storeId: 'store-one', position: String(last), revision: last } };
}

function factOf(number: number): LaneFact {
  const id = `00000000-0000-5000-8000-${number.toString(16).padStart(12, '0')}`;
  return { number, id, type: 'police.stop-ordered.v1', data: { orderId: `order-${String(number)}` }, position: String(number) };
}
