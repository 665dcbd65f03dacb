import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankNode } from '@interlock/bank';
import { cityNode } from '@interlock/city';
import { COMMAND_OPERATIONS } from '@interlock/gateway';
import { officeNode } from '@interlock/office';
import { policeNode } from '@interlock/police';
import { telecomNode } from '@interlock/telecom';
import { type GraphQLSchema, buildSchema } from 'graphql';
import { shipped } from '../stories/load.suite.ts';
import { ACTORS, EXPECTED } from './access-matrix.fixtures.ts';
import { anyDocument } from './any-document.suite.ts';
import { type GatewayCity, openGatewayCity } from './gateway-city.suite.ts';
import { ASKED_OF_NODES, EXPECTED_AT_NODE } from './node-queries.fixtures.ts';
import { openSocket } from './socket.suite.ts';

let open: GatewayCity;
const schema: GraphQLSchema = buildSchema(readFileSync(new URL('../../../../docs/schema.graphql', import.meta.url), 'utf8'));
const operations = [
  ...namesOf('query', schema.getQueryType()),
  ...namesOf('mutation', schema.getMutationType()),
  ...namesOf('subscription', schema.getSubscriptionType()),
];

beforeAll(async () => {
  open = await openGatewayCity(shipped('wuyi-1.66m'), { budget: 10_000_000 });
}, 60_000);
afterAll(() => open.stop());

describe('P1: member kinds × roles × every operation', () => {
  it('has a row for every operation, and no other', () => {
    expect([...EXPECTED.keys()].sort()).toEqual(operations.map(([, name]) => name).sort());
  });

  it.each(operations)(
    '%s %s answers whom the table says, and nobody else',
    async (kind, name) => {
      const document = anyDocument(schema, kind, name);
      const signs = await Promise.all(
        ACTORS.map(async (actor) => signOf(kind === 'subscription' ? await subscribed(actor, document) : await asked(actor, document))),
      );
      expect(signs.join('')).toBe(EXPECTED.get(name));
    },
    20_000,
  );

  it.each(operations.filter(([, name]) => name !== 'about'))('%s %s gives nothing without a token', async (kind, name) => {
    if (kind === 'subscription') return expect(openSocket(open.gateway.url, '')).rejects.toThrow('4401');
    const { status, data, errors } = await open.ask(anyDocument(schema, kind, name));
    expect({ status, data, codes: codesOf(errors) }).toEqual({ status: 401, data: undefined, codes: ['UNAUTHENTICATED'] });
  });

  it.each(COMMAND_OPERATIONS)(
    '$mutation is refused by the owning node itself to whom the table names not',
    async ({ mutation, contract, to }) => {
      const signs = EXPECTED.get(mutation) ?? '';
      for (const [index, actor] of ACTORS.entries()) {
        const [member = '', role = ''] = actor.split('/');
        const node = open.nodes.get(to === 'own' ? ownerOf(contract.name) : to);
        const answer = await node?.execute({
          ...{ name: contract.name, commandId: UUID, body: {} },
          actor: { kind: 'person', member, person: 'p-1', role, unit: 'county-wuyi' },
        });
        const isDenied = answer?.ok === false && answer.errors.some(({ code }) => code === 'NOT_ALLOWED');
        expect(`${actor} ${isDenied ? '.' : '+'}`).toBe(`${actor} ${signs.charAt(index)}`);
      }
    },
  );
});

describe('P1: every query of every node, asked of the node itself', () => {
  it('has a row for every query of every kind of node, and no other', () => {
    const routes = [policeNode, bankNode, telecomNode, officeNode, cityNode].flatMap(({ queries }) => queries.map(({ name }) => name));
    expect([...EXPECTED_AT_NODE.keys()].sort()).toEqual(routes.sort());
  });

  it.each([...EXPECTED_AT_NODE.keys()])('%s answers whom the table says, and nobody else', async (name) => {
    const node = open.nodes.get(/^(?:bank|telecom)\./.test(name) ? ownerOf(name) : (name.split('.')[0] ?? ''));
    const signs = [];
    for (const actor of ACTORS) {
      const [member = '', role = ''] = actor.split('/');
      const person = { kind: 'person', member, person: 'p-1', role, unit: 'county-wuyi' } as const;
      const answer = await node?.ask({ name, commandId: name, body: {}, actor: person });
      const codes = answer?.ok === false ? answer.errors.map(({ code }) => code) : [];
      expect(codes).not.toContain('UNKNOWN_QUERY');
      signs.push(codes.includes('NOT_ALLOWED') ? '.' : '+');
    }
    expect(signs.join('')).toBe(EXPECTED_AT_NODE.get(name));
  });

  it('is what the gateway refuses early, too: what is asked of a node is refused there to the same people', () => {
    const reads = operations
      .filter(([kind, name]) => kind !== 'mutation' && !['about', 'viewer', 'commandOutcome'].includes(name))
      .map(([, name]) => name);
    expect(Object.keys(ASKED_OF_NODES).sort()).toEqual(reads.sort());
    for (const [operation, query] of Object.entries(ASKED_OF_NODES))
      expect(`${operation} ${String(EXPECTED_AT_NODE.get(query))}`).toBe(`${operation} ${String(EXPECTED.get(operation))}`);
  });
});

const UUID = '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10';

function ownerOf(contract: string): string {
  return contract.startsWith('bank.') ? 'bank-industry' : 'operator-mobile';
}

async function asked(actor: string, document: string): Promise<readonly string[]> {
  const { errors, text } = await open.ask(document, { as: actor });
  expect(text).not.toContain('INTERNAL');
  return codesOf(errors);
}

async function subscribed(actor: string, document: string): Promise<readonly string[]> {
  const socket = await openSocket(open.gateway.url, `Bearer ${await open.token(actor)}`);
  const first = await socket.first(document);
  await socket.close();
  return first.errors?.map(({ extensions }) => String(extensions['code'])) ?? [];
}

function signOf(codes: readonly string[]): string {
  if (codes.includes('NOT_ALLOWED')) return '.';
  expect(codes).not.toContain('UNAUTHENTICATED');
  return '+';
}

function codesOf(errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[] = []): readonly string[] {
  return errors.map(({ extensions }) => String(extensions['code']));
}

function namesOf<Kind extends 'query' | 'mutation' | 'subscription'>(
  kind: Kind,
  type: { getFields(): Readonly<Record<string, unknown>> } | null | undefined,
): readonly (readonly [Kind, string])[] {
  return Object.keys(type?.getFields() ?? {}).map((name) => [kind, name] as const);
}
