import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shipped } from '../stories/load.suite.ts';
import { type GatewayCity, openGatewayCity } from './gateway-city.suite.ts';
import { openSocket } from './socket.suite.ts';

const OFFICER = 'police/officer';
const CANARY = 'WangXiaoming330723199001010025';
const REPORT_CASE = 'mutation ($input: ReportCaseInput!) { reportCase(input: $input) { errors { code } } }';

let open: GatewayCity;
let strict: GatewayCity;
beforeAll(async () => {
  open = await openGatewayCity(shipped('wuyi-1.66m'), { depthMax: 6 });
  strict = await openGatewayCity(shipped('wuyi-1.66m'), { depthMax: 2, budget: 1, refillPerSecond: 1 });
}, 60_000);
afterAll(async () => {
  for (const city of [open, strict]) {
    expect(city.troubles).toEqual([]);
    await city.stop();
  }
});

interface Told {
  readonly status?: number;
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

async function overHttp(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Told> {
  const { status, errors = [] } = await open.ask(query, { as: OFFICER, ...(variables && { variables }) });
  return { status, errors };
}

async function overSocket(query: string, city = open): Promise<Told> {
  const socket = await openSocket(city.gateway.url, `Bearer ${await city.token(OFFICER)}`);
  const { errors = [] } = await socket.first(query);
  await socket.close();
  return { errors };
}

function codesOf({ errors }: Told): readonly unknown[] {
  return errors.map(({ extensions }) => extensions['code']);
}

describe('D1: limits are named by their own codes, over HTTP and over the socket', () => {
  it('a document that nests too deep', async () => {
    const deep = await overHttp('{ cases(first: 1) { edges { node { orders(first: 1) { edges { node { orderId } } } } } } }');
    expect([deep.status, codesOf(deep)]).toEqual([400, ['TOO_DEEP']]);
    expect(deep.errors[0]?.message).toBe('The document nests deeper than 6 fields');
    const subscribed = await overSocket('subscription { ...a } fragment a on Subscription { caseEvents { entry { data } } }', strict);
    expect(codesOf(subscribed)).toEqual(['TOO_DEEP']);
  });

  it('a document that spread fragments make endless', async () => {
    const wide = Array.from({ length: 14 }, (_, n) => `fragment f${String(n)} on Case { ${`...f${String(n + 1)} `.repeat(2)} }`).join(' ');
    const told = await overHttp(`{ case(caseNo: "x") { ...f0 } } ${wide} fragment f14 on Case { caseNo }`);
    expect([told.status, codesOf(told)]).toEqual([400, ['COST_TOO_HIGH']]);
  });

  it('a request that costs too much, and a member’s budget', async () => {
    const costly = await overHttp('{ cases(first: 100) { edges { node { orders(first: 100) { edges { cursor } } } } } }');
    expect([costly.status, codesOf(costly)]).toEqual([400, ['COST_TOO_HIGH']]);
    const { status, errors } = await strict.ask('{ viewer { member role unit } }', { as: OFFICER });
    expect([status, errors?.[0]?.extensions]).toEqual([429, { code: 'BUDGET_SPENT', retryAfterMs: expect.any(Number) }]);
  });

  it('what is no subscription, and one that does not fit the schema, over the socket', async () => {
    expect(codesOf(await overSocket('{ viewer { member } }'))).toEqual(['USE_HTTP']);
    expect(codesOf(await overSocket('subscription { nonsense }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(codesOf(await overSocket('subscription {'))).toEqual(['GRAPHQL_PARSE_FAILED']);
  });
});

describe('P4: a literal that does not fit is told by what should stand there, never by what was written', () => {
  const amount = (literal: string) =>
    `mutation { reportCase(input: { commandId: "x", payments: [{ amountFen: ${literal} }] }) { errors { code } } }`;
  it.each([
    [amount(`"${CANARY}"`), 'A literal must be a whole number of fen (1/100 yuan), up to 2^53 - 1'],
    [amount('12.345'), 'A literal must be a whole number of fen (1/100 yuan), up to 2^53 - 1'],
    [amount(`{ a: "${CANARY}" }`), 'A literal must be a whole number of fen (1/100 yuan), up to 2^53 - 1'],
    [`{ orders(first: "${CANARY}") { edges { cursor } } }`, 'A literal must be a whole number of 32 bits'],
    [`{ case(caseNo: ${CANARY}) { caseNo } }`, 'A literal must be text'],
    [
      `mutation { reportCase(input: { commandId: "x", how: ${CANARY} }) { errors { code } } }`,
      'A literal must be one of the values of ReportCaseHow',
    ],
    [
      `mutation { reportCase(input: { commandId: "x", reportedAt: "${CANARY}" }) { errors { code } } }`,
      'A literal must be an instant, UTC with milliseconds, as 2026-03-02T04:00:00.000Z',
    ],
    [
      `mutation { reportCase(input: { summary: "${CANARY}" }) { errors { code } } }`,
      'Field ReportCaseInput.commandId is missing: an id, as text',
    ],
    [`mutation { reportCase(input: null) { errors { code } } }`, 'A literal must be of type ReportCaseInput!'],
    ['{ orders { edges { nome } } }', 'Cannot query field "nome" on type "StopOrderEdge".'],
    ['query ($no: Int) { cases(first: 1) { edges { cursor } } }', 'Variable "$no" is never used.'],
  ])('%s', async (document, message) => {
    const told = await overHttp(document);
    expect([told.status, codesOf(told)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
    expect(told.errors[0]?.message).toBe(message);
    expect(JSON.stringify(told)).not.toMatch(/Wang|33072319|12\.345/);
  });

  it('over the socket, too', async () => {
    const told = await overSocket(`subscription { caseEvents(after: { a: "${CANARY}" }) { head } }`);
    expect(codesOf(told)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(told.errors[0]?.message).toBe('A literal must be text');
    expect(JSON.stringify(told)).not.toContain('Wang');
  });
});

describe('every variable that does not fit is told, each fault once', () => {
  it('all of them, with their paths', async () => {
    const payments = [{ amountFen: CANARY, paidAt: CANARY }, { amountFen: 1.5 }];
    const told = await overHttp(REPORT_CASE, { input: { commandId: null, payments } });
    expect(told.status).toBe(400);
    expect(told.errors.map(({ extensions }) => [extensions['code'], extensions['path']])).toEqual([
      ['BAD_USER_INPUT', 'input.commandId'],
      ['BAD_USER_INPUT', 'input.payments[0].amountFen'],
      ['BAD_USER_INPUT', 'input.payments[0].paidAt'],
      ['BAD_USER_INPUT', 'input.payments[1].amountFen'],
    ]);
  });

  it('of several variables, and two faults of one kind in one place once', async () => {
    const query = 'query ($first: Int!, $bank: ID!) { orders(first: $first, bank: $bank) { edges { cursor } } }';
    expect((await overHttp(query, { first: CANARY })).errors.map(({ message }) => message)).toEqual([
      'Variable $first must be a whole number of 32 bits',
      'Variable $bank is missing: an id, as text',
    ]);
    const twice = await overHttp(REPORT_CASE, { input: { commandId: 'x', [CANARY]: 1, [`${CANARY}0`]: 2 } });
    expect(twice.errors.map(({ message }) => message)).toEqual(['Variable $input has a field that ReportCaseInput does not define']);
  });

  it('up to a number that a person reads, and says that there is more', async () => {
    const payments = Array.from({ length: 80 }, () => ({ amountFen: CANARY }));
    const told = await overHttp(REPORT_CASE, { input: { commandId: 'x', payments } });
    expect(new Set(codesOf(told))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(told.errors.at(-1)?.message).toBe('More does not fit than is listed here');
  });
});
