/** What stands at the broker, and who may do what there; computed from the register of members, never typed (hosting’s planTopics). */
export interface TopicPlan {
  /** What the names of all topics and groups begin with, before a dot. */
  readonly prefix: string;
  readonly topics: readonly PlannedTopic[];
  readonly grants: readonly Grant[];
}

export interface PlannedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** By Kafka’s own names. */
  readonly settings: Readonly<Record<string, string>>;
}

/** One thing that one process may do. Whatever is granted to nobody is refused. */
export interface Grant {
  /** Node code: the CN of its certificate. */
  readonly node: string;
  readonly may: 'read' | 'write' | 'describe';
  readonly on: 'topic' | 'group';
  readonly name: string;
}

/** How the broker differed from the plan. All but what is `unlike` or left as surplus is mended when this is told. */
export interface AppliedTopics {
  readonly created: readonly string[];
  /** Topics whose settings were others: name, setting, before, after. */
  readonly changed: readonly ChangedSetting[];
  /** Topics that a plan cannot mend: another number of partitions or copies. */
  readonly unlike: readonly string[];
  readonly granted: readonly Grant[];
  /** Rules that nobody planned, as a line each; taken back if that was asked for. */
  readonly surplus: readonly string[];
  readonly removed: boolean;
  /** Lanes’ topics that nobody planned; they are never removed here, for they hold facts. */
  readonly unplanned: readonly string[];
}

export interface ChangedSetting {
  readonly topic: string;
  readonly setting: string;
  readonly before: string;
  readonly after: string;
}
