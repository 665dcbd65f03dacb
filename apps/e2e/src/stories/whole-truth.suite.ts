import { idOf, type AccountRef } from '@interlock/kernel';
import { type History, type LedgerMovement, type Reckoned, PLACES } from '@interlock/simulator';
import { type MovementItem, type Places, type readTrace, type traceOf, type TraceItem } from '@interlock/tracing';

/** The tracing library, or a copy of it with a fault planted. */
export interface Tracing {
  readonly readTrace: typeof readTrace;
  readonly traceOf: typeof traceOf;
}

/** Cases that the tracing counts otherwise than the truth does, when every bank has told everything; each with both readings. */
export function differences(
  { readTrace: read, traceOf: trace }: Tracing,
  { cases, history, question, endedAt }: Reckoned,
): readonly string[] {
  const { places } = read(trace(itemsOf(history, question)), { at: endedAt });
  return cases.flatMap(({ report, true: truth }) => {
    const counted = places.get(String(report));
    const differs = (['lost', ...PLACES] as const).filter(
      (place) => truth[place] !== (counted?.[`${place}Fen` satisfies keyof Places] ?? 0),
    );
    return differs.map((place) => `case ${report}: ${place} ${truth[place]}, counted ${counted?.[`${place}Fen`] ?? 0}`);
  });
}

function itemsOf(history: History, question: Reckoned['question']): readonly TraceItem[] {
  const bankOf = new Map(history.accounts.map(({ key, bank }) => [key, bank]));
  const party = (account: string) => ({ ref: refOf(account), bank: bankOf.get(account) ?? '' });
  const movements = history.movements.flatMap((movement) => bookings(movement, party));
  const payments = question.cases.flatMap(({ case: caseId, payments: ids }) =>
    history.movements
      .filter(({ movement, to }) => ids.includes(movement) && to !== undefined)
      .map((movement): TraceItem => {
        const reference = referenceOf(movement);
        const { from, to = '', amountFen, at } = movement;
        const parties = { from: party(from), to: party(to) };
        return { type: 'payment', id: `${caseId}/${reference}`, caseId, reference, ...parties, amountFen, at, enteredAt: at };
      }),
  );
  return [...movements, ...payments, ...standing(history, question)];
}

function bookings(movement: LedgerMovement, party: (account: string) => MovementItem['account']): readonly MovementItem[] {
  const { from, to, amountFen, at, how: kind, debitSerial, creditSerial } = movement;
  const said = { type: 'movement', reference: referenceOf(movement), kind, amountFen, at } as const;
  const out = { ...said, direction: 'out', account: party(from), serial: debitSerial } as const;
  if (to === undefined || creditSerial === undefined) return [out];
  return [
    { ...out, counterparty: party(to) },
    { ...said, direction: 'in', account: party(to), serial: creditSerial, counterparty: party(from) },
  ];
}

function standing({ stops, ownHolds, freezes }: History, { caseOfFreeze }: Reckoned['question']): readonly TraceItem[] {
  return [
    ...stops.map(({ key: id, account, from, until }): TraceItem => ({ type: 'stop', id, account: refOf(account), from, until })),
    ...ownHolds.map(({ key: id, account, from }): TraceItem => ({ type: 'own-hold', id, account: refOf(account), from })),
    ...ownHolds.flatMap(({ key: id, endedAt: at }): readonly TraceItem[] =>
      at === undefined ? [] : [{ type: 'own-hold-end', id, holdId: id, at }],
    ),
    ...freezes
      .filter(({ frozenFen }) => frozenFen > 0)
      .map(({ key: id, account, frozenFen: sumFen, from, until }): TraceItem => {
        return { type: 'freeze', id, caseId: caseOfFreeze(id) ?? '', account: refOf(account), sumFen, from, until };
      }),
  ];
}

/** Says nothing of the order: within an instant the banks' serials alone do. */
function referenceOf({ reference }: LedgerMovement): string {
  return idOf('reference', reference);
}

function refOf(account: string): AccountRef {
  return `a1.${account}`;
}
