import { type Exchange, type Lane, type LaneBatch, type LaneHandler } from '@interlock/kernel';

interface Receiver {
  readonly handler: LaneHandler;
  /** The batch in hand; settled when there is none. Never rejects. */
  inHand: Promise<unknown>;
}

interface LaneState {
  /** Instances of the recipient, oldest first: the first has the lane, the next takes over when it stops. */
  readonly receivers: Receiver[];
  /** Settles when every batch sent so far has been handled or has failed. Never rejects. */
  tail: Promise<unknown>;
  arrival: PromiseWithResolvers<void> | undefined;
  acknowledged: number | undefined;
}

/** Lanes inside one process: a batch has arrived when the recipient has stored it, and a send fails when the recipient does. */
export function makeInProcessExchange(): Exchange {
  const lanes = new Map<string, LaneState>();
  const closed = Promise.withResolvers<'closed'>();
  let isClosed = false;

  const laneOf = ({ from, to }: Lane): LaneState => {
    const name = `${from}>${to}`;
    const known = lanes.get(name);
    if (known) return known;
    const state: LaneState = { receivers: [], tail: Promise.resolve(), arrival: undefined, acknowledged: undefined };
    lanes.set(name, state);
    return state;
  };
  const refuseClosed = (): void => {
    if (isClosed) throw new Error('The exchange is closed');
  };
  const deliver = async (state: LaneState, batch: LaneBatch): Promise<void> => {
    const receiver = await receiverOf(state, closed.promise);
    refuseClosed();
    const handling = receiver.handler(batch);
    receiver.inHand = handling.catch(() => undefined); // its sender hears of it
    await handling;
    const last = batch.facts.at(-1)?.number;
    if (last !== undefined) state.acknowledged = last;
  };
  return {
    async send(lane, batch) {
      refuseClosed();
      const state = laneOf(lane);
      const delivery = state.tail.then(() => deliver(state, batch));
      state.tail = delivery.catch(() => undefined); // its sender hears of it; the next batch goes on
      await delivery;
    },
    sentThrough: async (lane) => laneOf(lane).acknowledged,
    async receive(lane, handler) {
      refuseClosed();
      const state = laneOf(lane);
      const receiver: Receiver = { handler: async (batch) => handler(batch), inHand: Promise.resolve() };
      state.receivers.push(receiver);
      state.arrival?.resolve();
      state.arrival = undefined;
      return {
        async stop() {
          const at = state.receivers.indexOf(receiver);
          if (at >= 0) state.receivers.splice(at, 1);
          await receiver.inHand;
        },
      };
    },
    async close() {
      isClosed = true;
      closed.resolve('closed');
      await Promise.all([...lanes.values()].map((state) => state.tail));
    },
  };
}

/** Who has the lane, waiting until somebody does. */
async function receiverOf(state: LaneState, closed: Promise<'closed'>): Promise<Receiver> {
  for (;;) {
    const [receiver] = state.receivers;
    if (receiver) return receiver;
    state.arrival ??= Promise.withResolvers();
    const outcome = await Promise.race([state.arrival.promise, closed]);
    if (outcome === 'closed') throw new Error('The exchange was closed before the lane had a recipient');
  }
}
