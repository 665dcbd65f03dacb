import { type Booking, type EffectContext, type Instant } from '@interlock/kernel';
import { type MovementReport } from '@interlock/contracts';

/** Most movements of one fact: sealed counterparties make them long, and an event may have 1 MiB. */
const MOVEMENTS_PER_FACT_MAX = 500;

/** Bookings told in answer to an order, a detail request or a watch (100102, 100302, 100306; ). */
export interface MovementsReported {
  readonly type: 'MovementsReported';
  readonly because: 'order' | 'detail' | 'watch';
  /** The order, detail request or watch. */
  readonly answers: string;
  readonly accountRef: `a1.${string}`;
  readonly from: Instant;
  readonly through: Instant;
  readonly movements: readonly MovementReport[];
}

/** Which sealed field was opened, and what for: openings inside an effect are part of its answer. */
export interface FieldsOpened {
  readonly purpose: string;
  readonly fields: readonly string[];
}

/** In the pieces that facts take; one empty piece when there is nothing to tell. */
export function inPieces(movements: readonly MovementReport[]): readonly (readonly MovementReport[])[] {
  const pieces: (readonly MovementReport[])[] = [];
  for (let start = 0; start < movements.length; start += MOVEMENTS_PER_FACT_MAX)
    pieces.push(movements.slice(start, start + MOVEMENTS_PER_FACT_MAX));
  return pieces.length === 0 ? [[]] : pieces;
}

/** As the police may read them: the counterparty by reference, its number and holder sealed under this bank's own keys. */
export async function sealBookings(
  bookings: readonly Booking[],
  answerId: string,
  { keys, references }: Pick<EffectContext<unknown>, 'keys' | 'references'>,
): Promise<readonly MovementReport[]> {
  const movements: MovementReport[] = [];
  for (const [index, { counterparty, ...booking }] of bookings.entries()) {
    if (!counterparty) {
      movements.push({ ...booking });
      continue;
    }
    const { bank, number, holder } = counterparty;
    const accountRef = references.account(bank, number);
    const path = `movements.${String(index)}.counterparty`;
    movements.push({
      ...booking,
      counterparty: {
        accountRef,
        bank,
        number: await keys.seal(accountRef, answerId, `${path}.number`, number),
        holder: await keys.seal(accountRef, answerId, `${path}.holder`, holder),
      },
    });
  }
  return movements;
}
