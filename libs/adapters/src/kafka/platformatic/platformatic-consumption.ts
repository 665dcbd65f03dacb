import { type Consumer, type MessagesStream } from '@platformatic/kafka';
import { atMost } from '../at-most.ts';
import { type ArrivedMessage, type ConsumeOptions, type Consumption } from '../kafka-client.ts';
import { kafkaErrorOf } from '../kafka-error.ts';
import { type Pause, makePause } from '../pause.ts';

type LaneConsumer = Consumer<Buffer, Buffer, string, string>;
type LaneStream = MessagesStream<Buffer, Buffer, string, string>;

const FETCH_WAIT_MS = 500;
const CLOSE_MS = 1_500;
/** A stream that a lost broker has ended is opened again after that. */
const AGAIN_MS = 200;

/** A stream for each lane, so that one that is held up holds up no other. A stream ends when its broker is lost: it is opened again. */
export async function consumeStreams(consumer: LaneConsumer, { topics, events }: ConsumeOptions): Promise<Consumption> {
  const pause = makePause();
  const lanes = new Map(topics.map((topic) => [topic, makeGate()]));
  const heard = watch(consumer, () => [...lanes.values()].some((gate) => gate.isOpen()));
  consumer.on('consumer:group:join', () => {
    if (!pause.isEnded()) events.joined((consumer.assignments ?? []).map(({ topic }) => topic));
  });
  try {
    // Counted once more than they are read: a stream that ends does not change what the group hears of.
    consumer.topics.trackAll(...topics);
    await consumer.joinGroup({});
  } catch (error) {
    void atMost(CLOSE_MS, consumer.close(true));
    throw kafkaErrorOf(error);
  }
  const reading = [...lanes].map(([topic, gate]) => readLane({ consumer, topic, gate, pause, events, fetched: heard.fetched }));
  return {
    async commit(offsets) {
      const positions = [...offsets].map(([topic, offset]) => ({ topic, partition: 0, offset, leaderEpoch: -1 }));
      await consumer.commit({ offsets: positions }).catch((error: unknown) => {
        throw kafkaErrorOf(error);
      });
    },
    pause: (topic) => lanes.get(topic)?.close(),
    resume: (topic) => lanes.get(topic)?.open(),
    silence: heard.silence,
    async stop() {
      pause.end();
      for (const gate of lanes.values()) gate.open();
      await atMost(CLOSE_MS, Promise.all([consumer.close(true), ...reading]));
    },
  };
}

interface LaneReading {
  readonly consumer: LaneConsumer;
  readonly topic: string;
  readonly gate: Gate;
  readonly pause: Pause;
  readonly events: ConsumeOptions['events'];
  fetched(): void;
}

async function readLane(reading: LaneReading): Promise<void> {
  const { consumer, topic, pause, events } = reading;
  while (!pause.isEnded()) {
    try {
      const stream = await consumer.consume({
        topics: [topic],
        mode: 'committed',
        fallbackMode: 'earliest',
        autocommit: false,
        maxWaitTime: FETCH_WAIT_MS,
      });
      stream.on('error', () => undefined); // the loop hears of it
      stream.on('fetch', reading.fetched);
      await readStream(stream, reading);
    } catch (error) {
      // Lost with its broker: the next one begins where the group has committed. What does not come back is found by its silence.
      if (kafkaErrorOf(error).code === 'GROUP_REFUSED') events.ended(error);
    }
    await pause.wait(AGAIN_MS);
  }
}

/** Messages that come with one answer of the broker are handed over together. */
async function readStream(stream: LaneStream, { topic, gate, pause, events }: LaneReading): Promise<void> {
  let together: ArrivedMessage[] = [];
  const handOver = (): void => {
    const messages = together;
    together = [];
    if (!pause.isEnded()) events.arrived(topic, messages);
  };
  for await (const { offset, value, headers } of stream) {
    if (together.length === 0) setImmediate(handOver);
    together.push({ offset, value: bytesOf(value), headers });
    if (!gate.isOpen()) await gate.passed();
    if (pause.isEnded()) return;
  }
}

/** The library says that there always is a value; a message without one has none all the same. */
function bytesOf(value: Buffer | undefined): Buffer | null {
  return value ?? null;
}

interface Gate {
  isOpen(): boolean;
  open(): void;
  close(): void;
  /** Resolves when it is open. */
  passed(): Promise<unknown>;
}

function makeGate(): Gate {
  let opening: PromiseWithResolvers<undefined> | undefined;
  return {
    isOpen: () => opening === undefined,
    open() {
      opening?.resolve(undefined);
      opening = undefined;
    },
    close() {
      opening ??= Promise.withResolvers<undefined>();
    },
    passed: () => opening?.promise ?? Promise.resolve(),
  };
}

function watch(consumer: LaneConsumer, isReading: () => boolean) {
  let beatAt = performance.now();
  let fetchedAt = beatAt;
  const beat = (): void => {
    beatAt = performance.now();
  };
  consumer.on('consumer:heartbeat:end', beat);
  consumer.on('consumer:group:join', () => {
    beat();
    fetchedAt = beatAt;
  });
  return {
    fetched(): void {
      fetchedAt = performance.now();
    },
    silence: () => {
      const isIdle = !isReading() || (consumer.assignments ?? []).length === 0;
      return { heartbeatMs: performance.now() - beatAt, fetchMs: isIdle ? 0 : performance.now() - fetchedAt };
    },
  };
}
