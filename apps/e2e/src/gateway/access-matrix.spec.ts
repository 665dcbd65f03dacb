import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMAND_OPERATIONS } from '@interlock/gateway';
import { type GraphQLSchema, buildSchema } from 'graphql';
import { shipped } from '../stories/load.suite.ts';
import { ACTORS, EXPECTED } from './access-matrix.fixtures.ts';
import { anyDocument } from './any-document.suite.ts';
import { type GatewayCity, openGatewayCity } from './gateway-city.suite.ts';
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
