import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GatewayCity, fieldOf, openGatewayCity } from '../gateway/gateway-city.suite.ts';
import { must } from '../machinery/two-houses.suite.ts';
import { shipped } from '../stories/load.suite.ts';
import { type CuttingProxy } from './cutting-proxy.suite.ts';
import { type Line, farNodes } from './far-nodes.suite.ts';

const OFFICER = 'police/officer';
const DEADLINE_MS = 3_000;
const line: Line = {};
let open: GatewayCity;
let proxy: CuttingProxy;
beforeAll(async () => {
  open = await openGatewayCity(shipped('wuyi-1.66m'), {}, farNodes(line, DEADLINE_MS));
  proxy = must(line.proxy);
}, 60_000);
afterAll(() => open.stop());

interface Payload {
  readonly caseId: string | null;
  readonly caseNo: string | null;
  readonly repeated: boolean;
  readonly position: { readonly token: string } | null;
  readonly errors: readonly { readonly code: string; readonly details?: unknown; readonly message: { readonly en: string } }[];
}

const REPORT_CASE = `mutation ($input: ReportCaseInput!) { reportCase(input: $input) {
  caseId caseNo repeated errors { code details message { zh en } } position { token } } }`;
const OUTCOME = `query ($commandId: ID!) { commandOutcome(commandId: $commandId, node: "police") {
  mutation state since ok errors { code } position { token } version outcome } }`;
const id = (last: number): string => `0190a1b2-0000-7000-8000-${String(900 + last).padStart(12, '0')}`;

async function report(commandId: string): Promise<Payload> {
  return fieldOf(await open.ask(REPORT_CASE, { as: OFFICER, variables: { input: { commandId, summary: '电话诈骗' } } }), 'reportCase');
}

async function outcomeOf(commandId: string, token?: string): Promise<Readonly<Record<string, unknown>> | null> {
  const asked = await open.ask(OUTCOME, { ...(token === undefined ? { as: OFFICER } : { token }), variables: { commandId } });
  return fieldOf(asked, 'commandOutcome');
}

/** How many cases the police have. */
const cases = async (): Promise<number> => {
  const { nodes } = open;
  const log = await must(nodes.get('police')).store.readAll({ limit: 10_000 });
  return new Set(log.events.map(({ stream }) => stream).filter((stream) => /^case-[^.]+$/.test(stream))).size;
};

describe('a gateway that runs apart from the nodes', () => {
  it('commands, asks and shows what was written, as if they ran beside it', async () => {
    const reported = await report(id(1));
    expect(reported).toMatchObject({ errors: [], repeated: false, caseId: expect.any(String), position: expect.anything() });
    const asked = await open.ask('query ($caseId: ID!, $seen: String) { case(caseId: $caseId, seen: $seen) { caseNo version } }', {
      ...{ as: OFFICER, variables: { caseId: reported.caseId, seen: reported.position?.token } },
    });
    // The version is asked of the police, and shown because the city has come as far as they.
    expect(fieldOf(asked, 'case')).toEqual({ caseNo: reported.caseNo, version: expect.any(Number) });
    expect(asked.extensions).not.toHaveProperty('stale');
    const proposals = await open.ask('{ proposals(first: 5) { edges { cursor } } }', { as: OFFICER });
    expect(fieldOf(proposals, 'proposals')).toMatchObject({ edges: expect.any(Array) });
    const bad = await open.ask('{ proposals(first: 5, after: "x") { edges { cursor } } }', { as: OFFICER });
    expect(bad.errors?.[0]?.extensions['code']).toBe('BAD_CURSOR');
    const misdirected = await open.token(OFFICER, { audience: ['gateway'] });
    const refused = await open.ask(REPORT_CASE, { token: misdirected, variables: { input: { commandId: id(2) } } });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'TOKEN_WRONG_AUDIENCE' });
  });

  it('tells a lost answer from a refusal: OUTCOME_UNKNOWN, which resolves itself and is one case', async () => {
    const before = await cases();
    proxy.loseAnswers(Number.POSITIVE_INFINITY);
    const first = await report(id(3));
    expect(first).toMatchObject({ caseId: null, position: null, errors: [{ code: 'OUTCOME_UNKNOWN' }] });
    expect(first.errors[0]).toMatchObject({
      details: { node: 'police', commandId: id(3) },
      message: { en: expect.stringContaining('repeat') },
    });
    expect(await outcomeOf(id(3))).toMatchObject({ mutation: 'reportCase', state: 'UNKNOWN', ok: null, errors: [], outcome: null });
    // Its sender’s business, and nobody else’s.
    expect(await outcomeOf(id(3), await open.token(OFFICER, { person: 'p-2' }))).toBeNull();
    expect(await outcomeOf(id(4))).toBeNull();
    // While the node cannot be reached at all it is still open what became of the first try.
    proxy.refuse(true);
    proxy.loseAnswers(0);
    expect((await report(id(3))).errors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    proxy.refuse(false);
    const answered = await resolved(id(3));
    expect(answered).toMatchObject({
      state: 'ANSWERED',
      ok: true,
      errors: [],
      position: expect.anything(),
      outcome: { caseId: expect.any(String) },
    });
    const again = await report(id(3));
    expect(again).toMatchObject({ errors: [], repeated: true, ...pick(answered['outcome'], 'caseId', 'caseNo') });
    expect((await cases()) - before).toBe(1);
  });

  it('says NODE_UNAVAILABLE where nothing was sent, and nothing was done', async () => {
    const before = await cases();
    proxy.refuse(true);
    expect(await report(id(5))).toMatchObject({ caseId: null, errors: [{ code: 'NODE_UNAVAILABLE' }] });
    expect(await outcomeOf(id(5))).toBeNull();
    const asked = await open.ask('{ proposals(first: 5) { edges { cursor } } }', { as: OFFICER });
    expect(asked.errors?.[0]?.extensions['code']).toBe('NODE_UNAVAILABLE');
    // What the city shows does not depend on anybody.
    expect((await open.ask('{ cases(first: 5) { edges { node { caseId } } } }', { as: OFFICER })).errors).toBeUndefined();
    proxy.refuse(false);
    expect(await cases()).toBe(before);
    expect(await report(id(5))).toMatchObject({ errors: [], repeated: false });
    expect(open.troubles).toEqual([]);
  });
});

/** Asks as a client would, until the gateway knows. */
async function resolved(commandId: string): Promise<Readonly<Record<string, unknown>>> {
  for (;;) {
    const outcome = must((await outcomeOf(commandId)) ?? undefined);
    if (outcome['state'] !== 'UNKNOWN') return outcome;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function pick(from: unknown, ...fields: readonly string[]): Readonly<Record<string, unknown>> {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(from ?? {});
  return Object.fromEntries(entries.filter(([field]) => fields.includes(field)));
}
