import { randomUUID } from 'node:crypto';
import { type EventToAppend, encodeEvent, instant } from '@interlock/kernel';

/** Bytes of the data of one event, as JSON. */
export const DATA_BYTES = 330;

const AT = instant('2026-03-01T04:00:00.000Z');
const ACTOR = { kind: 'person', member: 'police', person: 'p-1001', role: 'officer', unit: 'city-centre' } as const;

/** What a stop order says: exactly 330 bytes as JSON. */
export function tradeData(orderId: string): Readonly<Record<string, unknown>> {
  const said = {
    orderId,
    caseId: '0b7e9a0c-1111-4111-8111-000000000001',
    accountRef: 'a1.4f9d2c7be01a83d5',
    bank: 'bank-industry',
    amountFen: 16_600_000,
    orderedAt: AT,
    officers: ['p-1001', 'p-1002'],
  };
  const padding = DATA_BYTES - JSON.stringify({ ...said, note: '' }).length;
  return { ...said, note: 'n'.repeat(padding) };
}

/** The event with its envelope, as a node stores it. */
export function tradeEvent(stream: string, type = 'StopOrdered'): EventToAppend {
  const id = randomUUID();
  return encodeEvent({
    id,
    type,
    schemaVersion: 1,
    stream,
    data: tradeData(id),
    meta: { actor: ACTOR, commandId: id, bodyHash: '9f2c'.repeat(8) },
    recordedAt: AT,
  });
}

/** The same for competitors, who make their own envelope. */
export function plainEvent(): { readonly type: 'StopOrdered'; readonly data: Record<string, unknown> } {
  return { type: 'StopOrdered', data: { ...tradeData(randomUUID()) } };
}
