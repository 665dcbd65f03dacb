import { describe, expect, it } from '@jest/globals';
import { codesOf } from './closed-list.ts';
import { ANSWER, ANSWER_CODES, isAnswerCode, mayOrderAnew, meaningOf } from './codes.ts';

describe('R-130: answers come from a closed list', () => {
  it('knows its codes, and no others', () => {
    expect(isAnswerCode('1304')).toBe(true);
    for (const unknown of ['1305', '0', '', '00000', 'toString', '__proto__']) expect(isAnswerCode(unknown)).toBe(false);
  });

  it('has four digits a code, in the families 00 to 13, 18 and 19', () => {
    const families = new Set(codesOf(ANSWER_CODES).map((code) => code.slice(0, 2)));
    expect([...families]).toEqual(['00', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '18', '19']);
    for (const code of codesOf(ANSWER_CODES)) expect(code).toMatch(/^\d{4}$/);
  });

  it('has each text once in each language', () => {
    const texts = Object.values(ANSWER_CODES);
    expect(new Set(texts.map(({ zh }) => zh)).size).toBe(texts.length);
    expect(new Set(texts.map(({ en }) => en)).size).toBe(texts.length);
  });
});

describe('R-110: the bank compares four items', () => {
  it('number, name, amount, time, each with a code of its own, and each a mismatch that can be corrected', () => {
    const { accountNotFound, nameMismatch, amountMismatch, timeMismatch } = ANSWER;
    const codes = [accountNotFound, nameMismatch, amountMismatch, timeMismatch];
    expect(codes).toEqual(['0300', '0301', '0200', '0800']);
    for (const code of codes) expect(meaningOf(code)).toBe('mismatch');
  });
});

describe('R-115: a stop over too small a balance', () => {
  it('is neither held in full nor refused', () => {
    expect(meaningOf(ANSWER.partly)).toBe('partly');
    expect(meaningOf(ANSWER.success)).toBe('held');
  });
});

describe('R-116: an order that finds its work done is no error', () => {
  it.each([ANSWER.alreadyProcessed, ANSWER.alreadyStopped, ANSWER.frozenInPart, ANSWER.frozenInFull])('%s: already', (code) => {
    expect(meaningOf(code)).toBe('already');
  });
});

describe('R-113 and R-117: answers that refuse', () => {
  it.each([
    [ANSWER.limitReached, '1304'],
    [ANSWER.extensionTooLate, '1800'],
    [ANSWER.releaseTooLate, '1900'],
  ])('%s is %s and holds nothing', (code, digits) => {
    expect(code).toBe(digits);
    expect(meaningOf(code)).toBe('refused');
  });
});

describe('R-130: an order that the bank could not carry out', () => {
  it('may go out once more; one that it refused, corrected or held may not', () => {
    const anew = Object.keys(ANSWER_CODES).filter((code) => isAnswerCode(code) && mayOrderAnew(code));
    expect(anew.sort()).toEqual(['0500', '0600', '0700', '1100', '1300']);
  });
});
