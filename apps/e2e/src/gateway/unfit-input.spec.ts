import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shipped } from '../stories/load.suite.ts';
import { type GatewayCity, openGatewayCity } from './gateway-city.suite.ts';

const CANARY = '金丝雀330723199001010025';
const INPUT = { commandId: '0190a1b2-0000-7000-8000-00000000000b', summary: CANARY };
const REPORT_CASE = 'mutation ($input: ReportCaseInput!) { reportCase(input: $input) { errors { code } } }';
const ORDERS = 'query ($first: Int!) { orders(first: $first) { edges { cursor } } }';
const CASE = 'query ($caseNo: String!) { case(caseNo: $caseNo) { caseNo } }';
const SKIP = 'query ($no: Boolean = true) { viewer { member @skip(if: $no) } }';
const TYPE = 'query ($name: String!) { __type(name: $name) { name } }';
const FEN = 'must be a whole number of fen (1/100 yuan), up to 2^53 - 1';
const INSTANT = 'must be an instant, UTC with milliseconds, as 2026-03-02T04:00:00.000Z';

let open: GatewayCity;
beforeAll(async () => {
  open = await openGatewayCity(shipped('wuyi-1.66m'));
}, 60_000);
afterAll(() => open.stop());

const paid = (amountFen: unknown) => ({ input: { ...INPUT, payments: [{ amountFen, reference: CANARY }] } });

describe('P4: a variable that does not fit is the caller’s 400, and its value goes nowhere', () => {
  it.each<[string, string, Readonly<Record<string, unknown>>, string, string]>([
    ['missing', REPORT_CASE, { other: CANARY }, 'input', 'is missing: ReportCaseInput!'],
    ['null', REPORT_CASE, { input: null, other: CANARY }, 'input', 'must not be null: ReportCaseInput!'],
    ['without a field that it needs', REPORT_CASE, { input: { summary: CANARY } }, 'input.commandId', 'is missing: an id, as text'],
    [
      'with null for a field that it needs',
      REPORT_CASE,
      { input: { ...INPUT, commandId: null } },
      'input.commandId',
      'must not be null: ID!',
    ],
    [
      'with an unknown field',
      REPORT_CASE,
      { input: { ...INPUT, nome: CANARY } },
      'input',
      'has a field that ReportCaseInput does not define',
    ],
    [
      'with a value as a field',
      REPORT_CASE,
      { input: { ...INPUT, [CANARY]: 1 } },
      'input',
      'has a field that ReportCaseInput does not define',
    ],
    [
      'with a field that reads like our own words',
      REPORT_CASE,
      { input: { ...INPUT, [`a" is not defined by type "${CANARY}". at "input.${CANARY}"`]: 1 } },
      'input',
      'has a field that ReportCaseInput does not define',
    ],
    ['text instead of an object', REPORT_CASE, { input: CANARY }, 'input', 'must be an object, ReportCaseInput'],
    ['an object instead of text', REPORT_CASE, { input: { ...INPUT, summary: { name: CANARY } } }, 'input.summary', 'must be text'],
    ['not of its enum', REPORT_CASE, { input: { ...INPUT, how: CANARY } }, 'input.how', 'must be one of the values of ReportCaseHow'],
    ['money as text', REPORT_CASE, paid(CANARY), 'input.payments[0].amountFen', FEN],
    ['money with a third decimal', REPORT_CASE, paid(12.345), 'input.payments[0].amountFen', FEN],
    ['money beyond all counting', REPORT_CASE, paid(1e17), 'input.payments[0].amountFen', FEN],
    ['a moment in words', REPORT_CASE, { input: { ...INPUT, reportedAt: 'yesterday' } }, 'input.reportedAt', INSTANT],
    ['a moment that is something else', REPORT_CASE, { input: { ...INPUT, reportedAt: CANARY } }, 'input.reportedAt', INSTANT],
    ['text instead of a number', ORDERS, { first: CANARY }, 'first', 'must be a whole number of 32 bits'],
    ['a number that is too large', ORDERS, { first: 1e17 }, 'first', 'must be a whole number of 32 bits'],
    ['a list instead of text', CASE, { caseNo: [CANARY] }, 'caseNo', 'must be text'],
    ['of an introspection', TYPE, { name: { [CANARY]: 1 } }, 'name', 'must be text'],
  ])('%s', async (_what, query, variables, path, expected) => {
    const { status, text, errors } = await open.ask(query, { as: 'police/officer', variables });
    expect([status, errors?.[0]?.extensions]).toEqual([400, { code: 'BAD_USER_INPUT', path }]);
    expect(errors?.[0]?.message).toBe(`Variable $${path} ${expected}`);
    expect(text).not.toMatch(/金丝雀|33072319|yesterday|12\.345|100000000000000000|1e\+?17/);
    expect(open.troubles).toEqual([]);
  });

  it('null, where the document has a default and the argument takes none', async () => {
    const { status, errors } = await open.ask(SKIP, { as: 'police/officer', variables: { no: null, other: CANARY } });
    expect([status, errors?.[0]?.extensions]).toEqual([400, { code: 'BAD_USER_INPUT', path: 'if' }]);
    expect(open.troubles).toEqual([]);
  });
});
