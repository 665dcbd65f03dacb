import { type ArrivedMessage, type ConsumeOptions, type GroupLook, type KafkaClient, type OutgoingMessage } from './kafka-client.ts';
import { KafkaError } from './kafka-error.ts';

/** A client library and its broker in memory, with the ways in which they fail. One group, one member. */
export interface SimulatedClient {
  readonly client: KafkaClient;
  /** What was asked to be produced, as it was asked, taken or not. */
  readonly produced: (readonly OutgoingMessage[])[];
  /** The next requests fail so. */
  refuse(...codes: KafkaError['code'][]): void;
  /** Requests with a value longer than that are refused. */
  bytesMax: number;
  /** How long nothing has been heard. */
  silence: { heartbeatMs: number; fetchMs: number };
  /** Messages of a topic that are not handed over any more, as with a fetch that hangs. */
  isFetchStuck: boolean;
  isGroupEmpty: boolean;
  isCommitRefused: boolean;
  /** Questions get no answer, while the consumer goes on. */
  isLookRefused: boolean;
  /** The consumer ends and says so. */
  crash(): void;
  /** The group meets anew: everything not committed comes again, or from where the group stood a moment ago. */
  rejoin(stood?: bigint): void;
  /** Another member reads all topics from now on, and does not get on. */
  giveAway(): void;
  /** A topic that was deleted and made again. */
  renewTopic(topic: string): void;
  committed(topic: string): bigint;
  /** Consumers built so far. */
  consumers(): number;
  mostInFlight(): number;
}

export function simulateClient(): SimulatedClient {
  const topics = new Map<string, OutgoingMessage[]>();
  const committed = new Map<string, bigint>();
  const refusals: KafkaError['code'][] = [];
  const flight = { now: 0, most: 0 };
  let consumers = 0;
  let current: { readonly options: ConsumeOptions; readonly fetched: Map<string, bigint> } | undefined;

  const messagesOf = (topic: string): OutgoingMessage[] => {
    const known = topics.get(topic) ?? [];
    topics.set(topic, known);
    return known;
  };
  const feed = (): void => {
    const mine = current;
    if (!mine || simulated.isFetchStuck) return;
    for (const topic of mine.options.topics) {
      const from = mine.fetched.get(topic) ?? committed.get(topic) ?? 0n;
      const arrived = messagesOf(topic).map((message, at) => asArrived(message, BigInt(at)));
      mine.fetched.set(topic, BigInt(arrived.length));
      const fresh = arrived.slice(Number(from));
      if (fresh.length > 0) mine.options.events.arrived(topic, fresh);
    }
  };
  const simulated: SimulatedClient = {
    produced: [],
    refuse: (...codes) => {
      refusals.push(...codes);
    },
    bytesMax: Number.POSITIVE_INFINITY,
    silence: { heartbeatMs: 0, fetchMs: 0 },
    isFetchStuck: false,
    isGroupEmpty: false,
    isCommitRefused: false,
    isLookRefused: false,
    crash() {
      current?.options.events.ended(new KafkaError('BROKER_TROUBLE', 'crashed'));
    },
    rejoin(stood) {
      current?.fetched.clear();
      if (stood !== undefined) for (const topic of current?.options.topics ?? []) current?.fetched.set(topic, stood);
      current?.options.events.joined(current.options.topics);
      feed();
    },
    giveAway() {
      simulated.isFetchStuck = true;
      current?.options.events.joined([]);
    },
    renewTopic(topic) {
      topics.set(topic, []);
      committed.set(topic, 0n);
      current?.fetched.delete(topic);
    },
    committed: (topic) => committed.get(topic) ?? 0n,
    consumers: () => consumers,
    mostInFlight: () => flight.most,
    client: {
      silenceMs: 1_000,
      async produce(topic, messages) {
        simulated.produced.push(messages);
        flight.now += 1;
        flight.most = Math.max(flight.most, flight.now);
        await new Promise(setImmediate);
        flight.now -= 1;
        const refusal = refusals.shift();
        if (refusal) throw new KafkaError(refusal, 'refused');
        if (messages.some(({ value }) => (value?.length ?? 0) > simulated.bytesMax)) throw new KafkaError('MESSAGE_TOO_LARGE', 'too large');
        messagesOf(topic).push(...messages);
        feed();
      },
      checkTopic: () => Promise.resolve(),
      consume(options) {
        consumers += 1;
        current = { options, fetched: new Map() };
        const mine = current;
        setImmediate(() => {
          options.events.joined(options.topics);
          feed();
        });
        return Promise.resolve({
          async commit(offsets: ReadonlyMap<string, bigint>) {
            await Promise.resolve();
            if (simulated.isCommitRefused) throw new KafkaError('BROKER_TROUBLE', 'UNKNOWN_MEMBER_ID');
            for (const [topic, offset] of offsets) committed.set(topic, offset);
          },
          pause: () => undefined,
          resume: () => undefined,
          silence: () => simulated.silence,
          async stop() {
            await Promise.resolve();
            if (current === mine) current = undefined;
          },
        });
      },
      async look(_group, asked): Promise<GroupLook> {
        await Promise.resolve();
        if (simulated.isLookRefused) throw new KafkaError('BROKER_UNREACHABLE', 'no answer');
        return {
          ends: new Map(asked.map((topic) => [topic, BigInt(messagesOf(topic).length)])),
          committed: new Map(asked.map((topic) => [topic, committed.get(topic) ?? 0n])),
          isEmpty: simulated.isGroupEmpty,
        };
      },
      close: () => Promise.resolve(),
    },
  };
  return simulated;
}

function asArrived({ value, headers }: OutgoingMessage, offset: bigint): ArrivedMessage {
  return { offset, value, headers: new Map(Object.entries(headers)) };
}
