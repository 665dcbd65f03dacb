import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shipped } from '../stories/load.suite.ts';
import { type GatewayCity, fieldOf, openGatewayCity } from './gateway-city.suite.ts';

let open: GatewayCity;
beforeAll(async () => {
  open = await openGatewayCity(shipped('wuyi-1.66m'));
}, 60_000);
afterAll(() => open.stop());

const OFFICER = 'police/duty-officer';

interface Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: { readonly endCursor?: string | null; readonly hasNextPage: boolean };
}

interface Duty {
  readonly caseId: string;
  readonly dutyId: string;
  readonly member: string;
  readonly state: string;
}

async function duties(as: string, args: string): Promise<readonly Duty[]> {
  const answer = await open.ask(`{ duties(${args}) { edges { node { caseId dutyId member state } } } }`, { as });
  return fieldOf<Page<Duty>>(answer, 'duties').edges.map(({ node }) => node);
}

describe('R-814: duties by member, from the city', () => {
  it('are all for the police, of one member or one case where that is asked', async () => {
    const all = await duties(OFFICER, 'first: 100');
    const members = [...new Set(all.map(({ member }) => member))];
    expect(members.length).toBeGreaterThan(3);
    for (const member of members)
      expect(await duties(OFFICER, `first: 100, member: "${member}"`)).toEqual(all.filter((duty) => duty.member === member));
    expect(await duties(OFFICER, `first: 100, caseId: "${all[0]?.caseId ?? ''}"`)).toEqual(all);
    expect(await duties(OFFICER, `last: 2`)).toEqual(all.slice(-2));
  });

  it('are a member’s own for its people, whoever they ask about', async () => {
    const all = await duties(OFFICER, 'first: 100');
    const bank = all.find(({ member }) => member.startsWith('bank-'))?.member ?? '';
    expect(await duties(`${bank}/lead`, 'first: 100')).toEqual(all.filter(({ member }) => member === bank));
    expect(await duties(`${bank}/lead`, 'first: 100, member: "police"')).toEqual([]);
  });

  it('show what was just done, to whoever brings its position', async () => {
    const [duty] = (await duties(OFFICER, 'first: 100, state: "assigned"')).filter(({ member }) => member !== 'police');
    const { caseId = '', dutyId = '', member = '' } = duty ?? {};
    const input = { commandId: '0190a1b2-0000-7000-8000-000000000201', caseId, dutyId };
    const answer = await open.ask(
      'mutation ($input: AcceptDutyInput!) { acceptDuty(input: $input) { errors { code } position { token } } }',
      {
        as: `${member}/lead`,
        variables: { input },
      },
    );
    const { errors, position } = fieldOf<{ readonly errors: unknown; readonly position: { readonly token: string } }>(answer, 'acceptDuty');
    expect(errors).toEqual([]);
    const seen = await duties(OFFICER, `first: 100, member: "${member}", seen: "${position.token}"`);
    expect(seen.find((one) => one.dutyId === dutyId)).toMatchObject({ state: 'accepted' });
  });
});

describe('R-501: warnings, from the city', () => {
  const ISSUE =
    'mutation ($input: IssueWarningInput!) { issueWarning(input: $input) { warningId errors { code path } position { token } } }';
  const WARNINGS = `query ($seen: String) { warnings(first: 10, seen: $seen) { edges { node {
    warningId level state unit issuedAt overdue lostFen } } } }`;

  it('show a new one to the desk at once, with nothing of the person', async () => {
    const input = {
      commandId: '0190a1b2-0000-7000-8000-000000000202',
      ...{ level: 'HIGH', source: 'FUND', scamType: 'T08', unit: 'county-wuyi' },
      subject: { name: '王小明', idNumber: '330723199001010025', phone: '13900000001', operator: 'operator-mobile' },
    };
    const issued = await open.ask(ISSUE, { as: OFFICER, variables: { input } });
    const { errors, warningId, position } = fieldOf<{
      readonly errors: unknown;
      readonly warningId: string;
      readonly position: { readonly token: string };
    }>(issued, 'issueWarning');
    expect(errors).toEqual([]);
    const read = await open.ask(WARNINGS, { as: OFFICER, variables: { seen: position.token } });
    const [edge] = fieldOf<Page<unknown>>(read, 'warnings').edges;
    expect(edge?.node).toMatchObject({ warningId, level: 'high', unit: 'county-wuyi', issuedAt: open.city.now(), overdue: [], lostFen: 0 });
    expect(read.text).not.toMatch(/王小明|33072319|139000/);
  });
});

