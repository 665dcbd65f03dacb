import { type Dice } from '@interlock/simulator';
import { type EventLoop } from './event-loop.ts';
import { type Life } from './life.ts';
import { type Weather } from './weather.ts';

/** Throws the dice of one seed: what happens to each call, and how long it takes. */
export interface Chaos {
  readonly dice: Dice;
  readonly loop: EventLoop;
  /** Nothing goes wrong any more, and everything comes at once. */
  calm(): void;
  isCalm(): boolean;
  /** Whether it happens now: of ten thousand throws, as many as the weather says. */
  happens(what: Frequent): boolean;
  delayMs(): number;
  /** Whether the process dies at this call; where it only reads, less often. */
  dies(life: Life, where: string, how?: 'reading'): boolean;
  /** Ends the run: something is not as it must be. */
  fail(error: unknown): void;
  /** Something worth telling of this run; all of it is part of its fingerprint. */
  note(text: string): void;
}

type Frequent = { [Key in keyof Weather]: Weather[Key] extends number ? Key : never }[keyof Weather];

/** A start reads much and changes nothing: most deaths would be spent on it. */
const READING_DIES_PERCENT = 10;

export function createChaos(options: {
  readonly dice: Dice;
  readonly loop: EventLoop;
  readonly weather: Weather;
  note(text: string): void;
  fail(error: unknown): void;
}): Chaos {
  const { dice, loop, weather } = options;
  let deathsLeft = weather.deathsMax;
  let isCalm = false;
  const happens = (what: Frequent): boolean => !isCalm && weather[what] > 0 && dice.between(1, 10_000) <= weather[what];
  return {
    dice,
    loop,
    calm() {
      isCalm = true;
    },
    isCalm: () => isCalm,
    happens,
    delayMs: () => (isCalm ? 0 : dice.between(0, happens('slow') ? weather.slowMs : weather.usualMs)),
    dies(life, where, how) {
      if (deathsLeft === 0 || life.isOver() || !happens('dies')) return false;
      if (how === 'reading' && !dice.chance(READING_DIES_PERCENT)) return false;
      deathsLeft -= 1;
      options.note(`${life.code} dies ${where}`);
      life.end('died');
      return true;
    },
    note: options.note,
    fail: options.fail,
  };
}
