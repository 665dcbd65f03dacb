import { describe, expect, it } from '@jest/globals';
import { canonicalBytes, type Sealed } from '@interlock/kernel';
import fc from 'fast-check';
import { decrypt } from './aead.ts';
import { openUnder, sealUnder } from './sealing.ts';

const dataKey = new Uint8Array(32).fill(7);
const place = { key: 'police/7d0f', commandId: 'c-1', path: 'victim/name' };
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const wellFormed = fc.string({ unit: 'binary' });

describe('a sealed field (architecture.md 7)', () => {
  it('opens to what was sealed, for every text, key and place', () => {
    fc.assert(
      fc.property(bytes32, wellFormed, wellFormed, wellFormed, wellFormed, (key, clear, name, commandId, path) => {
        expect(openUnder(key, sealUnder(key, { key: name, commandId, path }, clear))).toBe(clear);
      }),
    );
  });

  it.each([
    ['another key name', { key: 'bank-rural/7d0f' }],
    ['another command', { commandId: 'c-2' }],
    ['another field', { path: 'victim/idNumber' }],
  ])('does not open when its envelope is moved to %s', (_, elsewhere) => {
    const sealed = sealUnder(dataKey, place, '王小明');
    expect(openUnder(dataKey, { ...sealed, ...elsewhere })).toBeUndefined();
    expect(openUnder(dataKey, sealed)).toBe('王小明');
  });

  it('does not open when any character of its box is another', () => {
    const sealed = sealUnder(dataKey, place, '6222 0212 3456 7890');
    for (let at = 0; at < sealed.box.length; at++) {
      for (const other of ['A', 'B', 'w', '_', '=']) {
        if (sealed.box.charAt(at) === other) continue;
        const changed: Sealed = { ...sealed, box: sealed.box.slice(0, at) + other + sealed.box.slice(at + 1) };
        expect(openUnder(dataKey, changed)).toBeUndefined();
      }
    }
  });

  it.each(['', 'AAAA', '%%%', 'A'.repeat(37)])('does not open a box that is none: %j', (box) => {
    expect(openUnder(dataKey, { sealed: 1, ...place, box })).toBeUndefined();
  });

  it('does not open under another key', () => {
    expect(openUnder(new Uint8Array(32).fill(8), sealUnder(dataKey, place, '13800138000'))).toBeUndefined();
  });

  it('looks different each time, over more nonces than one block of chance holds', () => {
    const nonces = Array.from({ length: 600 }, () => sealUnder(dataKey, place, 'same').box.slice(0, 16));
    expect(new Set(nonces).size).toBe(600);
  });

  it('authenticates the canonical JSON of key, command and field', () => {
    const odd = { key: 'police/"\u2028\\', commandId: '案件-\n', path: 'a/\u{1f512}' };
    const { box } = sealUnder(dataKey, odd, '王小明');
    expect(decrypt(dataKey, canonicalBytes(odd), Buffer.from(box, 'base64url'))?.toString()).toBe('王小明');
  });

  it('refuses a text that UTF-8 cannot say, instead of changing it', () => {
    expect(() => sealUnder(dataKey, place, 'half \ud83d')).toThrow(RangeError);
  });
});
