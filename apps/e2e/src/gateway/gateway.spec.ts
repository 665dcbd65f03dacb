import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plusMs } from '@interlock/kernel';
import { shipped } from '../stories/load.suite.ts';
import { type GatewayCity, fieldOf, openGatewayCity } from './gateway-city.suite.ts';
import { openSocket } from './socket.suite.ts';

const REPORT = '0190a1b2-0000-7000-8000-000000000001';
const OFFICER = 'police/officer';
const BANK = 'bank-industry/operator';
let open: GatewayCity;
let caseNo = '';

beforeAll(async () => {
  open = await openGatewayCity(shipped('wuyi-1.66m'));
  caseNo = open.result.cases[0]?.caseNo ?? '';
}, 60_000);
afterAll(() => open.stop());

const REPORT_CASE = `mutation ($input: ReportCaseInput!) { reportCase(input: $input) {
  caseId caseNo missing repeated errors { code path rule message { zh en } } position { node storeId position token } } }`;

describe('C2: a command sent again', () => {
  it('with the same body gets the first answer, with another one IDEMPOTENCY_CONFLICT', async () => {
    const report = (summary: string) => open.ask(REPORT_CASE, { as: OFFICER, variables: { input: { commandId: REPORT, summary } } });
    const first = fieldOf<Readonly<Record<string, unknown>>>(await report('电话诈骗'), 'reportCase');
    expect(first).toMatchObject({ errors: [], repeated: false, caseId: expect.any(String), position: { node: 'police' } });
    expect((await report('电话诈骗')).data?.['reportCase']).toEqual({ ...first, repeated: true });
    const other = (await report('别的')).data?.['reportCase'];
    expect(other).toMatchObject({
      caseId: null,
      errors: [{ code: 'IDEMPOTENCY_CONFLICT', message: { en: expect.any(String), zh: expect.any(String) } }],
    });
  });

  it('by another person gets nothing of the first one’s answer', async () => {
    const input = { commandId: REPORT, summary: '电话诈骗' };
    const token = await open.token(OFFICER, { person: 'p-2' });
    const { data } = await open.ask(REPORT_CASE, { token, variables: { input } });
    expect(data?.['reportCase']).toMatchObject({ caseId: null, caseNo: null, position: null, errors: [{ code: 'IDEMPOTENCY_CONFLICT' }] });
  });

  it('too late still gets the first answer; what was never carried out is COMMAND_EXPIRED, and no case number is spent on it', async () => {
    const validUntil = open.city.now();
    const report = (commandId: string, until?: string) =>
      open.ask(REPORT_CASE, { as: OFFICER, variables: { input: { commandId, ...(until !== undefined && { validUntil: until }) } } });
    const id = (last: number) => `0190a1b2-0000-7000-8000-00000000010${String(last)}`;
    const first = fieldOf<{ readonly caseNo: string }>(await report(id(1), validUntil), 'reportCase');
    await open.city.goTo(plusMs(validUntil, 1));
    expect((await report(id(1), validUntil)).data?.['reportCase']).toEqual({ ...first, repeated: true });
    expect((await report(id(2), validUntil)).data?.['reportCase']).toMatchObject({ caseNo: null, errors: [{ code: 'COMMAND_EXPIRED' }] });
    const next = fieldOf<{ readonly caseNo: string }>(await report(id(3)), 'reportCase');
    expect(numberIn(next.caseNo) - numberIn(first.caseNo)).toBe(1);
  });

  it('lists what does not fit, with its path, and writes nothing', async () => {
    const input = { commandId: '0190a1b2-0000-7000-8000-000000000002', payments: [{ amountFen: 0 }] };
    const { data } = await open.ask(REPORT_CASE, { as: OFFICER, variables: { input } });
    expect(data?.['reportCase']).toMatchObject({ errors: [{ code: 'INVALID', path: 'payments.0.amountFen' }], position: null });
  });
});

