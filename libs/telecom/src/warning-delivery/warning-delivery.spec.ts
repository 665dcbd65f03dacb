import { describe, expect, it } from '@jest/globals';
import { given, instant } from '@interlock/kernel';
import { NUMBER } from '../line/line.testing.ts';
import { warningDeliveryDecider } from './warning-delivery.decider.ts';
import { warningDelivery } from './warning-delivery.stream.ts';

const NOON = instant('2021-06-10T12:00:00.000Z');
const ask = { askId: 'ask', warningId: 'w', numberRef: NUMBER, channel: 'ai-call', script: 'refund-1', askedAt: NOON } as const;
const asked = { type: 'WarningDeliveryAsked', ...ask, receivedAt: NOON } as const;
const record = { type: 'RecordDelivery', deliveredAt: NOON, result: 'busy', at: NOON } as const;
const delivered = {
  type: 'WarningDelivered',
  askId: 'ask',
  warningId: 'w',
  numberRef: NUMBER,
  channel: 'ai-call',
  at: NOON,
  result: 'busy',
} as const;

describe('R-504: a warning goes out once for each ask, and its fate is told', () => {
  it('asks the network once', () => {
    expect(given(warningDeliveryDecider).when({ type: 'AskDelivery', ask, at: NOON })).toEqual({ ok: true, events: [asked] });
    expect(given(warningDeliveryDecider, asked).when({ type: 'AskDelivery', ask, at: NOON })).toEqual({ ok: true, events: [] });
  });

  it('records the network’s answer once', () => {
    expect(given(warningDeliveryDecider, asked).when(record)).toEqual({ ok: true, events: [delivered] });
    expect(given(warningDeliveryDecider, asked, delivered).when(record)).toEqual({ ok: true, events: [] });
    expect(given(warningDeliveryDecider).when(record)).toEqual({ ok: true, events: [] });
  });

  it('R-509: tells office and city what became of it, and no number', () => {
    const context = {
      id: 'e',
      stream: 's',
      recordedAt: NOON,
      meta: { actor: { kind: 'effect', name: 'x' } },
      node: 'operator-mobile',
      key: 'ask',
    } as const;
    const data = { warningId: 'w', askId: 'ask', channel: 'ai-call', at: NOON, result: 'busy' };
    expect(warningDelivery.publish?.(delivered, context)).toEqual([
      { to: 'office', type: 'telecom.warning-delivered.v1', data },
      { to: 'city', type: 'telecom.warning-delivered.v1', data },
    ]);
    expect(warningDelivery.publish?.(asked, context)).toEqual([]);
  });
});
