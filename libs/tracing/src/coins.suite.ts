import * as fc from 'fast-check';
import { type Fen, unreachable } from '@interlock/kernel';
import { type MovementKind, type TraceItem } from './items.ts';
import { type Places } from './reading.ts';
import { account as ref, booked, minute, pay } from './story.suite.ts';

/**
 * Random stories, and a second way to count them: every fen is a coin with its case on it, moved one by one in the order in which the story is told.
 * Slow and plain; shares nothing with the fold that it is held against.
 */
export interface Step {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly fen: Fen;
  readonly kind: MovementKind;
  /** Reported as a payment of this case. */
  readonly paymentOf?: number | undefined;
}

interface Act {
  readonly type: 'freeze' | 'return' | 'stop' | 'own-hold';
  readonly at: number;
  readonly account: number;
  readonly caseOf: number;
  readonly fen: Fen;
  readonly lasts: number;
}

export interface Story {
  readonly steps: readonly Step[];
  readonly acts: readonly Act[];
  /** Minute in which each case is entered, after the last step. */
  readonly entered: readonly number[];
}

const ACCOUNTS = 6;
const CASES = 3;
const LAST_STEP = 6;
export const LAST = 12;

const account = fc.nat(ACCOUNTS - 1);
const step = fc.record({
  at: fc.nat(LAST_STEP),
  from: account,
  to: account,
  fen: fc.nat(12),
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('transfer' as const) },
    { weight: 1, arbitrary: fc.constantFrom('cash-atm' as const, 'pos' as const) },
  ),
  paymentOf: fc.option(fc.nat(CASES - 1), { nil: undefined, freq: 2 }),
});
const act = fc.record({
  type: fc.constantFrom('freeze' as const, 'return' as const, 'stop' as const, 'own-hold' as const),
  at: fc.nat(LAST),
  account,
  caseOf: fc.nat(CASES - 1),
  fen: fc.integer({ min: 1, max: 15 }),
  lasts: fc.integer({ min: 1, max: 6 }),
});

/** Few accounts, few minutes, small sums: much happens at one instant, in circles, to several cases. */
export const stories: fc.Arbitrary<Story> = fc.record({
  steps: fc.array(step, { maxLength: 24 }).map((steps) =>
    steps
      .filter(({ from, to }) => from !== to)
      .map((one) => (one.kind === 'transfer' ? one : { ...one, paymentOf: undefined }))
      .sort((a, b) => a.at - b.at),
  ),
  acts: fc.array(act, { maxLength: 6 }).map((acts) => [...acts].sort((a, b) => a.at - b.at)),
  entered: fc.tuple(...Array.from({ length: CASES }, () => fc.integer({ min: LAST_STEP, max: LAST - 2 }))),
});

/** All that banks and police would tell of the story. Each bank numbers its bookings; `sides` says which of the two banks report a step. */
export function itemsOf(
  { steps, acts, entered }: Story,
  sides: (index: number) => readonly ('in' | 'out')[] = () => ['out', 'in'],
): readonly TraceItem[] {
  const items: TraceItem[] = [];
  for (const [index, { at, from, to, fen, kind, paymentOf }] of steps.entries()) {
    const told = { from: `m${from}`, to: `m${to}`, fen, at, reference: `r${index}` };
    if (paymentOf !== undefined) items.push(pay(`C${paymentOf}`, { ...told, entered: entered[paymentOf] ?? LAST }));
    if (kind === 'transfer') for (const side of sides(index)) items.push(booked(side, { ...told, serial: index }));
    else items.push(booked('out', { from: told.from, fen, at, reference: told.reference, kind, serial: index }));
  }
  return [...items, ...acts.flatMap((one, index) => itemsOfAct(one, `act-${String(index).padStart(2, '0')}`))];
}

function itemsOfAct({ type, at, account: number, caseOf, fen, lasts }: Act, id: string): readonly TraceItem[] {
  const shared = { id, account: ref(`m${number}`) };
  switch (type) {
    case 'stop':
      return [{ type, ...shared, from: minute(at), until: minute(at + lasts) }];
    case 'own-hold':
      return [
        { type, ...shared, from: minute(at) },
        { type: 'own-hold-end', id: `end-of-${id}`, holdId: id, at: minute(at + lasts) },
      ];
    case 'freeze':
      return [{ type, ...shared, caseId: `C${caseOf}`, sumFen: fen, from: minute(at), until: minute(at + lasts) }];
    case 'return':
      return [{ type, ...shared, caseId: `C${caseOf}`, amountFen: fen, at: minute(at) }];
    default:
      return unreachable(type);
  }
}

