import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Exchange, type Lane, type LaneBatch, type LaneFact, type LaneHandler } from '@interlock/kernel';

/** The transport under test, as each node sees it. */
export interface ExchangeUnderTest {
  readonly of: (node: string) => Exchange;
  readonly close: () => Promise<void>;
}

const TO_BANK: Lane = { from: 'police', to: 'bank-red' };
const TO_CITY: Lane = { from: 'police', to: 'city' };
const BACK: Lane = { from: 'bank-red', to: 'police' };

function fact(number: number): LaneFact {
  const id = `00000000-0000-5000-8000-${number.toString(16).padStart(12, '0')}`;
  return { number, id, type: 'police.stop-ordered.v1', data: { orderId: `order-${number}`, text: '止付' }, position: String(number * 10) };
}

function batch(first: number, last: number, head = last): LaneBatch {
  const facts = Array.from({ length: last - first + 1 }, (_, index) => fact(first + index));
  return { facts, watermark: { storeId: 'store-one', position: String(head * 10), revision: head } };
}

/** A recipient that keeps what it is given; `until` resolves when what it has satisfies the question. */
function inbox(trouble: (batch: LaneBatch) => Promise<void> | undefined = () => undefined) {
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
async function sendUntilTaken(exchange: Exchange, lane: Lane, given: LaneBatch): Promise<number> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await exchange.send(lane, given);
      return attempts;
    } catch (error) {
      if (attempts >= 50) throw error;
    }
  }
}

