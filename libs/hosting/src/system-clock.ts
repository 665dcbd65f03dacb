import { type Clock, fromMs, plusMs, toMs } from '@interlock/kernel';

const SLEEP_MAX_MS = 1_000;

/** The machine’s clock. Sleeps at most a second at a time: a long timer would sleep through a change of the wall clock. */
export const systemClock: Clock = {
  now: () => fromMs(Date.now()),
  monotonicMs: () => performance.now(),
  wakeAt(at, callback) {
    const timer = setTimeout(callback, Math.min(SLEEP_MAX_MS, Math.max(0, toMs(at) - Date.now())));
    return () => {
      clearTimeout(timer);
    };
  },
};

/** The same clock, wrong by so much: for trying what happens then. */
export function skewed(clock: Clock, ms: number): Clock {
  return {
    now: () => plusMs(clock.now(), ms),
    monotonicMs: clock.monotonicMs,
    wakeAt: (at, callback) => clock.wakeAt(plusMs(at, -ms), callback),
  };
}
