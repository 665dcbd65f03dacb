import { type ConsumeOptions, type Consumption } from './kafka-client.ts';
import { kafkaErrorOf } from './kafka-error.ts';

/** Another broker is to be tried soon where one of several is gone. */
const CONNECT_MS = 1_000;
const CONNECT_MS_MAX = 8_000;
/** As both libraries say it. A connection that is refused, or lost, needs no more time. */
const LATE = /connect.*tim(?:eout|ed out)/i;

/**
 * How long a connection may take, for each of several things that connect by themselves. It doubles while one try after another is late: where all lanes of
 * many processes connect at once, as after a power cut, a second is too short for all of them together, and all would be given up for ever.
 */
export interface ConnectPatience {
  /** One try; throws KafkaError. */
  attempt<Result>(of: string, act: (connectMs: number) => Promise<Result>): Promise<Result>;
  /** A consumption has worked when it has joined its group. */
  consume(wanted: ConsumeOptions, open: (wanted: ConsumeOptions, connectMs: number) => Promise<Consumption>): Promise<Consumption>;
}

export function makeConnectPatience(): ConnectPatience {
  const waits = new Map<string, number>();
  const connectMs = (of: string): number => waits.get(of) ?? CONNECT_MS;
  const failed = (of: string, error: unknown): void => {
    if (LATE.test(kafkaErrorOf(error).message)) waits.set(of, Math.min(2 * connectMs(of), CONNECT_MS_MAX));
  };
  const orElse = (of: string) => (error: unknown) => {
    failed(of, error);
    throw kafkaErrorOf(error);
  };
  return {
    async attempt(of, act) {
      const result = await act(connectMs(of)).catch(orElse(of));
      waits.delete(of);
      return result;
    },
    consume(wanted, open) {
      const { group: of, events } = wanted;
      const watched = {
        ...events,
        joined(topics: readonly string[]) {
          waits.delete(of);
          events.joined(topics);
        },
        ended(error: unknown) {
          failed(of, error);
          events.ended(error);
        },
      };
      return open({ ...wanted, events: watched }, connectMs(of)).catch(orElse(of));
    },
  };
}