describe('R-108: a second officer', () => {
  const ORDER = `mutation ($input: OrderStopsInput!) { orderStops(input: $input) { accounts { ok } errors { code rule path } } }`;
  const input = {
    commandId: '0190a1b2-0000-7000-8000-000000000003',
    proposals: [{ proposalId: REPORT, accountRef: `a1.${'b'.repeat(26)}` }],
  };
  const codesWith = async (secondToken?: string) => {
    const answer = await open.ask(ORDER, {
      as: OFFICER,
      variables: { input: { ...input, ...(secondToken !== undefined && { secondToken }) } },
    });
    return fieldOf<{ readonly errors: readonly { readonly code: string }[] }>(answer, 'orderStops').errors.map(({ code }) => code);
  };

  it('signs with a token of another person, with the role, and with one that holds', async () => {
    expect(await codesWith()).toEqual(['SECOND_PERSON_REQUIRED']);
    expect(await codesWith(await open.token(OFFICER))).toEqual(['SECOND_PERSON_IS_THE_SAME']);
    expect(await codesWith(await open.token('police/lead', { person: 'p-2' }))).toEqual(['SECOND_PERSON_NOT_ALLOWED']);
    expect(await codesWith('forged.token.x')).toEqual(['TOKEN_MALFORMED']);
    expect(await codesWith(await open.token(OFFICER, { person: 'p-2' }))).toEqual(['NO_SUCH_PROPOSAL']);
  });
});

describe('identity: verified at the gateway, and again by the owning node', () => {
  const ask = async (token: string) => {
    const { status, errors } = await open.ask('{ cases(first: 1) { edges { cursor } } }', { token });
    return [status, errors?.[0]?.extensions['reason']];
  };

  it('refuses forged, expired and misdirected tokens', async () => {
    const good = await open.token(OFFICER);
    expect(await ask(good.replace(/.{12}$/, 'AAAAAAAAAAAA'))).toEqual([401, 'TOKEN_FORGED']);
    expect(await ask(await open.token(OFFICER, { audience: ['city'] }))).toEqual([401, 'TOKEN_WRONG_AUDIENCE']);
    expect((await ask(await open.token(OFFICER, { audience: ['gateway'] })))[1]).toBe('TOKEN_WRONG_AUDIENCE');
  });
});

