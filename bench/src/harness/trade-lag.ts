import { quantile } from './statistics.ts';
import { type Sample } from './types.ts';

/** Moments by order, all of one clock, in milliseconds. */
export type Moments = ReadonlyMap<string, number>;

/** What was seen of some orders: given at police, told to recipients. */
export interface Trade {
  /** When each was handed to police. */
  readonly submitted: Moments;
  /** When police’s answer said that it is durable. */
  readonly accepted: Moments;
  /** Of each recipient: when the row was committed in its view. */
  readonly seen: readonly Moments[];
  /** Processor time of all processes of the agencies together. */
  readonly cpuMs: number;
  readonly troubles?: readonly string[];
}

/** When all recipients had it; NaN for one that somebody never had. */
export function arrivedAt({ seen }: Pick<Trade, 'seen'>, orderId: string): number {
  return Math.max(...seen.map((rows) => rows.get(orderId) ?? Number.NaN));
}

/** Accepted at police → row committed in the last recipient’s view. */
export function lagSample(trade: Trade): Sample {
  const { accepted, submitted, cpuMs, troubles = [] } = trade;
  const lagsFrom = (moments: Moments): readonly number[] =>
    [...moments].map(([orderId, at]) => arrivedAt(trade, orderId) - at).filter((lag) => !Number.isNaN(lag));
  const lags = lagsFrom(accepted);
  const lost = accepted.size - lags.length;
  const faults = [...(lost > 0 ? [`${lost} orders never became visible`] : []), ...troubles];
  return {
    value: quantile(lags, 0.5),
    more: {
      p99Ms: quantile(lags, 0.99),
      submittedMs: quantile(lagsFrom(submitted), 0.5),
      orders: accepted.size,
      cpuUs: (cpuMs * 1_000) / accepted.size,
    },
    ...(faults.length > 0 && { faults }),
  };
}

/** Orders a second from the first one given until all were visible; 0 when one never was. */
export function throughput(trade: Trade): number {
  const first = Math.min(...trade.submitted.values());
  const last = Math.max(...[...trade.accepted.keys()].map((orderId) => arrivedAt(trade, orderId)));
  return Number.isNaN(last) ? 0 : (trade.accepted.size * 1_000) / (last - first);
}
