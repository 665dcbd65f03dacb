/** The machine's own time: back-off, heartbeats, patience. Never business time, which is the Clock's; a simulation puts its own in its place. */
export interface MachineTime {
  /** Milliseconds that only go forward, counted from anywhere. */
  nowMs(): number;
  /** Calls back once, so much later. Returns the way to cancel. What waits in the background keeps no process alive. */
  after(ms: number, callback: () => void, where?: 'background'): () => void;
  /** Resolves when everything else that waits for the thread has had its turn. */
  turn(): Promise<void>;
}

export const realTime: MachineTime = {
  nowMs: () => performance.now(),
  after(ms, callback, where) {
    const timer = setTimeout(callback, ms);
    if (where === 'background') timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};

export function sleep(time: MachineTime, ms: number): Promise<void> {
  return new Promise((resolve) => time.after(ms, resolve));
}

/** The work's end, or the late answer when it takes longer; the work itself goes on. */
export async function within<Result, Late>(time: MachineTime, ms: number, work: Promise<Result>, late: Late): Promise<Result | Late> {
  const { promise, resolve } = Promise.withResolvers<Late>();
  const cancel = time.after(ms, () => {
    resolve(late);
  });
  try {
    return await Promise.race([work, promise]);
  } finally {
    cancel();
  }
}

/** Calls back again and again. Returns the way to end it. */
export function every(time: MachineTime, ms: number, callback: () => void, where?: 'background'): () => void {
  const again = (): void => {
    cancel = time.after(ms, again, where);
    callback();
  };
  let cancel = time.after(ms, again, where);
  return () => {
    cancel();
  };
}
