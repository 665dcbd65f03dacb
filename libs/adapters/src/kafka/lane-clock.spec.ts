import { describe, expect, it } from '@jest/globals';
import { type LaneBatch, instant } from '@interlock/kernel';
import { TO_BANK, fact } from '../conformance/exchange.fixtures.ts';
import { decodeMessage, encodeBatch } from './lane-message.ts';

const NOON = instant('2026-03-02T04:00:00.000Z');
const STORE = '0190a1b2-0000-7000-8000-000000000777';

/** A batch as its recipient reads the last message of it. */
function readOf(batch: LaneBatch, changes: Readonly<Record<string, string>> = {}) {
  const { message } = encodeBatch(TO_BANK, batch).at(-1) ?? { message: { key: null, value: null, headers: {} } };
  const headers = new Map(Object.entries({ ...message.headers, ...changes }));
  return decodeMessage(TO_BANK, { offset: 0n, value: message.value, headers }, 1_000_000);
}

describe('the clock of a lane’s source', () => {
  const watermark = { storeId: STORE, position: '17', revision: 3, sentAt: NOON };

  it.each([['with facts', [fact(3)]] as const, ['alone', []] as const])('comes with the watermark, %s', (_how, facts) => {
    expect(readOf({ facts, watermark }).watermark).toEqual({ position: '17', revision: 3, sentAt: NOON });
  });

  it('is no need: an older sender tells none', () => {
    const { sentAt: _, ...older } = watermark;
    expect(readOf({ facts: [], watermark: older }).watermark).toEqual({ position: '17', revision: 3 });
  });

  it('is a moment or the message is not read', () => {
    expect(() => readOf({ facts: [], watermark }, { interlock_sent_at: 'noon' })).toThrow('interlock_sent_at');
  });
});
