import { type AccountRef, type Fen, type Instant, instant, isAfter, type References } from '@interlock/kernel';
import { type MovementResult, type World, createWorld } from './world.ts';

/** A pseudonym that can be read: for tests. */
export const readableReferences: References = {
  account: (bank, number) => `a1.${bank}.${number}`,
  number: (phone) => `n1.${phone}`,
  person: (idNumber) => `p1.${idNumber}`,
};

/** A small world whose clock the test moves, by hours and minutes of 22 March 2021 UTC. */
export interface SmallWorld {
  readonly world: World;
  at(time: string): SmallWorld;
  now(): Instant;
  open(key: string, openingFen?: Fen, bank?: string): SmallWorld;
  move(from: string, to: string, fen: Fen): MovementResult;
  cash(from: string, fen: Fen): MovementResult;
  ref(key: string): AccountRef;
  stop(key: string, account: string, credit: { readonly fen: Fen; readonly at: string }): Promise<string>;
}

export function clockTime(text: string): Instant {
  return instant(text.includes('T') ? text : `2021-03-22T${text.length === 5 ? `${text}:00` : text}.000Z`);
}

export function smallWorld(): SmallWorld {
  let now = clockTime('03:50');
  let movements = 0;
  const world = createWorld({ clock: { now: () => now }, references: readableReferences, seed: 'small' });
  const next = (): string => {
    movements += 1;
    return `movement-${String(movements)}`;
  };
  const small: SmallWorld = {
    world,
    now: () => now,
    at(time) {
      const then = clockTime(time);
      if (isAfter(now, then)) throw new Error(`Time goes back to ${time}`);
      now = then;
      return small;
    },
    open(key, openingFen = 0, bank = 'bank-rural') {
      world.openAccount({ key, bank, number: `62${key}`, holder: `holder of ${key}`, openingFen });
      return small;
    },
    move: (from, to, fen) => world.move({ movement: next(), from, to, amount: { kind: 'fen', fen } }),
    cash: (from, fen) => world.move({ movement: next(), from, amount: { kind: 'fen', fen } }),
    ref: (key) => readableReferences.account(world.account(key)?.bank ?? '', `62${key}`),
    async stop(key, account, credit) {
      const stated = { number: `62${account}`, holder: `holder of ${account}`, amountFen: credit.fen, paidAt: clockTime(credit.at) };
      const core = world.bank(world.account(account)?.bank ?? '');
      const answer = await core.stop({
        key,
        accountRef: small.ref(account),
        stated,
        namedFen: credit.fen,
        from: clockTime(credit.at),
        lapseHours: 48,
      });
      return answer.code;
    },
  };
  return small;
}
