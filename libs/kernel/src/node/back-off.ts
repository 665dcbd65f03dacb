import { type MachineTime } from '../machine-time.ts';

const FIRST_MS = 20;
const MAX_MS = 5_000;

/** Waits between tries, in machine time: 40 ms, then twice as long each time, at most 5 s. Once ended it waits no more. */
export interface BackOff {
  wait(attempt: number): Promise<void>;
  end(): void;
}

export function createBackOff(time: MachineTime): BackOff {
  let isEnded = false;
  let wake: () => void = () => undefined;
  return {
    wait(attempt) {
      if (isEnded) return Promise.resolve();
      return new Promise((resolve) => {
        const cancel = time.after(Math.min(MAX_MS, FIRST_MS * 2 ** attempt), resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });
    },
    end() {
      isEnded = true;
      wake();
    },
  };
}
