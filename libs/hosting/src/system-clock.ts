import { type Clock, fromMs, toMs } from '@interlock/kernel';

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
