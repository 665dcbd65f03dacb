import { describe, expect, it } from '@jest/globals';
import { canBeCalled, canBeIdNumber, seemsCard } from './identity-words.ts';

describe('R-102: an id number that can be one', () => {
  it.each([
    ['a resident’s, as printed', '330723199001010025', true],
    ['with x, spaces and full-width digits', '33010219 600307１００x', true],
    ['with another last digit', '330723199001010026', false],
    ['with two digits exchanged', '330732199001010025', false],
    ['born on a day that does not exist', '330723199002300023', false],
    ['cut short', '33072319900101002', false],
    ['a passport', 'E12345678', true],
    ['a permit with a check in brackets', 'A123456(7)', true],
    ['a word', '不知道', false],
    ['a NUL sign', '3307231990\u000001010025', false],
  ])('%s', (_, written, can) => {
    expect(canBeIdNumber(written)).toBe(can);
  });
});

describe('R-102: a number at which somebody can be called back', () => {
  it.each([
    ['13900000001', true],
    ['+86 186-0000-0002', true],
    ['0579-87654321', true],
    ['(010) 6512 3456', true],
    ['+44 20 7946 0958', true],
    ['1390000000', false],
    ['23900000001', false],
    ['87654321', false],
    ['+86 99 1234', false],
    ['+0123456789', false],
    ['none', false],
  ])('%s: %p', (written, can) => {
    expect(canBeCalled(written)).toBe(can);
  });
});

describe('the form of a bank card', () => {
  it.each([
    ['62220200000000018', true],
    ['1202024219900012345', false],
    ['622202000000001', false],
    ['62220200000000012345', false],
  ])('%s: %p; whatever else may be a company’s account, without a check digit', (number, seems) => {
    expect(seemsCard(number)).toBe(seems);
  });
});