describe('P1: a case, as police and as a bank see it', () => {
  const CASE = `query ($caseNo: String!) { case(caseNo: $caseNo) { id caseNo isWhole unit reportedAt places { lostFen stoppedFen }
    money { places { lostFen } accounts { accountRef bank } movements { from to } } orders(first: 100) { edges { node { bank orderId } } } } }`;

  it('shows the police the whole: lost = stopped', async () => {
    const { data } = await open.ask(CASE, { as: OFFICER, variables: { caseNo } });
    expect(data?.['case']).toMatchObject({ isWhole: true, places: { lostFen: 166_000_000, stoppedFen: 166_000_000 } });
  });

  it('shows a bank its own accounts and orders, in data, counts and errors', async () => {
    const { data, text } = await open.ask(CASE, { as: BANK, variables: { caseNo } });
    expect(data?.['case']).toMatchObject({ isWhole: false, unit: null, reportedAt: null, places: null, money: { places: null } });
    expect([...new Set(text.match(/"bank":"[^"]+"/g))]).toEqual(['"bank":"bank-industry"']);
  });

  it('answers for a case of others as for none', async () => {
    const own = open.result.cases[0]?.accounts.map(({ bank }) => bank) ?? [];
    const stranger = ['bank-overseas', 'bank-joint-stock', 'card-clearing', 'bank-city', 'bank-transport'].find(
      (bank) => !own.includes(bank),
    );
    const hidden = await open.ask(CASE, { as: `${stranger ?? ''}/operator`, variables: { caseNo } });
    const unknown = await open.ask(CASE, { as: `${stranger ?? ''}/operator`, variables: { caseNo: 'no such case' } });
    const plain = (text: string) => text.replaceAll(/"left":\d+/g, '');
    expect(plain(hidden.text)).toBe(plain(unknown.text));
    expect(hidden.data).toEqual({ case: null });
    const { data } = await open.ask(
      '{ cases(first: 10) { edges { cursor } pageInfo { hasNextPage } } orders(first: 10) { edges { cursor } } }',
      { as: `${stranger ?? ''}/operator` },
    );
    expect(data).toEqual({ cases: { edges: [], pageInfo: { hasNextPage: false } }, orders: { edges: [] } });
  });

  it('finds by global id what the reader may see, and nothing else', async () => {
    const list = await open.ask('{ orders(last: 1) { edges { node { id bank } } } }', { as: OFFICER });
    const [edge] = fieldOf<{ readonly edges: readonly { readonly node: { readonly id: string; readonly bank: string } }[] }>(
      list,
      'orders',
    ).edges;
    const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';
    const variables = { id: edge?.node.id };
    expect((await open.ask(NODE, { as: OFFICER, variables })).data).toEqual({ node: { __typename: 'StopOrder', id: edge?.node.id } });
    const other = edge?.node.bank === 'bank-industry' ? 'bank-rural' : 'bank-industry';
    expect((await open.ask(NODE, { as: `${other}/operator`, variables })).data).toEqual({ node: null });
  });
});

describe('D1: pages and limits', () => {
  const codeOf = async (query: string, as = OFFICER) => (await open.ask(query, { as })).errors?.[0]?.extensions['code'];

  it('goes through a list in both directions and meets the same rows', async () => {
    const ids = async (span: string) => {
      const answer = await open.ask(
        `{ orders(${span}) { edges { cursor node { orderId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
        { as: OFFICER },
      );
      return fieldOf<OrdersPage>(answer, 'orders');
    };
    const all = (await ids('first: 100')).edges.map(({ node }) => node.orderId);
    const first = await ids('first: 2');
    const rest = await ids(`first: 100, after: "${first.pageInfo.endCursor}"`);
    expect([...first.edges, ...rest.edges].map(({ node }) => node.orderId)).toEqual(all);
    const before = await ids(`last: 100, before: "${rest.pageInfo.startCursor}"`);
    expect(before.edges).toEqual(first.edges);
    expect((await ids('last: 1')).edges[0]?.node.orderId).toBe(all.at(-1));
  });

  it('names its limits by code', async () => {
    expect(await codeOf('{ orders { edges { cursor } } }')).toBe('PAGE_SIZE_MISSING');
    expect(await codeOf('{ orders(first: 101) { edges { cursor } } }')).toBe('PAGE_SIZE_MISSING');
    expect(await codeOf('{ orders(first: 5, after: "x") { edges { cursor } } }')).toBe('BAD_CURSOR');
    expect(await codeOf('{ cases(first: 100) { edges { node { orders(first: 100) { edges { cursor } } } } } }')).toBe('COST_TOO_HIGH');
    expect(await codeOf(`{ ${'case(caseNo: "x") { caseNo } '.repeat(2_000)} }`)).toBe('DOCUMENT_TOO_LARGE');
    expect(await codeOf('{ nonsense }')).toBe('GRAPHQL_VALIDATION_FAILED');
    const large = await open.ask(REPORT_CASE, { as: OFFICER, variables: { input: { commandId: REPORT, summary: 'x'.repeat(2_000_000) } } });
    expect([large.status, large.errors?.[0]?.extensions['code']]).toEqual([413, 'REQUEST_TOO_LARGE']);
    expect(large.errors?.[0]?.message).toMatch(/^The request has more than \d+ bytes: shorten its texts/);
    expect(large.text.length).toBeLessThan(300);
  });

  it('tells what a request cost, and shows its manual to members only', async () => {
    expect((await open.ask('{ viewer { member } }', { as: BANK })).extensions).toMatchObject({ cost: { requested: 2, max: 10_000 } });
    expect((await open.ask('{ __schema { queryType { name } } }', { as: BANK })).data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    });
    expect((await open.ask('{ __schema { queryType { name } } }')).status).toBe(401);
  });
});

describe('read your writes', () => {
  const CASES = 'query ($seen: String) { cases(first: 100, seen: $seen) { edges { node { caseId } } } }';

  it('waits until the city shows what the token stands for', async () => {
    const input = { commandId: '0190a1b2-0000-7000-8000-000000000009' };
    const answer = await open.ask(REPORT_CASE, { as: OFFICER, variables: { input } });
    const reported = fieldOf<{ readonly caseId: string; readonly position: { readonly token: string } }>(answer, 'reportCase');
    const read = await open.ask(CASES, { as: OFFICER, variables: { seen: reported.position.token } });
    expect(read.extensions?.['stale']).toBeUndefined();
    expect(read.text).toContain(reported.caseId);
  });

  it('says how far it is when that takes too long, and refuses a token of a log that was replaced', async () => {
    const storeId = open.nodes.get('police')?.store.storeId ?? '';
    const far = Buffer.from(`police/${storeId}/999999999`).toString('base64url');
    const stale = await open.ask(CASES, { as: OFFICER, headers: { 'interlock-seen': far } });
    expect(stale.extensions).toMatchObject({ stale: true, lag: [{ node: 'police', position: '999999999', reached: expect.any(String) }] });
    const old = Buffer.from('police/another-log/1').toString('base64url');
    expect((await open.ask(CASES, { as: OFFICER, variables: { seen: old } })).errors?.[0]?.extensions['code']).toBe(
      'POSITION_OF_ANOTHER_LOG',
    );
    expect((await open.ask(CASES, { as: OFFICER, variables: { seen: 'x' } })).errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});

describe('S1, S5: the member’s own numbered feed', () => {
  const FEED = (after?: string) =>
    `subscription { caseEvents${after === undefined ? '' : `(after: "${after}")`} { entry { number kind type } cursor head } }`;
  const socketOf = async (actor: string) => openSocket(open.gateway.url, `Bearer ${await open.token(actor)}`);

  it('replays from the start and from any cursor, 1, 2, 3 … without a gap', async () => {
    const socket = await socketOf(BANK);
    const all = await socket.take(
      FEED(),
      (messages) => messages.at(-1)?.data?.caseEvents.entry?.number === messages.at(-1)?.data?.caseEvents.head,
    );
    const numbers = all.map(({ data }) => data?.caseEvents.entry?.number);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBeGreaterThan(2);
    const third = await socket.first(FEED(all[1]?.data?.caseEvents.cursor));
    expect(third).toEqual(all[2]);
    await socket.close();
  });

  it('goes on live where the replay ends', async () => {
    const socket = await socketOf(OFFICER);
    let head = 0;
    const reported = '0190a1b2-0000-7000-8000-00000000000a';
    const messages = await socket.take(FEED(), (taken) => {
      const last = taken.at(-1)?.data?.caseEvents;
      if (head === 0 && last?.entry?.number === last?.head) {
        head = last?.head ?? 0;
        void open.ask(REPORT_CASE, { as: OFFICER, variables: { input: { commandId: reported } } });
      }
      return head > 0 && (last?.entry?.number ?? 0) > head;
    });
    const numbers = messages.flatMap(({ data }) => data?.caseEvents.entry?.number ?? []);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(messages.at(-1)?.data?.caseEvents.entry).toMatchObject({ number: head + 1, kind: 'police.case-reported.v1' });
    await socket.close();
  });

  it('refuses a cursor of another member, and one that lies ahead', async () => {
    const socket = await socketOf(BANK);
    const codeOf = async (cursor: string) =>
      (await socket.first(FEED(Buffer.from(cursor).toString('base64url')))).errors?.[0]?.extensions['code'];
    expect(await codeOf('feed/bank-rural/1')).toBe('BAD_CURSOR');
    expect(await codeOf('feed/bank-industry/99999')).toBe('BAD_CURSOR');
    expect((await socket.first('{ viewer { member } }')).errors?.[0]?.extensions['code']).toBe('USE_HTTP');
    await socket.close();
  });

  it('closes the socket of a stranger, and one whose token ends, with 4401', async () => {
    await expect(openSocket(open.gateway.url, 'Bearer x.y.z')).rejects.toThrow('4401');
    const socket = await openSocket(open.gateway.url, `Bearer ${await open.token('police/lead', { ttlSeconds: 60 })}`);
    const taken = socket.take(FEED(), () => false);
    await open.city.goTo(plusMs(open.city.now(), 61_000));
    expect(await socket.closed).toBe(4401);
    await taken;
  });
});

describe('P4: what goes wrong inside', () => {
  it('was reported to nobody outside, and nothing did', () => {
    expect(open.troubles).toEqual([]);
    expect(open.city.parked()).toEqual([]);
  });
});

function numberIn(caseNo: string): number {
  return Number(/\d+$/.exec(caseNo)?.[0]);
}

interface OrdersPage {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly orderId: string } }[];
  readonly pageInfo: { readonly startCursor: string; readonly endCursor: string; readonly hasNextPage: boolean };
}
