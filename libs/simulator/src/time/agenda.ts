import { type Instant } from '@interlock/kernel';

/** Order at one instant: movements, banks' own holds, banks' answers, officers' acts (scenarios.md section 2). */
const PHASES = ['movement', 'own-hold', 'bank-answer', 'officer'] as const;
export type Phase = (typeof PHASES)[number];

export interface Planned<Act> {
  readonly at: Instant;
  readonly phase: Phase;
  readonly act: Act;
}

/**
 * What is still to be done in a story. At one instant the phase decides, then the order in which acts were written or came
 * about; an act that comes about while the instant lasts takes its place among what is left of it, until the instant is empty.
 */
export interface Agenda<Act> {
  add(planned: Planned<Act>): void;
  next(): Planned<Act> | undefined;
  take(): Planned<Act> | undefined;
  /** Takes out what need not be done any more; tells how many there were. */
  drop(which: (planned: Planned<Act>) => boolean): number;
  count(which: (planned: Planned<Act>) => boolean): number;
  readonly size: number;
}

export function createAgenda<Act>(): Agenda<Act> {
  // Latest first, so that taking the next is taking from the end.
  let waiting: readonly Planned<Act>[] = [];
  return {
    add(planned) {
      let low = 0;
      let high = waiting.length;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const other = waiting[middle];
        // Equals stand behind those that came about earlier: nearer to the start of this list.
        if (other && compare(other, planned) > 0) low = middle + 1;
        else high = middle;
      }
      waiting = waiting.toSpliced(low, 0, planned);
    },
    next: () => waiting.at(-1),
    take() {
      const taken = waiting.at(-1);
      waiting = waiting.slice(0, -1);
      return taken;
    },
    drop(which) {
      const left = waiting.filter((planned) => !which(planned));
      const dropped = waiting.length - left.length;
      waiting = left;
      return dropped;
    },
    count: (which) => waiting.filter(which).length,
    get size() {
      return waiting.length;
    },
  };
}

function compare(a: Planned<unknown>, b: Planned<unknown>): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase);
}
