import { type ConsumerWatch, watchConsumer } from './consumer-watch.ts';
import { type ExchangeHealth, BROKER, failedWith } from './exchange-health.ts';
import { type Consumption, type ConsumptionEvents, type KafkaClient } from './kafka-client.ts';
import { KafkaError, kafkaErrorOf } from './kafka-error.ts';
import { type LaneDelivery } from './lane-delivery.ts';
import { type OffsetCommits, makeOffsetCommits } from './offset-commits.ts';
import { type Pause, makePause } from './pause.ts';

/** All in milliseconds of machine time. */
export interface ReceptionTimes {
  /** Lanes that are opened one after another are begun together. */
  readonly gatherMs: number;
  /** Longest silence of the coordinator or of all leaders before the consumer is built again. */
  readonly silenceMs: number;
  readonly joinMs: number;
  /** Longest time that a lane stands still while its topic has more. */
  readonly stuckMs: number;
  readonly lookMs: number;
  /** How often the broker is asked where each lane stands. */
  readonly lagMs: number;
  /** How often a topic that could not be used is asked for again. */
  readonly topicMs: number;
}

export interface ReceptionOptions {
  readonly client: KafkaClient;
  readonly group: string;
  readonly health: ExchangeHealth;
  readonly times: ReceptionTimes;
  deliveries(): readonly LaneDelivery[];
}

/** Why a round ended: other lanes are wanted, or the consumer has to be built again. */
export type RoundEnd = { readonly type: 'renewed' } | { readonly type: 'broken'; readonly error: unknown };

/** One consumer, from its beginning to its end. */
export interface Round {
  readonly commits: OffsetCommits;
  readonly over: Promise<RoundEnd>;
  end(how: RoundEnd): void;
  isJoined(): boolean;
  lag(topic: string): number | undefined;
  flow(topic: string, isOpen: boolean): void;
  /** Once it is over: stops what is left of it. Never throws. */
  leave(): Promise<void>;
}

/** Begins a round with all lanes whose topics can be read; undefined when there is none. Throws when the broker cannot be reached. */
export async function beginRound(options: ReceptionOptions): Promise<Round | undefined> {
  const { client, group, health } = options;
  const { readable, missing } = await sortTopics(options);
  if (readable.length === 0) return undefined;
  for (const delivery of options.deliveries()) delivery.restart();
  const over = Promise.withResolvers<RoundEnd>();
  const pause = makePause();
  const topics = readable.map(({ topic }) => topic);
  const lags = new Map<string, number>();
  const live: { mine?: readonly string[]; watch?: ConsumerWatch; commits?: OffsetCommits } = {};
  const events: ConsumptionEvents = {
    joined(mine) {
      live.mine = mine;
      live.watch?.joined();
      health.well(BROKER);
      for (const delivery of readable) {
        if (mine.includes(delivery.topic)) continue;
        live.commits?.forget(delivery.topic); // another member reads it now
        lags.delete(delivery.topic);
        delivery.restart();
      }
    },
    arrived(topic, messages) {
      if (!pause.isEnded()) readable.find((delivery) => delivery.topic === topic)?.arrived(messages);
    },
    ended: (error) => {
      over.resolve({ type: 'broken', error });
    },
  };
  const consumption = await client.consume({ group, topics, events });
  const commits = makeCommits(options, consumption);
  const watch = watchConsumer({ consumption, ...options.times });
  if (live.mine) watch.joined();
  Object.assign(live, { commits, watch });
  const ended = over.resolve;
  // They end with the pause, each after the question that it has just asked: nobody waits for that.
  void lookForSilence(options, watch, pause, ended);
  void lookForLag(options, { readable, isMine: (topic) => live.mine?.includes(topic) ?? false, watch, commits, lags, pause, ended });
  void lookForTopics(options, missing, pause, ended);
  return {
    commits,
    over: over.promise,
    end: ended,
    isJoined: () => live.mine !== undefined,
    lag: (topic) => lags.get(topic),
    flow(topic, isOpen) {
      if (isOpen) consumption.resume(topic);
      else consumption.pause(topic);
    },
    async leave() {
      pause.end();
      await commits.close((await over.promise).type === 'broken');
      await consumption.stop();
    },
  };
}

/** A lane whose topic cannot be used waits for it; the others go on. */
async function sortTopics({ client, health, deliveries }: ReceptionOptions) {
  const readable: LaneDelivery[] = [];
  const missing: LaneDelivery[] = [];
  for (const delivery of deliveries().filter((one) => one.isWanted())) {
    if (await isUsable({ client, health }, delivery)) readable.push(delivery);
    else missing.push(delivery);
  }
  return { readable, missing };
}

