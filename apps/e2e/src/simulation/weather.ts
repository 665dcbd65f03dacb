import { type Dice } from '@interlock/simulator';

/** How often what goes wrong, of ten thousand calls each. */
export interface Weather {
  /** A call takes up to so many milliseconds of machine time… */
  readonly usualMs: number;
  /** …and now and then up to so many. */
  readonly slowMs: number;
  readonly slow: number;
  /** The store is out of reach before it does anything; or its answer is lost; or it does what it was asked only later. */
  readonly storeRefuses: number;
  readonly storeUnknown: number;
  readonly storeLate: number;
  /** A batch does not arrive; it arrives and its sender does not hear of it; it arrives again; again, after others; it is lost though it was taken. */
  readonly batchRefused: number;
  readonly batchUnheard: number;
  readonly batchTwice: number;
  readonly batchAgainLater: number;
  readonly batchLost: number;
  /** The recipient's place is lost: the broker brings what it took again. */
  readonly placeLost: number;
  /** The broker goes away for a while. */
  readonly brokerAway: number;
  /** A bank's core, or another node, is out of reach; or its answer is lost. */
  readonly outsideRefuses: number;
  readonly outsideUnknown: number;
  /** The process dies at a call. */
  readonly dies: number;
  readonly deathsMax: number;
  /** Somebody stops a process, and starts it again. */
  readonly stops: number;
  /** What is left of view files after a death: all, all but the last transactions, nothing. */
  readonly viewsAfterDeath: readonly ('kept' | 'stale' | 'gone')[];
  /** Time goes on though not all has settled. */
  readonly hastyPercent: number;
}

/** Some faults of a seed are frequent, some rare, some do not happen: what always happens hides what comes of its absence. */
export function weatherOf(dice: Dice): Weather {
  const often = (...choices: readonly number[]): number => dice.pick(choices);
  return {
    usualMs: often(0, 2, 5, 20),
    slowMs: often(50, 500, 3_000),
    slow: often(0, 0, 10, 100),
    storeRefuses: often(0, 0, 5, 50),
    storeUnknown: often(0, 0, 10, 100),
    storeLate: often(0, 0, 10, 100),
    batchRefused: often(0, 0, 100, 1_000),
    batchUnheard: often(0, 0, 100, 1_000),
    batchTwice: often(0, 0, 100, 1_000),
    batchAgainLater: often(0, 0, 100, 1_000),
    batchLost: often(0, 0, 50, 300),
    placeLost: often(0, 0, 100, 500),
    brokerAway: often(0, 0, 0, 5),
    outsideRefuses: often(0, 0, 200, 1_500),
    outsideUnknown: often(0, 0, 200, 1_500),
    dies: often(0, 3, 10, 40, 150),
    deathsMax: often(1, 3, 6, 12),
    stops: often(0, 0, 1_000),
    viewsAfterDeath: dice.pick([['kept'], ['kept', 'stale'], ['kept', 'stale', 'gone'], ['gone']] as const),
    hastyPercent: often(0, 0, 0, 50),
  };
}
