import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Exchange, type LaneBatch, type LaneFact, instant } from '@interlock/kernel';
import { BACK, TO_BANK, TO_CITY, batch, fact, inbox, sendUntilTaken } from './exchange.fixtures.ts';

/** The transport under test, as each node sees it. */
export interface ExchangeUnderTest {
  readonly of: (node: string) => Exchange;
  /** Longer than the transport waits for a sign of life; unset where it waits for none. */
  readonly longMs?: number;
  readonly close: () => Promise<void>;
}

/** What every Exchange must do (architecture.md section 2): at least once, in order, one batch at a time, keeping nothing itself. */
export function exchangeSuite(name: string, make: (asked?: 'impatient') => Promise<ExchangeUnderTest>): void {
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

    it('carries all that a fact says', async () => {
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      const full: LaneFact = {
        ...fact(0),
        causationId: 'command-7',
        correlationId: 'case-12',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        backfilledFrom: instant('2026-03-01T09:00:00.000Z'),
        versions: ['police.stop-ordered.v2', 'police.stop-ordered.v1'],
      };
      const given: LaneBatch = { facts: [full], watermark: { storeId: 'store-two', position: '17', revision: 0, epoch: 2 } };
      await police.send({ ...TO_BANK, epoch: 2 }, given);
      await at.has(0);
      expect(at.received).toEqual([given]);
    });

    it('keeps the order of a thousand sends at once and loses none', async () => {
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      await Promise.all(Array.from({ length: 1_000 }, (_, number) => police.send(TO_BANK, batch(number, number))));
      await at.has(999);
      expect(at.numbers()).toEqual(Array.from({ length: 1_000 }, (_, number) => number));
    });

    it('carries facts as large as a log takes, many in one batch', async () => {
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      const large = Array.from({ length: 5 }, (_, number) => ({ ...fact(number), data: { text: '冻'.repeat(340_000) } })); // 1 MB each
      await police.send(TO_BANK, { facts: large, watermark: batch(4, 4).watermark });
      await at.has(4);
      expect(at.received.flatMap(({ facts }) => facts)).toEqual(large);
    });

    it('goes on behind a recipient that takes longer than the transport waits for a sign of life', async () => {
      const impatient = await make('impatient');
      let isFirst = true;
      const at = inbox(async () => {
        if (!isFirst) return;
        isFirst = false;
        await new Promise((resolve) => {
          setTimeout(resolve, impatient.longMs ?? 50);
        });
      });
      await impatient.of('bank-red').receive(TO_BANK, at.handler);
      const source = impatient.of('police');
      await Promise.all([source.send(TO_BANK, batch(0, 1)), source.send(TO_BANK, batch(2, 3))]);
      await at.has(3);
      await impatient.close();
      expect([...new Set(at.numbers())]).toEqual([0, 1, 2, 3]);
    });

    it('closes in the middle of traffic, and hands over nothing after that', async () => {
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      const sending = Array.from({ length: 100 }, (_, number) => police.send(TO_BANK, batch(number, number)));
      await at.has(0);
      await bank.close();
      const received = at.numbers().length;
      await under.close();
      await Promise.allSettled(sending);
      expect(at.numbers().length).toBe(received);
      expect(at.numbers()).toEqual(Array.from({ length: received }, (_, number) => number));
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
