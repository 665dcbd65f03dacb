import { type Lane, type LaneBatch } from '@interlock/kernel';
import { type ExchangeHealth } from './exchange-health.ts';
import { type KafkaClient } from './kafka-client.ts';
import { kafkaErrorOf } from './kafka-error.ts';
import { type EncodedMessage, encodeBatch, encodeWatermark } from './lane-message.ts';
import { type Pause } from './pause.ts';

/** The sending end of one lane: one request in flight, the same messages again until the broker has them or the patience ends. */
export interface LaneOutbox {
  send(batch: LaneBatch): Promise<void>;
  /** Resolves when nothing is in flight any more. */
  close(): Promise<void>;
}

export interface LaneOutboxOptions {
  readonly lane: Lane;
  readonly topic: string;
  readonly client: KafkaClient;
  readonly health: ExchangeHealth;
  readonly pause: Pause;
  /** A request is cut so that its messages stay below. */
  readonly requestBytesMax: number;
  /** A single message that is larger is not tried. */
  readonly messageBytesMax: number;
  /** How long one batch is tried before its sender hears that it failed. */
  readonly patienceMs: number;
}

const CLOSED = 'The exchange is closed';
const TOGETHER_MAX = 100;
const FIRST_MS = 50;
const LONGEST_MS = 1_000;

interface Waiting {
  readonly batch: LaneBatch;
  readonly sent: PromiseWithResolvers<undefined>;
}

export function makeLaneOutbox(options: LaneOutboxOptions): LaneOutbox {
  const waiting: Waiting[] = [];
  const sendTogether = sendingOf(options);
  let running: Promise<void> | undefined;

  /** What waits goes together, in its order: still one request in flight. */
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const together = waiting.splice(0, TOGETHER_MAX);
      try {
        await sendTogether(together.map(({ batch }) => batch));
        for (const { sent } of together) sent.resolve(undefined);
      } catch (error) {
        for (const { sent } of together) sent.reject(error);
      }
    }
  };
  return {
    async send(batch) {
      const sent = Promise.withResolvers<undefined>();
      waiting.push({ batch, sent });
      running ??= run().finally(() => {
        running = undefined;
      });
      await sent.promise;
    },
    async close() {
      await running;
    },
  };
}

function sendingOf(options: LaneOutboxOptions): (batches: readonly LaneBatch[]) => Promise<void> {
  const { lane, topic, health, messageBytesMax } = options;
  const deliver = deliveryOf(options);
  const leaveOut = ({ number, bytes }: EncodedMessage): void => {
    const which = `fact ${String(number)} of ${topic}`;
    health.passedOver(topic, 'MESSAGE_TOO_LARGE', String(number), `${which}: ${String(bytes)} bytes; its recipient fetches it`);
  };
  /** How many were left out. Halves what the broker finds too large until it knows which message it is. */
  const sendAll = async (messages: readonly EncodedMessage[]): Promise<number> => {
    try {
      await deliver(messages);
      return 0;
    } catch (error) {
      const [first] = messages;
      if (!first || kafkaErrorOf(error).code !== 'MESSAGE_TOO_LARGE') throw error;
      if (messages.length === 1) {
        leaveOut(first);
        return 1;
      }
      const half = Math.ceil(messages.length / 2);
      return (await sendAll(messages.slice(0, half))) + (await sendAll(messages.slice(half)));
    }
  };
  return async (batches) => {
    const encoded = batches.flatMap((batch) => encodeBatch(lane, batch));
    const fitting = encoded.filter((one) => one.bytes <= messageBytesMax);
    for (const one of encoded) if (one.bytes > messageBytesMax) leaveOut(one);
    let leftOut = encoded.length - fitting.length;
    for (const part of cut(fitting, options.requestBytesMax)) leftOut += await sendAll(part);
    // The watermark travels on the last fact: where that is missing, only the watermark says so.
    const last = batches.at(-1);
    if (leftOut > 0 && last) await deliver([encodeWatermark(lane, last.watermark)]);
  };
}

function deliveryOf({ topic, client, health, pause, patienceMs }: LaneOutboxOptions) {
  return async (encoded: readonly EncodedMessage[]): Promise<void> => {
    const messages = encoded.map(({ message }) => message);
    const begunAt = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      if (pause.isEnded()) throw new Error(CLOSED);
      try {
        await client.produce(topic, messages);
        health.well(topic);
        return;
      } catch (error) {
        const failure = kafkaErrorOf(error);
        if (failure.code === 'MESSAGE_TOO_LARGE') throw failure;
        health.failed(topic, failure.code, failure.message);
        // A topic that is unknown or refused may have been made or granted this moment: brokers learn of it one after another.
        if (performance.now() - begunAt > patienceMs) throw failure;
        await pause.wait(Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
      }
    }
  };
}

/** In their order, in requests of at most that size; a single message may be larger. */
function cut(messages: readonly EncodedMessage[], bytesMax: number): readonly (readonly EncodedMessage[])[] {
  const parts: EncodedMessage[][] = [];
  let part: EncodedMessage[] = [];
  let bytes = 0;
  for (const one of messages) {
    if (part.length > 0 && bytes + one.bytes > bytesMax) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(one);
    bytes += one.bytes;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
