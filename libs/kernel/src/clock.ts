import { type Instant } from './instant.ts';

/** Business time. Virtual in stories and tests: wall and monotonic then move together. */
export interface Clock {
  now(): Instant;
  /** Milliseconds that only go forward; together with `now` it shows a jump of the wall clock. */
  monotonicMs(): number;
  /** Calls back when business time may have reached the moment (early or repeated calls are allowed). Returns the way to cancel. */
  wakeAt(at: Instant, callback: () => void): () => void;
}
