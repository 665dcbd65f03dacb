import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from './canonical.ts';
import { eventIdOf, factIdOf, idOf, reactionIdOf } from './ids.ts';
import { type StoredEnvelope, decodeEvent, encodeEvent, messageOf } from './stored-event.ts';

const ORDERED: StoredEnvelope = {
  id: '0b7e9a0c-2222-5222-8222-000000000001',
  type: 'StopOrdered',
  schemaVersion: 1,
  stream: 'stop-payment-a1.abcdefghijklmnopqrstuvwxyz',
  data: { orderId: 'o-1', namedFen: 80_000_000, bank: 'bank-industry', note: '章某 “€”' },
  meta: { actor: { kind: 'person', member: 'police', person: 'p-1001', role: 'duty-officer', unit: 'city-centre' }, commandId: 'c-1' },
  recordedAt: '2021-03-22T04:05:00.000Z',
};

/** Stored bytes are for ever: they are hashed and proved. If this fails, the format has changed, and no old log verifies any more. */
const GOLDEN =
  '{"data":{"bank":"bank-industry","namedFen":80000000,"note":"章某 “€”","orderId":"o-1"},"id":"0b7e9a0c-2222-5222-8222-000000000001",' +
  '"meta":{"actor":{"kind":"person","member":"police","person":"p-1001","role":"duty-officer","unit":"city-centre"},"commandId":"c-1"},' +
  '"recordedAt":"2021-03-22T04:05:00.000Z","schemaVersion":1,"stream":"stop-payment-a1.abcdefghijklmnopqrstuvwxyz","type":"StopOrdered"}';

describe('stored bytes', () => {
  it('are canonical JSON (RFC 8785), the same for ever', () => {
    expect(new TextDecoder().decode(encodeEvent(ORDERED).bytes)).toBe(GOLDEN);
  });

  it('come back as they were written', () => {
    const { id, type, bytes } = encodeEvent(ORDERED);
    expect(decodeEvent({ id, type, bytes, stream: ORDERED.stream, revision: 3, position: 9n })).toEqual({
      ...ORDERED,
      revision: 3,
      position: 9n,
    });
    expect(messageOf(ORDERED)).toEqual({ type: 'StopOrdered', ...ORDERED.data });
  });

  it('do not depend on the order in which fields were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()), (fields) => {
        expect(canonicalText(Object.fromEntries(Object.entries(fields).reverse()))).toBe(canonicalText(fields));
      }),
    );
  });

  it.each([
    ['an unpaired surrogate', { name: '\ud800' }, /Unpaired surrogate at \/name/],
    ['an unpaired surrogate in a key', { '\udfff': 1 }, /Unpaired surrogate in a key/],
    ['an unsafe integer', { sum: 2 ** 53 }, /Not a safe integer at \/sum/],
    ['parts of a fen', { sums: [1, 0.5] }, /Not a safe integer at \/sums\/1/],
    ['a bigint', { position: 1n }, /bigint has no JSON at \/position/],
  ])('refuse %s', (_what, value, message) => {
    expect(() => canonicalText(value)).toThrow(message);
  });
});

describe('ids made by name', () => {
  it('are the same for ever', () => {
    expect([
      idOf('a', 1),
      eventIdOf('c-1', 0, 'stop-payment', 'a1.x'),
      factIdOf('e-1', 'city', 'police.stop-ordered.v1', 0),
      reactionIdOf('e-1', 'propose'),
    ]).toMatchInlineSnapshot(`
     [
       "536abd25-c338-58db-a9fd-631f853e6515",
       "818a25d9-3276-5102-b2c8-08b8cef408fb",
       "c7ae2607-980d-5479-a494-1021321c9b5f",
       "e99dbe21-4003-5340-a734-ca31d30c21cf",
     ]
    `);
  });

  it('tell parts apart that would read the same joined', () => {
    expect(idOf('ab', 'c')).not.toBe(idOf('a', 'bc'));
  });
});
