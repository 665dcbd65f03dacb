import { type LaneBatch, type LaneFact, type Watermark, LANE_BATCH_FACTS_MAX } from '@interlock/kernel';
import { type LaneMessage } from './lane-message.ts';

/** What is handed over at once, and where the lane goes on after it. */
export interface TakenBatch {
  /** Absent when there were only messages to be passed over. */
  readonly batch?: LaneBatch;
  readonly nextOffset: bigint;
}

/** Messages of one lane that have arrived and wait for their recipient, in order. */
export interface WaitingMessages {
  add(message: LaneMessage): void;
  /** A message that could not be read: it is acknowledged with what comes before or after it. */
  skip(offset: bigint): void;
  take(): TakenBatch | undefined;
  clear(): void;
  count(): number;
  bytes(): number;
}

type Waiting = LaneMessage | { readonly offset: bigint; readonly bytes: 0; readonly isSkipped: true };

/** Batches as they were sent; facts that follow one another without a gap come together, so that a recipient that is behind catches up. */
export function makeWaiting(): WaitingMessages {
  let messages: Waiting[] = [];
  let first = 0;
  let bytes = 0;

  const take = (): TakenBatch | undefined => {
    let taking: Taking | undefined;
    let last: Waiting | undefined;
    for (; first < messages.length; first += 1) {
      const message = messages[first];
      if (!message) break;
      if (!('isSkipped' in message)) {
        if (taking && !isNext(taking, message)) break;
        taking = { facts: taking?.facts ?? [], last: message };
        if (message.fact) taking.facts.push(message.fact);
      }
      bytes -= message.bytes;
      last = message;
    }
    if (first * 2 > messages.length) {
      messages = messages.slice(first);
      first = 0;
    }
    if (!last) return undefined;
    const nextOffset = last.offset + 1n;
    return taking ? { batch: batchOf(taking), nextOffset } : { nextOffset };
  };
  return {
    add(message) {
      messages.push(message);
      bytes += message.bytes;
    },
    skip(offset) {
      messages.push({ offset, bytes: 0, isSkipped: true });
    },
    take,
    clear() {
      messages = [];
      first = 0;
      bytes = 0;
    },
    count: () => messages.length - first,
    bytes: () => bytes,
  };
}

interface Taking {
  readonly facts: LaneFact[];
  readonly last: LaneMessage;
}

function isNext({ facts, last }: Taking, message: LaneMessage): boolean {
  if (message.epoch !== last.epoch || message.storeId !== last.storeId) return false;
  if (!last.fact || !message.fact) return !last.fact && !message.fact; // of watermarks alone only the last counts
  return message.fact.number === last.fact.number + 1 && facts.length < LANE_BATCH_FACTS_MAX;
}

/** A batch that was cut on its way, or whose end is still to come, says no more than what it holds. */
function batchOf({ facts, last }: Taking): LaneBatch {
  const { storeId, epoch, fact, watermark } = last;
  const reached = watermark ?? { position: fact?.position ?? '', revision: fact?.number ?? -1 };
  const told: Watermark = { storeId, ...reached, ...(epoch > 1 && { epoch }) };
  return { facts, watermark: told };
}
