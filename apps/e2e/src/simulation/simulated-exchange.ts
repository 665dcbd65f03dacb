import { type Exchange, type Lane, type LaneBatch, type LaneHandler } from '@interlock/kernel';
import { type Chaos } from './chaos.ts';
import { cross } from './crossing.ts';
import { type Life } from './life.ts';

/** The broker between the nodes, as a fault of it looks from outside: each process has its own connection. */
export interface SimulatedBroker {
  connect(life: Life): Exchange;
  /** Batches that were taken and not yet handled. */
  underWay(): number;
}

interface Receiver {
  readonly handler: LaneHandler;
  /** The batch in hand; never rejects. */
  inHand: Promise<void>;
}

interface Topic {
  readonly lane: Lane;
  readonly name: string;
  readonly batches: LaneBatch[];
  /** How many of them the recipient has taken, as the broker knows. */
  taken: number;
  sentThrough: number;
  receiver: Receiver | undefined;
  isBusy: boolean;
}

class BrokerAway extends Error {
  override readonly name = 'BrokerAway';
  readonly code = 'BROKER_UNAVAILABLE';
}

export function createBroker(chaos: Chaos, handled: (lane: Lane) => void): SimulatedBroker {
  const { loop } = chaos;
  const topics = new Map<string, Topic>();
  let awayUntil = 0;
  const topicOf = (lane: Lane): Topic => {
    const { from, to } = lane;
    const name = `${from}>${to}`;
    const known = topics.get(name);
    if (known) return known;
    const topic: Topic = { lane, name, batches: [], taken: 0, sentThrough: -1, receiver: undefined, isBusy: false };
    topics.set(name, topic);
    return topic;
  };
  const isAway = (): boolean => {
    if (loop.nowMs() >= awayUntil && chaos.happens('brokerAway')) {
      awayUntil = loop.nowMs() + chaos.dice.between(100, 60_000);
      chaos.note(`broker away for ${String(awayUntil - loop.nowMs())} ms`);
    }
    return !chaos.isCalm() && loop.nowMs() < awayUntil;
  };
  const deliver = createDelivery(chaos, isAway, handled);
  const put = (topic: Topic, batch: LaneBatch): void => {
    topic.batches.push(batch);
    deliver(topic);
  };
  const arrive = (topic: Topic, batch: LaneBatch): void => {
    topic.sentThrough = batch.facts.at(-1)?.number ?? topic.sentThrough;
    if (chaos.happens('batchLost')) {
      chaos.note(`${topic.name} loses a batch`);
      return;
    }
    put(topic, batch);
    if (chaos.happens('batchTwice')) put(topic, batch);
    if (chaos.happens('batchAgainLater'))
      loop.after(chaos.dice.between(1, 5_000), () => {
        put(topic, batch);
      });
  };
  return {
    connect: (life) => connection(chaos, life, { topicOf, isAway, arrive, deliver }),
    underWay: () => [...topics.values()].reduce((sum, topic) => sum + topic.batches.length - topic.taken, 0),
  };
}

/** Brings what waits to whoever receives, one batch after another; what fails is brought again. */
function createDelivery(chaos: Chaos, isAway: () => boolean, done: (lane: Lane) => void): (topic: Topic) => void {
  const { loop, dice } = chaos;
  const deliver = (topic: Topic): void => {
    const batch = topic.batches[topic.taken];
    const { receiver } = topic;
    if (topic.isBusy || !batch || !receiver) return;
    topic.isBusy = true;
    const again = (afterMs: number): void => {
      topic.isBusy = false;
      loop.after(afterMs, () => {
        deliver(topic);
      });
    };
    const isGone = (): boolean => topic.receiver !== receiver;
    loop.after(chaos.delayMs(), () => {
      if (isGone()) return;
      if (isAway()) {
        again(200);
        return;
      }
      const handled = receiver.handler(batch);
      receiver.inHand = handled.catch(() => undefined);
      handled.then(
        () => {
          if (isGone()) return;
          done(topic.lane);
          if (!chaos.happens('placeLost')) topic.taken += 1;
          else topic.taken = dice.between(Math.max(0, topic.taken - 3), topic.taken);
          again(0);
        },
        () => {
          if (!isGone()) again(dice.between(20, 400));
        },
      );
    });
  };
  return deliver;
}

function connection(
  chaos: Chaos,
  life: Life,
  broker: {
    topicOf(lane: Lane): Topic;
    isAway(): boolean;
    arrive(topic: Topic, batch: LaneBatch): void;
    deliver(topic: Topic): void;
  },
): Exchange {
  const refusal = (): Error | undefined =>
    broker.isAway() || chaos.happens('batchRefused') ? new BrokerAway('The broker is out of reach') : undefined;
  return {
    send(lane, batch) {
      const topic = broker.topicOf(lane);
      return cross(chaos, life, {
        name: `send ${topic.name}`,
        perform: () => {
          broker.arrive(topic, batch);
          return Promise.resolve();
        },
        refusal,
        unknown: () => (chaos.happens('batchUnheard') ? new BrokerAway('No answer from the broker') : undefined),
      });
    },
    sentThrough(lane) {
      const { sentThrough } = broker.topicOf(lane);
      return Promise.resolve(chaos.dice.chance(50) ? sentThrough : undefined);
    },
    receive(lane, handler) {
      const topic = broker.topicOf(lane);
      const receiver: Receiver = { handler, inHand: Promise.resolve() };
      const leave = (): void => {
        if (topic.receiver !== receiver) return;
        topic.receiver = undefined;
        topic.isBusy = false;
      };
      topic.receiver = receiver;
      topic.isBusy = false;
      broker.deliver(topic);
      life.onEnd(leave);
      return Promise.resolve({
        stop: () => {
          leave();
          return receiver.inHand;
        },
      });
    },
    close: () => Promise.resolve(),
  };
}
