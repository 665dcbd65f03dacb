import { type Lane, type LaneHandler } from '@interlock/kernel';
import { type ExchangeHealth } from './exchange-health.ts';
import { type ArrivedMessage } from './kafka-client.ts';
import { kafkaErrorOf } from './kafka-error.ts';
import { decodeMessage } from './lane-message.ts';
import { makeLaneRecipients } from './lane-recipients.ts';
import { type WaitingMessages, makeWaiting } from './waiting-messages.ts';

/**
 * The receiving end of one lane: what has arrived and is not handled yet, in order, one batch at a time to the recipient. A recipient that
 * fails or hangs holds up its own lane only.
 */
export interface LaneDelivery {
  readonly lane: Lane;
  readonly topic: string;
  arrived(messages: readonly ArrivedMessage[]): void;
  /** Whatever is waiting comes again: it was never acknowledged. */
  restart(): void;
  /** Offset of the next message to arrive; undefined before the first. */
  next(): bigint | undefined;
  isBusy(): boolean;
  isWanted(): boolean;
  add(handler: LaneHandler): { readonly stop: () => Promise<void> };
}

export interface LaneDeliveryOptions {
  readonly lane: Lane;
  readonly topic: string;
  readonly health: ExchangeHealth;
  readonly messageBytesMax: number;
  /** Everything below the offset is durable at the recipient. */
  handled(offset: bigint): void;
  /** Whether more is to be fetched. */
  flow(isOpen: boolean): void;
  /** What is handled is to be acknowledged now. */
  flush(): Promise<void>;
}

export function makeLaneDelivery(options: LaneDeliveryOptions): LaneDelivery {
  const { lane, topic } = options;
  const recipients = makeLaneRecipients(topic, options.health);
  const waiting = makeWaiting();
  const flow = makeFlow(waiting, options.flow);
  const intake = makeIntake(options, waiting);
  let turn = 0;
  let working: Promise<void> | undefined;

  const restart = (): void => {
    turn += 1;
    waiting.clear();
    intake.restart();
    flow.opened();
  };
  const work = async (): Promise<void> => {
    while (recipients.areThere()) {
      const mine = turn;
      const taken = waiting.take();
      if (!taken) return;
      flow.adjust();
      const isTaken = taken.batch === undefined || (await recipients.give(taken.batch, () => mine !== turn));
      if (isTaken && mine === turn) options.handled(taken.nextOffset);
    }
  };
  const go = (): void => {
    working ??= work().finally(() => {
      working = undefined;
      if (recipients.areThere() && waiting.count() > 0) go();
    });
  };
  return {
    lane,
    topic,
    arrived(messages) {
      for (const message of messages) intake.take(message);
      flow.adjust();
      go();
    },
    restart,
    next: intake.next,
    isBusy: () => waiting.count() > 0 || working !== undefined,
    isWanted: recipients.areThere,
    add(handler) {
      const recipient = recipients.add(handler);
      go();
      return {
        async stop() {
          await recipient.stop();
          if (recipients.areThere()) return;
          await working;
          // Somebody may have come meanwhile, who goes on with what is waiting.
          if (recipients.areThere()) return;
          restart();
          flow.close();
          await options.flush();
        },
      };
    },
  };
}

const WAITING_MESSAGES_MAX = 4_000;
const WAITING_BYTES_MAX = 8 * 1_048_576;

/** Nothing more is fetched while too much waits, until half of it is gone. */
function makeFlow(waiting: WaitingMessages, tell: (isOpen: boolean) => void) {
  let isOpen = true;
  const set = (should: boolean): void => {
    if (should === isOpen) return;
    isOpen = should;
    tell(should);
  };
  return {
    adjust(): void {
      const part = Math.max(waiting.count() / WAITING_MESSAGES_MAX, waiting.bytes() / WAITING_BYTES_MAX);
      set(isOpen ? part <= 1 : part <= 0.5);
    },
    close(): void {
      set(false);
    },
    /** By a consumer that is new. */
    opened(): void {
      isOpen = true;
    },
  };
}

/** Reads what arrives, once, and passes over what cannot be read. */
function makeIntake({ lane, topic, health, messageBytesMax }: LaneDeliveryOptions, waiting: WaitingMessages) {
  let next: bigint | undefined;
  return {
    take(message: ArrivedMessage): void {
      const { offset } = message;
      // Fetched again after the group has met anew. That the topic was made anew is seen where the broker is asked for its end.
      if (next !== undefined && offset < next) return;
      next = offset + 1n;
      try {
        waiting.add(decodeMessage(lane, message, messageBytesMax));
      } catch (error) {
        const { code, message: reason } = kafkaErrorOf(error);
        health.passedOver(topic, code, String(offset), `${topic} offset ${String(offset)}: ${reason}`);
        waiting.skip(offset);
      }
    },
    restart(): void {
      next = undefined;
    },
    next: (): bigint | undefined => next,
  };
}