const OF_ONE_TOPIC: readonly string[] = ['TOPIC_UNKNOWN', 'TOPIC_REFUSED'];

async function isUsable({ client, health }: Pick<ReceptionOptions, 'client' | 'health'>, { topic }: LaneDelivery): Promise<boolean> {
  try {
    await client.checkTopic(topic);
    health.wellAgain(topic, OF_ONE_TOPIC);
    return true;
  } catch (error) {
    if (!OF_ONE_TOPIC.includes(kafkaErrorOf(error).code)) throw error;
    failedWith(health, topic, error);
    return false;
  }
}

function makeCommits({ health }: ReceptionOptions, consumption: Consumption): OffsetCommits {
  return makeOffsetCommits({
    consumption,
    failed(error) {
      health.noted(BROKER, 'OFFSET_NOT_COMMITTED', kafkaErrorOf(error).message);
    },
  });
}

function stuck(why: string): RoundEnd {
  return { type: 'broken', error: new KafkaError('CONSUMER_STUCK', why) };
}

async function lookForSilence({ times }: ReceptionOptions, watch: ConsumerWatch, pause: Pause, ended: (how: RoundEnd) => void) {
  while (!pause.isEnded()) {
    await pause.wait(times.lookMs);
    const why = watch.silent();
    if (why !== undefined) ended(stuck(why));
  }
}

interface LagLook {
  readonly readable: readonly LaneDelivery[];
  /** Read by this process, and not by another one of the node: that one sees to it. */
  readonly isMine: (topic: string) => boolean;
  readonly watch: ConsumerWatch;
  readonly commits: OffsetCommits;
  readonly lags: Map<string, number>;
  readonly pause: Pause;
  readonly ended: (how: RoundEnd) => void;
}

/** What an answer disproves. That the consumer was built anew stands until its group is joined. */
const OF_A_QUESTION: readonly string[] = ['BROKER_UNREACHABLE', 'BROKER_CREDENTIALS_REFUSED', 'BROKER_TROUBLE'];

async function lookForLag({ client, group, health, times }: ReceptionOptions, look: LagLook): Promise<void> {
  const { readable, isMine, watch, commits, lags, pause, ended } = look;
  const topics = readable.map(({ topic }) => topic);
  while (!pause.isEnded()) {
    await pause.wait(times.lagMs);
    if (pause.isEnded()) return;
    try {
      // Before the broker is asked: what arrives meanwhile may lie beyond the end that it names.
      const reached = new Map(readable.map((one) => [one.topic, one.next()]));
      const found = await client.look(group, topics);
      health.wellAgain(BROKER, OF_A_QUESTION);
      for (const topic of topics) lags.set(topic, Number((found.ends.get(topic) ?? 0n) - (found.committed.get(topic) ?? 0n)));
      const lanes = readable
        .filter(({ topic }) => isMine(topic))
        .map((one) => ({ topic: one.topic, next: one.next(), isBusy: one.isBusy() }));
      for (const delivery of readable) {
        if (!isMadeAnew(reached.get(delivery.topic), found.ends.get(delivery.topic))) continue;
        // What was handled of the old topic says nothing of the new one, which is read from its beginning.
        delivery.restart();
        commits.forget(delivery.topic);
        ended({ type: 'renewed' });
      }
      const failing = commits.failingSinceMs();
      const refused = failing !== undefined && performance.now() - failing > times.stuckMs;
      const why = refused ? 'what was read cannot be committed' : watch.stuck(found, lanes);
      if (why !== undefined) ended(stuck(why));
    } catch (error) {
      // The consumer may go on all the same: silence would tell.
      if (!pause.isEnded()) failedWith(health, BROKER, error);
    }
  }
}

/** More was read than the topic has: it was deleted and made again. What of it came meanwhile was taken for a repetition. */
function isMadeAnew(reached: bigint | undefined, end: bigint | undefined): boolean {
  return reached !== undefined && end !== undefined && end < reached;
}

async function lookForTopics(
  options: ReceptionOptions,
  missing: readonly LaneDelivery[],
  pause: Pause,
  ended: (how: RoundEnd) => void,
): Promise<void> {
  while (missing.length > 0 && !pause.isEnded()) {
    await pause.wait(options.times.topicMs);
    for (const delivery of missing) {
      if (pause.isEnded()) return;
      if (await isUsable(options, delivery).catch(() => false)) ended({ type: 'renewed' }); // a broker that is gone is told by others
    }
  }
}
