import { describe, expect, it } from '@jest/globals';
import { enterCaseV1 } from './commands/enter-case.v1.ts';
import { passesLuhn } from './account-words.ts';

const caseId = '6f0e1f0c-4f6b-5d2a-9c54-1f2a7b9c6e10';
const payment = {
  reference: 'PAY-1',
  from: { bank: 'bank-rural', number: '62284800000000000', holder: 'Company', kind: 'corporate' },
  to: { bank: 'bank-industry', number: '62220200000000018', holder: 'Zhang' },
  amountFen: 166_000_000,
  paidAt: '2021-03-22T03:51:00.000Z',
};
const pathsOf = (changed: object) => {
  const read = enterCaseV1.read({ caseId, payments: [{ ...payment, ...changed }] });
  return read.ok ? [] : [...new Set(read.problems.map(({ path }) => path))];
};

describe('an account number that fails its check', () => {
  it.each([
    ['62220200000000018', true],
    ['62220200000000019', false],
    ['62220200000000081', false],
  ])('%s: %p', (number, passes) => {
    expect(passesLuhn(number)).toBe(passes);
  });

  it('is refused with its path, for personal cards only', () => {
    expect(pathsOf({})).toEqual([]);
    expect(pathsOf({ to: { ...payment.to, number: '62220200000000019' } })).toEqual(['payments.0.to.number']);
    expect(pathsOf({ from: { ...payment.from, number: '62284800000000001' } })).toEqual([]);
    expect(pathsOf({ from: { ...payment.from, number: '62284800000000001', kind: 'personal' } })).toEqual(['payments.0.from.number']);
  });

  it('may be what the reporter stated: that is a mistake to be stored, and for the bank to answer (R-110)', () => {
    expect(pathsOf({ stated: { number: '62220200000000019' } })).toEqual([]);
  });
});

describe('bad payments', () => {
  it.each([
    [{ amountFen: 0 }, 'payments.0.amountFen'],
    [{ amountFen: -1 }, 'payments.0.amountFen'],
    [{ amountFen: 0.5 }, 'payments.0.amountFen'],
    [{ paidAt: '2021-03-22 03:51' }, 'payments.0.paidAt'],
    [{ reference: 'x'.repeat(2_000_000) }, 'payments.0.reference'],
    [{ to: { ...payment.to, holder: '' } }, 'payments.0.to.holder'],
    [{ stated: { amountFen: 0 } }, 'payments.0.stated.amountFen'],
  ])('%# is refused with its path', (changed, path) => {
    expect(pathsOf(changed)).toEqual([path]);
  });
});

describe('a moment that does not exist', () => {
  it.each(['2021-02-29T03:51:00.000Z', '2021-03-22T24:00:00.001Z', '2021-13-01T00:00:00.000Z'])('%s is refused', (paidAt) => {
    expect(pathsOf({ paidAt })).toEqual(['payments.0.paidAt']);
  });
});
