import { type MachineTime } from '@interlock/kernel';

/** Machine time that nobody waits for: what is due next happens next, in one order for one seed. */
export interface EventLoop extends MachineTime {
  /** Lets things happen until the work is done; rejects with what it rejects with, or when nothing more would ever happen. */
  run<Result>(work: Promise<Result>): Promise<Result>;
  sleep(ms: number): Promise<void>;
  /** How many things have happened. */
  steps(): number;
}

interface Due {
  readonly at: number;
  /** What is due at one moment happens as it was asked for. */
  readonly turn: number;
  readonly callback: () => void;
  isCancelled: boolean;
}

export function createEventLoop(): EventLoop {
  const dues = createHeap();
  let now = 0;
  let turns = 0;
  let steps = 0;
  const after = (ms: number, callback: () => void): (() => void) => {
    turns += 1;
    const due: Due = { at: now + Math.max(0, ms), turn: turns, callback, isCancelled: false };
    dues.push(due);
    return () => {
      due.isCancelled = true;
    };
  };
  return {
    nowMs: () => now,
    after,
    turn: () => new Promise((resolve) => after(0, resolve)),
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    steps: () => steps,
    async run(work) {
      let isDone = false;
      const isOver = (): boolean => isDone;
      const noted = work.finally(() => {
        isDone = true;
      });
      noted.catch(() => undefined); // the caller hears of it below
      for (;;) {
        await everythingPromised();
        if (isOver()) return noted;
        const due = dues.pop();
        if (!due) throw new Error('Nothing is left that could happen, and somebody still waits');
        if (due.isCancelled) continue;
        now = due.at;
        steps += 1;
        due.callback();
      }
    },
  };
}

/** Resolves when no promise has anything left to do: without timers and I/O that is always in one order. */
function everythingPromised(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function createHeap() {
  const heap: Due[] = [];
  const isBefore = (one: Due, other: Due): boolean => (one.at === other.at ? one.turn < other.turn : one.at < other.at);
  const swap = (one: number, other: number): void => {
    const [first, second] = [heap[one], heap[other]];
    if (!first || !second) return;
    heap[one] = second;
    heap[other] = first;
  };
  const sinks = (place: number, under: number): boolean => {
    const [one, other] = [heap[place], heap[under]];
    return one !== undefined && other !== undefined && isBefore(other, one);
  };
  return {
    push(due: Due): void {
      heap.push(due);
      for (let place = heap.length - 1, above = (place - 1) >> 1; place > 0 && sinks(above, place); place = above, above = (place - 1) >> 1)
        swap(place, above);
    },
    pop(): Due | undefined {
      swap(0, heap.length - 1);
      const first = heap.pop();
      for (let place = 0; ;) {
        const [left, right] = [2 * place + 1, 2 * place + 2];
        const least = sinks(left, right) ? right : left;
        if (!sinks(place, least)) return first;
        swap(place, least);
        place = least;
      }
    },
  };
}
