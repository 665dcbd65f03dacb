import { type Trouble } from '@interlock/kernel';
import { type KafkaErrorCode, kafkaErrorOf } from './kafka-error.ts';

/** Something that is wrong now, and is tried again until it is well. */
export interface StandingProblem {
  /** `broker`, or the lane’s topic. */
  readonly place: string;
  /** One of ours, or the code of what the recipient’s handler threw. */
  readonly code: string;
  /** Codes, names and numbers only. */
  readonly message: string;
  readonly attempts: number;
  /** Machine time, as `performance.now` counts. */
  readonly sinceMs: number;
}

/** Messages that were passed over on one lane since the exchange was opened. */
export interface PassedOver {
  readonly topic: string;
  readonly code: KafkaErrorCode;
  readonly count: number;
  /** The last of them: an offset of the topic, or the number of a fact that was not sent. */
  readonly last: string;
}

export interface ExchangeHealth {
  /** What failed once more at a place. */
  failed(place: string, code: string, message: string): void;
  /** The place works. */
  well(place: string): void;
  /** What was wrong there for one of these reasons is well; whatever else is wrong there stands. */
  wellAgain(place: string, codes: readonly string[]): void;
  /** Told once for each message. */
  passedOver(topic: string, code: KafkaErrorCode, last: string, message: string): void;
  /** Told, and not standing: what was wrong has been put right by the telling. */
  noted(place: string, code: KafkaErrorCode, message: string): void;
  standing(): readonly StandingProblem[];
  allPassedOver(): readonly PassedOver[];
}

/** What is wrong between a node and its broker: shown while it lasts, and told to the operator each time. */
export function createHealth(node: string, report: (trouble: Trouble) => void): ExchangeHealth {
  const standing = new Map<string, StandingProblem>();
  const passed = new Map<string, PassedOver>();
  const tell = (place: string, code: string, message: string, attempt: number): void => {
    report({ node, consumer: place === BROKER ? 'exchange' : `topic ${place}`, code, message, attempt });
  };
  return {
    failed(place, code, message) {
      const before = standing.get(place);
      const attempts = (before?.attempts ?? 0) + 1;
      standing.set(place, { place, code, message, attempts, sinceMs: before?.sinceMs ?? performance.now() });
      tell(place, code, message, attempts);
    },
    well(place) {
      standing.delete(place);
    },
    wellAgain(place, codes) {
      if (codes.includes(standing.get(place)?.code ?? '')) standing.delete(place);
    },
    passedOver(topic, code, last, message) {
      const key = `${topic} ${code}`;
      const count = (passed.get(key)?.count ?? 0) + 1;
      passed.set(key, { topic, code, count, last });
      tell(topic, code, message, count);
    },
    noted(place, code, message) {
      tell(place, code, message, 1);
    },
    standing: () => [...standing.values()],
    allPassedOver: () => [...passed.values()],
  };
}

/** The place of what concerns no single lane. */
export const BROKER = 'broker';

/** Fails with what a client’s error means. */
export function failedWith(health: ExchangeHealth, place: string, error: unknown): KafkaErrorCode {
  const { code, message } = kafkaErrorOf(error);
  health.failed(place, code, message);
  return code;
}
