import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fenFromYuan, isFen, yuanFromFen } from './fen.ts';

describe('money', () => {
  it.each([
    ['1660000', 166_000_000],
    ['120.5', 12_050],
    ['0.01', 1],
    ['0.10', 10],
  ])('reads %s yuan as %i fen, exactly', (text, fen) => {
    expect(fenFromYuan(text)).toBe(fen);
  });

  it.each(['1.005', '-1', '1e3', '', '.5', '1.', '12345678901234', '１'])('refuses %j', (text) => {
    expect(fenFromYuan(text)).toBeUndefined();
  });

  it('is a whole, not negative number of fen', () => {
    expect([0, 1, -1, 0.5, Number.NaN, 2 ** 53].map(isFen)).toEqual([true, true, false, false, false, false]);
  });

  it('writes what it reads', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 15 - 1 }), (fen) => fenFromYuan(yuanFromFen(fen)) === fen));
  });
});
