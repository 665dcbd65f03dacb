import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { base32, cityReferences } from './references.ts';

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const references = cityReferences(key);

describe('references (architecture.md 7)', () => {
  it('stay what they are: these three are for ever', () => {
    expect(references.account('bank-industry', '6222021234567890123')).toBe('a1.blwnxa2qtsoauq7oeyn2qfwefm');
    expect(references.number('13800138000')).toBe('n1.go2lzwqxpaf6t3xkgfxwz2rf6y');
    expect(references.person('33010219600307001X')).toBe('p1.mh6vkp2hucz35q2msh7tpw7v7i');
  });

  it('are 128 bits of an HMAC over kind, bank and number', () => {
    const mac = createHmac('sha256', key).update('{"bank":"bank-rural","kind":"account","number":"622"}').digest();
    expect(references.account('bank-rural', '622')).toBe(`a1.${base32(mac.subarray(0, 16))}`);
    expect(references.account('bank-rural', '622')).toMatch(/^a1\.[a-z2-7]{26}$/);
  });

  it.each([
    [references.account('bank-city', '6222 0212-3456'), references.account('bank-city', '622202123456')],
    [references.account('bank-city', '６２２２'), references.account('bank-city', '6222')],
    [references.number('+86 138-0013-8000'), references.number('13800138000')],
    [references.person('33010219600307001x'), references.person('33010219600307001X')],
  ])('do not depend on how the number was typed', (typed, plain) => {
    expect(typed).toBe(plain);
  });

  it('differ by bank, by kind and by key', () => {
    const other = cityReferences(new Uint8Array(32));
    const all = [
      references.account('bank-city', '13800138000'),
      references.account('bank-rural', '13800138000'),
      references.number('13800138000'),
      references.person('13800138000'),
      other.number('13800138000'),
    ].map((reference) => reference.slice(3));
    expect(new Set(all).size).toBe(5);
  });

  it('refuse an empty number and a short key', () => {
    expect(() => references.account('bank-city', ' - ')).toThrow(RangeError);
    expect(() => cityReferences(new Uint8Array(16))).toThrow(RangeError);
  });
});

describe('base32', () => {
  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('writes %j as RFC 4648 does, without padding: %j', (text, written) => {
    expect(base32(Buffer.from(text))).toBe(written);
  });

  it('tells any two byte strings of one length apart', () => {
    const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(fc.property(bytes16, bytes16, (a, b) => (base32(a) === base32(b)) === (Buffer.compare(a, b) === 0)));
  });
});
