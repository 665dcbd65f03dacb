import { type Exchange, type Lane, type LaneBatch, type LaneFact, type LaneHandler } from '@interlock/kernel';

export const TO_BANK: Lane = { from: 'police', to: 'bank-red' };
export const TO_CITY: Lane = { from: 'police', to: 'city' };
export const BACK: Lane = { from: 'bank-red', to: 'police' };

export function fact(number: number): LaneFact {
  const id = `00000000-0000-5000-8000-${number.toString(16).padStart(12, '0')}`;
  return { number, id, type: 'police.stop-ordered.v1', data: { orderId: `order-${number}`, text: '止付' }, position: String(number * 10) };
}

export function batch(first: number, last: number, head = last): LaneBatch {
  const facts = Array.from({ length: last - first + 1 }, (_, index) => fact(first + index));
  return { facts, watermark: { storeId: 'store-one', position: String(head * 10), revision: head } };
}

/** A recipient that keeps what it is given; `until` resolves when what it has satisfies the question. */
export function inbox(trouble: (batch: LaneBatch) => Promise<void> | undefined = () => undefined) {
  const received: LaneBatch[] = [];
  const waiting = new Set<() => void>();
  const numbers = (): number[] => received.flatMap(({ facts }) => facts.map(({ number }) => number));
  const handler: LaneHandler = async (given) => {
    await trouble(given);
    received.push(given);
    for (const look of [...waiting]) look();
  };
  const until = async (enough: () => boolean): Promise<void> => {
    if (enough()) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const look = (): void => {
      if (enough()) resolve(undefined);
    };
    waiting.add(look);
    await promise;
    waiting.delete(look);
  };
  return { received, numbers, handler, until, has: (number: number) => until(() => numbers().includes(number)) };
}

/** As a lane's sender does it: the same batch again until the transport has it. */
export async function sendUntilTaken(exchange: Exchange, lane: Lane, given: LaneBatch): Promise<number> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await exchange.send(lane, given);
      return attempts;
    } catch (error) {
      if (attempts >= 50) throw error;
    }
  }
}