/** What every Exchange must do (architecture.md section 2): at least once, in order, one batch at a time, keeping nothing itself. */
export function exchangeSuite(name: string, make: () => Promise<ExchangeUnderTest>): void {
  describe(`Exchange: ${name}`, () => {
    let under: ExchangeUnderTest;
    let police: Exchange;
    let bank: Exchange;

    beforeEach(async () => {
      under = await make();
      police = under.of('police');
      bank = under.of('bank-red');
    });
    afterEach(() => under.close());

    it('delivers batches whole and in order', async () => {
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      for (let first = 0; first < 300; first += 30) await police.send(TO_BANK, batch(first, first + 29));
      await at.has(299);
      expect(at.numbers()).toEqual(Array.from({ length: 300 }, (_, number) => number));
      expect(at.received.flatMap(({ facts }) => facts)[17]).toEqual(fact(17));
    });

    it('hands over one batch at a time, however they were sent', async () => {
      let busy = 0;
      let most = 0;
      const at = inbox(async () => {
        busy += 1;
        most = Math.max(most, busy);
        await new Promise(setImmediate);
        busy -= 1;
      });
      await bank.receive(TO_BANK, at.handler);
      await Promise.all(Array.from({ length: 20 }, (_, number) => police.send(TO_BANK, batch(number, number))));
      await at.has(19);
      expect(most).toBe(1);
      expect(at.numbers()).toEqual(Array.from({ length: 20 }, (_, number) => number));
    });

    it('carries the watermark, with facts and alone', async () => {
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      await police.send(TO_BANK, batch(0, 1));
      await police.send(TO_BANK, batch(2, 1, 7));
      const seen = (): readonly number[] => at.received.map(({ watermark }) => watermark.revision);
      await at.until(() => seen().includes(7));
      expect(seen().at(-1)).toBe(7);
      expect(at.received.at(-1)).toEqual({ facts: [], watermark: { storeId: 'store-one', position: '70', revision: 7 } });
    });

    it('repeats what it is given to repeat and hides no gap: the numbers tell', async () => {
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      for (const given of [batch(0, 2), batch(1, 2), batch(6, 7)]) await police.send(TO_BANK, given);
      await at.has(7);
      expect(at.numbers()).toEqual([0, 1, 2, 1, 2, 6, 7]);
    });

    it('keeps a batch for a recipient that starts late', async () => {
      const sending = police.send(TO_BANK, batch(0, 2));
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      await sending;
      await at.has(2);
      expect(at.numbers()).toEqual([0, 1, 2]);
    });

    it('loses nothing and keeps the order when the recipient fails and then succeeds', async () => {
      let failures = 3;
      const at = inbox(async () => {
        if (failures === 0) return;
        failures -= 1;
        throw new Error('the recipient’s store is down');
      });
      await bank.receive(TO_BANK, at.handler);
      await sendUntilTaken(police, TO_BANK, batch(0, 1));
      await sendUntilTaken(police, TO_BANK, batch(2, 3));
      await at.has(3);
      expect([...new Set(at.numbers())]).toEqual([0, 1, 2, 3]);
      expect(failures).toBe(0);
    });

    it('flows on behind a fact that its recipient parks: it was taken, and comes once', async () => {
      const parked: LaneFact[] = [];
      const at = inbox(async ({ facts }) => {
        parked.push(...facts.filter(({ number }) => number === 1));
      });
      await bank.receive(TO_BANK, at.handler);
      for (const given of [batch(0, 2), batch(3, 4)]) await police.send(TO_BANK, given);
      await at.has(4);
      expect(parked).toEqual([fact(1)]);
      expect(at.numbers()).toEqual([0, 1, 2, 3, 4]);
    });

    it('lets other lanes flow while one recipient does not get on', async () => {
      const stuck = Promise.withResolvers<undefined>();
      const slow = inbox(() => stuck.promise.then(() => undefined));
      const city = inbox();
      await bank.receive(TO_BANK, slow.handler);
      await under.of('city').receive(TO_CITY, city.handler);
      const sending = police.send(TO_BANK, batch(0, 0));
      await police.send(TO_CITY, batch(0, 4));
      await city.has(4);
      expect(slow.numbers()).toEqual([]);
      stuck.resolve(undefined);
      await sending;
      await slow.has(0);
    });

    it('keeps lanes apart, there and back', async () => {
      const there = inbox();
      const back = inbox();
      await bank.receive(TO_BANK, there.handler);
      await police.receive(BACK, back.handler);
      await Promise.all([police.send(TO_BANK, batch(0, 1)), bank.send(BACK, batch(5, 6))]);
      await Promise.all([there.has(1), back.has(6)]);
      expect(there.numbers()).toEqual([0, 1]);
      expect(back.numbers()).toEqual([5, 6]);
    });

    it('lets a second instance of the recipient take over where the first stopped', async () => {
      const first = inbox();
      const second = inbox();
      const one = await bank.receive(TO_BANK, first.handler);
      const two = await bank.receive(TO_BANK, second.handler);
      for (let number = 0; number < 4; number += 1) await police.send(TO_BANK, batch(number, number));
      const both = (): readonly number[] => [...new Set([...first.numbers(), ...second.numbers()])];
      await Promise.race([first.until(() => both().length === 4), second.until(() => both().length === 4)]);
      await one.stop();
      for (let number = 4; number < 8; number += 1) await police.send(TO_BANK, batch(number, number));
      await second.has(7);
      expect([...both()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      await two.stop();
    });

    it('stops after the batch in hand and hands over nothing more', async () => {
      const hold = Promise.withResolvers<undefined>();
      const entered = Promise.withResolvers<undefined>();
      const at = inbox(() => {
        entered.resolve(undefined);
        return hold.promise.then(() => undefined);
      });
      const receiving = await bank.receive(TO_BANK, at.handler);
      const sending = police.send(TO_BANK, batch(0, 0));
      await entered.promise;
      let stopped = false;
      const stopping = receiving.stop().then(() => {
        stopped = true;
      });
      await new Promise(setImmediate);
      expect(stopped).toBe(false);
      hold.resolve(undefined);
      await stopping;
      await sending;
      const next = inbox();
      const later = police.send(TO_BANK, batch(1, 1));
      await bank.receive(TO_BANK, next.handler);
      await later;
      await next.has(1);
      expect(at.numbers()).toEqual([0]);
    });

    it('knows how far a lane has got, or says that it cannot tell', async () => {
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      expect([undefined, -1]).toContain(await police.sentThrough(TO_BANK));
      await police.send(TO_BANK, batch(0, 4));
      await at.has(4);
      expect([undefined, 4]).toContain(await police.sentThrough(TO_BANK));
    });

    it('refuses to send and to receive once closed', async () => {
      await police.close();
      await expect(police.send(TO_BANK, batch(0, 0))).rejects.toThrow('closed');
      await expect(police.receive(BACK, inbox().handler)).rejects.toThrow('closed');
    });
  });
}