type Six = Omit<Places, 'lostFen'>;

/** Where every coin of each case entered by the minute lies then. */
export function countCoins({ steps, acts, entered }: Story, now: number): ReadonlyMap<string, Places> {
  const told = steps.filter(({ at }) => at <= now);
  const caseOf = ({ paymentOf }: Step): string | undefined =>
    paymentOf !== undefined && (entered[paymentOf] ?? LAST) <= now ? `C${paymentOf}` : undefined;
  const coins = Array.from({ length: ACCOUNTS }, (): string[] => []);
  const freezes = acts.filter(({ type }) => type === 'freeze').map((one) => ({ ...one, caseId: `C${one.caseOf}`, left: one.fen }));
  const counts = new Map<string, { -readonly [place in keyof Places]: Fen }>();
  for (const caseId of told.map(caseOf)) if (caseId !== undefined) counts.set(caseId, { ...NONE });
  const count = (caseId: string, place: keyof Six | 'lostFen'): void => {
    const counted = counts.get(caseId);
    if (counted) counted[place] += 1;
  };
  const held = (number: number, inForce: (one: Act) => boolean): readonly boolean[] => {
    const standing = freezes.filter((one) => one.account === number && inForce(one)).map(({ caseId, left }) => ({ caseId, left }));
    const covers = (coins[number] ?? []).map((coin) => spend(standing.filter(({ caseId }) => caseId === coin)));
    return covers.map((covered) => covered || spend(standing));
  };
  const isVictims = (caseId: string, number: number): boolean => told.some((one) => caseOf(one) === caseId && one.from === number);

  for (let at = 0; at <= now; at += 1) {
    for (const one of told.filter((step) => step.at === at)) {
      const fixed = held(one.from, (by) => by.at < at && at < by.at + by.lasts);
      const moving: string[] = [];
      coins[one.from] = (coins[one.from] ?? []).filter((coin, index) => {
        const stays = fixed[index] === true || moving.length >= one.fen;
        if (!stays) moving.push(coin);
        return stays;
      });
      const caseId = caseOf(one);
      while (caseId !== undefined && moving.length < one.fen) {
        count(caseId, 'lostFen');
        moving.push(caseId);
      }
      for (const coin of moving) {
        if (one.kind !== 'transfer') count(coin, 'escapedFen');
        else if (isVictims(coin, one.to)) count(coin, 'returnedFen');
        else coins[one.to]?.push(coin);
      }
    }
    for (const back of acts.filter((one) => one.type === 'return' && one.at === at)) {
      let due = back.fen;
      let offFreezes = back.fen;
      for (const by of freezes) {
        if (by.account !== back.account || by.caseOf !== back.caseOf || by.at >= at || at >= by.at + by.lasts) continue;
        for (; by.left > 0 && offFreezes > 0; offFreezes -= 1) by.left -= 1;
      }
      coins[back.account] = (coins[back.account] ?? []).filter((coin) => {
        if (coin !== `C${back.caseOf}` || due === 0) return true;
        due -= 1;
        count(coin, 'returnedFen');
        return false;
      });
    }
  }
  const isHeld = (type: Act['type'], number: number): boolean =>
    acts.some((one) => one.type === type && one.account === number && one.at <= now && now < one.at + one.lasts);
  for (const [number, onAccount] of coins.entries()) {
    const covered = held(number, (by) => by.at <= now && now < by.at + by.lasts);
    for (const [index, coin] of onAccount.entries()) {
      if (covered[index]) count(coin, 'frozenFen');
      else if (isHeld('stop', number)) count(coin, 'stoppedFen');
      else count(coin, isHeld('own-hold', number) ? 'inQuestionFen' : 'atRiskFen');
    }
  }
  return counts;
}

const NONE: Places = { lostFen: 0, stoppedFen: 0, frozenFen: 0, returnedFen: 0, escapedFen: 0, inQuestionFen: 0, atRiskFen: 0 };

/** Uses up one fen of the sums, if any is left. */
function spend(sums: readonly { left: number }[]): boolean {
  const sum = sums.find(({ left }) => left > 0);
  if (sum) sum.left -= 1;
  return sum !== undefined;
}
