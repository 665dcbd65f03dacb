/** A message as it goes to a topic. */
export interface OutgoingMessage {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message as it comes from a topic. */
export interface ArrivedMessage {
  readonly offset: bigint;
  readonly value: Buffer | null;
  /** A name that occurs twice has its last value. */
  readonly headers: ReadonlyMap<string, string>;
}

/** What a consumption tells while it runs. */
export interface ConsumptionEvents {
  /** After each join: the topics that this member has now. */
  joined(topics: readonly string[]): void;
  /** In the order of the topic. Returns at once. */
  arrived(topic: string, messages: readonly ArrivedMessage[]): void;
  /** The consumption is over and does not come back by itself. */
  ended(error: unknown): void;
}

/** One membership of the consumer group. It commits nothing by itself. */
export interface Consumption {
  /** Next offset to be read, by topic. */
  commit(offsets: ReadonlyMap<string, bigint>): Promise<void>;
  pause(topic: string): void;
  resume(topic: string): void;
  /** Milliseconds since the group’s coordinator and since the partitions’ leaders last answered. */
  silence(): { readonly heartbeatMs: number; readonly fetchMs: number };
  /** Leaves the group as far as it can within a second or two. Never throws. */
  stop(): Promise<void>;
}

export interface ConsumeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly events: ConsumptionEvents;
}

/** Where a group stands. */
export interface GroupLook {
  /** Offset that the next message of a topic will have. */
  readonly ends: ReadonlyMap<string, bigint>;
  /** Next offset that the group will read, by topic: what it committed, or where the topic begins now. */
  readonly committed: ReadonlyMap<string, bigint>;
  /** Nobody is a member. */
  readonly isEmpty: boolean;
}

/** What the exchange needs of a Kafka client library; its errors carry the codes of kafka-error.ts. */
export interface KafkaClient {
  /** A consumer that has heard nothing for that long will not come back by itself. */
  readonly silenceMs: number;
  /** One request, acknowledged by all replicas in sync, in the order given. Its topic has a connection of its own: no topic holds up another. */
  produce(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
  /** Throws when the topic cannot be used: unknown, or refused. */
  checkTopic(topic: string): Promise<void>;
  /** Resolves when it has begun; joining is told by the events. */
  consume(options: ConsumeOptions): Promise<Consumption>;
  look(group: string, topics: readonly string[]): Promise<GroupLook>;
  close(): Promise<void>;
}

export interface KafkaClientOptions {
  readonly brokers: readonly string[];
  /** Shown in the broker’s log. */
  readonly clientId: string;
  /** Unset: no encryption and no identity, for brokers that ask for none. */
  readonly certificate?: { readonly ca: string; readonly cert: string; readonly key: string };
  readonly sessionMs: number;
  readonly heartbeatMs: number;
  /** How long a group waits for members that are gone before it goes on without them. */
  readonly rebalanceMs: number;
}
