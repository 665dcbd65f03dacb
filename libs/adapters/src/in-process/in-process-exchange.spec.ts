import { describe, expect, it } from '@jest/globals';
import { type LaneBatch } from '@interlock/kernel';
import { exchangeSuite } from '../conformance/exchange.suite.ts';
import { makeInProcessExchange } from './in-process-exchange.ts';

exchangeSuite('in process', async () => {
  const exchange = makeInProcessExchange();
  return { of: () => exchange, close: () => exchange.close() };
});

describe('lanes in process', () => {
  const lane = { from: 'police', to: 'bank-red' };
  const batch: LaneBatch = { facts: [], watermark: { storeId: 'store-one', position: '0', revision: -1 } };

  it('resolve a send only when the recipient has stored the batch', async () => {
    const exchange = makeInProcessExchange();
    const stored = Promise.withResolvers<undefined>();
    await exchange.receive(lane, () => stored.promise.then(() => undefined));
    let sent = false;
    const sending = exchange.send(lane, batch).then(() => {
      sent = true;
    });
    await new Promise(setImmediate);
    expect(sent).toBe(false);
    stored.resolve(undefined);
    await sending;
  });

  it('tell the sender what the recipient said, and take the next batch all the same', async () => {
    const exchange = makeInProcessExchange();
    let calls = 0;
    await exchange.receive(lane, async () => {
      calls += 1;
      if (calls === 1) throw new Error('the recipient’s store is full');
    });
    const [first, second] = await Promise.allSettled([exchange.send(lane, batch), exchange.send(lane, batch)]);
    expect(first).toEqual({ status: 'rejected', reason: new Error('the recipient’s store is full') });
    expect(second.status).toBe('fulfilled');
  });

  it('fail a send that still waits for a recipient when the exchange closes', async () => {
    const exchange = makeInProcessExchange();
    const waiting = expect(exchange.send(lane, batch)).rejects.toThrow('closed before the lane had a recipient');
    await exchange.close();
    await waiting;
  });
});
