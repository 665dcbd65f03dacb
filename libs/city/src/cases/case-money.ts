import { type AccountRef, type Fen, type Instant, isAfter } from '@interlock/kernel';
import { type AccountReading, type Places, type Reading, readTrace } from '@interlock/tracing';
import { type Sight, sees } from '../access.ts';
import { type CityTracing } from '../tracing/city-tracing.memory.ts';

const NOTHING_LOST: Places = {
  lostFen: 0,
  stoppedFen: 0,
  frozenFen: 0,
  returnedFen: 0,
  escapedFen: 0,
  inQuestionFen: 0,
  atRiskFen: 0,
};

export interface MoneyAccount {
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly level: number;
  readonly tracedInFen: Fen;
  readonly onAccountFen: Fen;
  readonly stoppedFen: Fen;
  readonly frozenFen: Fen;
  readonly inQuestionFen: Fen;
  readonly atRiskFen: Fen;
  /** All cases: what is known to lie there now. */
  readonly tracedFen: Fen;
  readonly firstInflowAt?: Instant;
  readonly hold?: 'stop' | 'own-hold';
}

export interface MoneyMovement {
  readonly reference: string;
  readonly at: Instant;
  readonly from?: AccountRef;
  readonly to?: AccountRef;
  readonly exit?: string;
  readonly carriedFen: Fen;
}

export interface CaseMoney {
  readonly at: Instant;
  /** Withheld from whoever sees a part of the case only. */
  readonly places?: Places;
  readonly accounts: readonly MoneyAccount[];
  readonly movements: readonly MoneyMovement[];
}

/** The money of one case as of a moment, for one reader: accounts by level, then in the order reached. */
export function caseMoney(state: CityTracing, caseId: string, { at, sight }: { readonly at: Instant; readonly sight: Sight }): CaseMoney {
  const reading = readTrace(state.trace, { at, caseIds: [caseId] });
  const seen = [...reading.accounts.values()].filter((account) => sees(sight, account.bank ?? ''));
  const refs = new Set(seen.map((account) => account.account));
  return {
    at,
    ...(sight.whole && { places: reading.places.get(caseId) ?? NOTHING_LOST }),
    accounts: seen
      .flatMap((account) => moneyAccount(account, caseId))
      .sort((a, b) => a.row.level - b.row.level || a.reachedOrder - b.reachedOrder)
      .map(({ row }) => row),
    movements: movementsOf(reading, caseId, (ref) => sight.whole || (ref !== undefined && refs.has(ref))),
  };
}

/** R-136 for one case, at a moment. */
export function placesOf(state: CityTracing, caseId: string, at: Instant): Places {
  return readTrace(state.trace, { at, caseIds: [caseId] }).places.get(caseId) ?? NOTHING_LOST;
}

function moneyAccount(reading: AccountReading, caseId: string): readonly { readonly row: MoneyAccount; readonly reachedOrder: number }[] {
  const inCase = reading.cases.get(caseId);
  if (!inCase) return [];
  const { level, tracedInFen, onAccountFen, stoppedFen, frozenFen, inQuestionFen, atRiskFen, firstInflowAt } = inCase;
  const row = {
    ...{
      accountRef: reading.account,
      bank: reading.bank ?? '',
      level,
      tracedInFen,
      onAccountFen,
      stoppedFen,
      frozenFen,
      inQuestionFen,
      atRiskFen,
    },
    tracedFen: reading.tracedFen,
    ...(firstInflowAt !== undefined && { firstInflowAt }),
    ...(reading.hold !== undefined && { hold: reading.hold }),
  };
  return [{ row, reachedOrder: inCase.reachedOrder ?? -1 }];
}

function movementsOf(reading: Reading, caseId: string, isSeen: (ref: AccountRef | undefined) => boolean): readonly MoneyMovement[] {
  return reading.movements
    .filter(({ from, to, at }) => (isSeen(from) || isSeen(to)) && !isAfter(at, reading.at))
    .map(({ reference, at, from, to, exit, parts }) => ({
      reference,
      at,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(exit !== undefined && { exit }),
      carriedFen: parts.reduce((sum, part) => (part.caseId === caseId ? sum + part.fen : sum), 0),
    }))
    .filter(({ carriedFen }) => carriedFen > 0);
}
