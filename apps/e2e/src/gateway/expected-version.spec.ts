import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shipped } from '../stories/load.suite.ts';
import { type GatewayCity, fieldOf, openGatewayCity } from './gateway-city.suite.ts';

let open: GatewayCity;
beforeAll(async () => {
  open = await openGatewayCity(shipped('wuyi-1.66m'));
}, 60_000);
afterAll(() => open.stop());

interface Payload {
  readonly caseId: string;
  readonly version: number | null;
  readonly repeated: boolean;
  readonly position: { readonly token: string } | null;
  readonly errors: readonly { readonly code: string; readonly details?: unknown }[];
}

const OFFICER = 'police/duty-officer';
const id = (last: number) => `0190a1b2-0000-7000-8000-000000000${String(500 + last)}`;

async function send(mutation: string, input: Readonly<Record<string, unknown>>): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { caseId version repeated position { token } errors { code details } } }`;
  return fieldOf(await open.ask(query, { as: OFFICER, variables: { input } }), mutation);
}

describe('a client that says which version it saw', () => {
  it('finds the version in the payload and on the case, succeeds with it, and is stale the second time', async () => {
    const reported = await send('reportCase', { commandId: id(1), summary: '电话诈骗' });
    const { caseId } = reported;
    expect(reported).toMatchObject({ errors: [], version: expect.any(Number) });

    const seen = reported.position?.token;
    const read = await open.ask('query ($caseId: ID!, $seen: String) { case(caseId: $caseId, seen: $seen) { version } }', {
      ...{ as: OFFICER, variables: { caseId, seen } },
    });
    expect(fieldOf(read, 'case')).toEqual({ version: reported.version });

    const accept = { commandId: id(2), caseId, expectedVersion: reported.version };
    const accepted = await send('acceptCase', accept);
    expect(accepted).toMatchObject({ errors: [], repeated: false });
    expect(accepted.version).toBeGreaterThan(reported.version ?? Infinity);
    expect(await send('acceptCase', accept)).toEqual({ ...accepted, repeated: true });

    const close = { caseId, reason: '重复报案' };
    const stale = await send('closeCase', { ...close, commandId: id(3), expectedVersion: reported.version });
    expect(stale).toMatchObject({ version: null, errors: [{ code: 'STALE_VERSION', details: { actual: accepted.version } }] });
    expect(await send('closeCase', { ...close, commandId: id(4), expectedVersion: accepted.version })).toMatchObject({ errors: [] });
  });

  it('finds that of an account’s stops on each order', async () => {
    const orders = await open.ask('{ orders(first: 50) { edges { node { orderId accountRef code lapsesAt version } } } }', { as: OFFICER });
    const { edges } = fieldOf<{ readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> }[] }>(orders, 'orders');
    for (const { node } of edges) expect(node).toMatchObject({ version: expect.any(Number) });
    const { orderId, accountRef, version } =
      edges.map(({ node }) => node).find(({ code, lapsesAt }) => code === '0000' && String(lapsesAt) > open.city.now()) ?? {};
    const renewal = async (commandId: string): Promise<Payload> => {
      const secondToken = await open.token('police/officer', { person: 'p-2' });
      const input = { commandId, accountRef, orderId, secondToken, expectedVersion: version };
      const query = 'mutation ($input: RenewStopInput!) { renewStop(input: $input) { version errors { code } } }';
      return fieldOf(await open.ask(query, { as: OFFICER, variables: { input } }), 'renewStop');
    };
    const renewed = await renewal(id(6));
    expect(renewed.errors).toEqual([]);
    expect(renewed.version).toBeGreaterThan(Number(version));
    expect((await renewal(id(7))).errors).toMatchObject([{ code: 'STALE_VERSION' }]);
  });

  it('tells a bank, which sends no commands about a case, no version of it', async () => {
    const answer = await open.ask('{ cases(first: 1) { edges { node { caseId version } } } }', { as: 'bank-industry/operator' });
    expect(answer.errors).toBeUndefined();
    expect(answer.text).toContain('"version":null');
  });
});