describe('P4: typed numbers are looked up by person, recorded and limited', () => {
  const FIND = `query ($number: String!) { findAccount(bank: "bank-industry", number: $number, purpose: "duty desk") { ref code } }`;

  it('one number after the other, each its own; beyond the limit it is a coded refusal', async () => {
    const token = await open.token(OFFICER, { person: 'p-looks-up' });
    const found = async (number: string) => {
      const answer = await open.ask(FIND, { token, variables: { number } });
      return answer.errors?.[0]?.extensions['code'] ?? fieldOf<{ readonly ref: string }>(answer, 'findAccount').ref;
    };
    const first = await found('6222020000000000001');
    expect(first).toMatch(/^a1\./);
    const second = await found('6222020000000000002');
    expect(second).toMatch(/^a1\./);
    expect(second).not.toBe(first);
    let asked = 2;
    for (let last: unknown = second; last !== 'TOO_MANY_LOOK_UPS'; asked += 1) {
      last = await found('6222020000000000001');
      expect(asked).toBeLessThan(200);
    }
    const refused = await open.ask(FIND, { token, variables: { number: '6222020000000000003' } });
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringContaining('later'),
      extensions: { details: { lookUpsMax: asked - 1 } },
    });
    expect(open.troubles).toEqual([]);
  });
});

describe('R-108: the bank’s desk sees that two officers signed', () => {
  it('by their codes and units, in the order signed', async () => {
    const answer = await open.ask('{ orders(first: 50) { edges { node { orderId accountRef bank code lapsesAt } } } }', { as: OFFICER });
    const orders = fieldOf<Page<{ orderId: string; accountRef: string; bank: string; code?: string; lapsesAt?: string }>>(
      answer,
      'orders',
    ).edges;
    const stop = orders.map(({ node }) => node).find(({ code, lapsesAt = '' }) => code === '0000' && lapsesAt > open.city.now());
    const { orderId = '', accountRef = '', bank = '' } = stop ?? {};
    const secondToken = await open.token('police/officer', { person: 'p-2' });
    const input = { commandId: '0190a1b2-0000-7000-8000-000000000401', accountRef, orderId, secondToken };
    const renewed = await open.ask('mutation ($input: RenewStopInput!) { renewStop(input: $input) { orderId errors { code } } }', {
      as: OFFICER,
      variables: { input },
    });
    const { orderId: about, errors } = fieldOf<{ readonly orderId: string; readonly errors: unknown }>(renewed, 'renewStop');
    expect(errors).toEqual([]);
    const tasks = await open.ask('{ tasks(first: 20, kind: "stop") { edges { node { about signedBy { person unit } } } } }', {
      as: `${bank}/operator`,
    });
    expect(fieldOf<Page<unknown>>(tasks, 'tasks').edges.map(({ node }) => node)).toEqual([
      {
        about,
        signedBy: [
          { person: 'p-1', unit: 'county-wuyi' },
          { person: 'p-2', unit: 'county-wuyi' },
        ],
      },
    ]);
  });
});

describe('an action over many, and the version that the caller saw', () => {
  const ref = (letter: string) => `a1.${letter.repeat(26)}`;
  const id = (last: number) => `0190a1b2-0000-7000-8000-00000000030${String(last)}`;
  const ORDER =
    'mutation ($input: OrderStopsInput!) { orderStops(input: $input) { accounts { ok } errors { code path message { zh en } } } }';
  const ordered = async (letters: readonly string[]) => {
    const secondToken = await open.token('police/officer', { person: 'p-2' });
    const proposals = letters.map((letter) => ({ proposalId: id(1), accountRef: ref(letter) }));
    const input = { commandId: id(2), expectedVersion: 3, secondToken, proposals };
    const answer = await open.ask(ORDER, { as: 'police/officer', variables: { input } });
    return fieldOf<{ readonly errors: readonly { readonly code: string; readonly path?: string }[] }>(answer, 'orderStops').errors;
  };

  it('is refused before anything is done: each has a head of its own', async () => {
    expect(await ordered(['b', 'c'])).toMatchObject([{ code: 'VERSION_OF_MANY', path: 'expectedVersion' }]);
  });

  it('holds for an action over one', async () => {
    expect(await ordered(['b'])).toMatchObject([{ code: 'STALE_VERSION' }]);
  });

  it.each([
    ['police', 'officer', 'police.propose-stops.v1', { caseId: id(1), accounts: [ref('b'), ref('c')] }],
    ['police', 'officer', 'police.order-freezes.v1', { caseId: id(1), accounts: [{ accountRef: ref('b') }, { accountRef: ref('c') }] }],
  ])('%s %s %s', async (node, role, name, body) => {
    const person = { kind: 'person', member: 'police', unit: 'county-wuyi' } as const;
    const answer = await open.nodes.get(node)?.execute({
      ...{ name, commandId: id(4), body, expectedVersion: 3 },
      actor: { ...person, person: 'p-1', role },
      second: { ...person, person: 'p-2', role: 'approving-head' },
    });
    expect(answer).toMatchObject({ ok: false, errors: [{ code: 'VERSION_OF_MANY', details: { streams: 2 } }] });
  });
});
