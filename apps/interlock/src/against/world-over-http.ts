import { isInstant } from '@interlock/kernel';
import { type History, type MovementOrder, type MovementResult, type PlayedWorld } from '@interlock/simulator';
import { z } from 'zod';
import { type PatientCalls } from './patient-calls.ts';

/** The world outside in its own process. Each call may be repeated: it was killed perhaps after it had done what it was asked. */
export function worldOverHttp(calls: PatientCalls): PlayedWorld {
  const ask = async <Shape extends z.ZodType>(call: string, request: unknown, shape: Shape): Promise<z.output<Shape>> =>
    shape.parse(answered.parse(await calls.post('world', `/player/${call}`, request)).answer);
  let seen: { readonly entries: number; readonly history: History } | undefined;
  return {
    openAccount: ({ key, bank, number, holder, openingFen }) => ask('open-account', { key, bank, number, holder, openingFen }, nothing),
    openLine: ({ key, number, operator }) => ask('open-line', { key, number, operator }, nothing),
    willAnswer: (line, result) => ask('will-answer', { line, result }, nothing),
    move: (order) => ask('move', orderAsSent(order), movementResult),
    beginOwnHold: (hold) => ask('begin-own-hold', hold, z.boolean()),
    endOwnHolds: (account) => ask('end-own-holds', { account }, nothing),
    async history() {
      const news = await ask('history', seen ? { known: seen.entries } : {}, historyNews);
      if (news.history) seen = { entries: news.entries, history: news.history };
      if (!seen) throw new Error('The world tells nothing of itself');
      return seen.history;
    },
  };
}

/** A share’s parts are too large for JSON’s numbers. */
function orderAsSent({ amount, ...order }: MovementOrder): unknown {
  if (amount.kind !== 'share') return { ...order, amount };
  return { ...order, amount: { kind: 'share', numerator: String(amount.numerator), denominator: String(amount.denominator) } };
}

const answered = z.object({ answer: z.unknown() });
const nothing = z.null().transform((): void => undefined);
const moment = z.string().refine(isInstant, 'is no instant');
const fen = z.int();
const reason = z.enum(['held', 'frozen', 'insufficient']);

const movementResult: z.ZodType<MovementResult> = z.discriminatedUnion('done', [
  z.object({ done: z.literal('moved'), reference: z.string(), amountFen: fen, at: moment }),
  z.object({ done: z.literal('refused'), reason, amountFen: fen, at: moment }),
  z.object({ done: z.literal('nothing') }),
]);

const ended = { endedAt: moment.exactOptional() };
const history: z.ZodType<History> = z.object({
  accounts: z.array(z.object({ key: z.string(), bank: z.string(), openingFen: fen })),
  movements: z.array(
    z.object({
      ...{ order: z.int(), movement: z.string(), reference: z.string(), at: moment },
      how: z.enum(['transfer', 'cash-atm', 'pos', 'abroad', 'virtual-currency']),
      ...{ from: z.string(), to: z.string().exactOptional(), amountFen: fen },
      ...{ debitSerial: z.int(), creditSerial: z.int().exactOptional() },
    }),
  ),
  refused: z.array(z.object({ movement: z.string(), at: moment, from: z.string(), amountFen: fen, reason })),
  stops: z.array(z.object({ key: z.string(), account: z.string(), from: moment, until: moment, ...ended })),
  ownHolds: z.array(z.object({ key: z.string(), account: z.string(), from: moment, reason: z.string(), ...ended })),
  freezes: z.array(
    z.object({
      ...{ order: z.int(), key: z.string(), account: z.string(), from: moment, sumFen: fen, frozenFen: fen, until: moment },
      ...{ ...ended, endOrder: z.int().exactOptional() },
    }),
  ),
});
const historyNews = z.object({ entries: z.int(), history: history.nullable() });
