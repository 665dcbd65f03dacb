import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { bodyShapeOf } from '@interlock/contracts';
import { idOf } from '@interlock/kernel';
import { type Cast } from '@interlock/simulator';
import { anyDocument } from '../gateway/any-document.suite.ts';
import { must } from '../machinery/two-houses.suite.ts';
import { type CanaryCity, inText } from './canary-city.suite.ts';
import { REQUESTS, bodyFullOf, bodyOfNothingBut } from './clear-fields.suite.ts';

/** What is written into every field, wherever it does not belong: a name with an id number, a card’s number. */
export const MISPLACED = ['金丝雀误填330723199001010025', '6228480380990099006'] as const;

const ROLES = ['officer', 'duty-officer', 'approving-head', 'coordinator', 'operator', 'liaison', 'supervisor'];
const NODES: Readonly<Record<string, string>> = { bank: 'bank-rural', telecom: 'operator-mobile' };

/** Every command and query of every contract, at the node itself, with all its texts full of what must not come back; then all its fields. */
export async function misuseNodes(open: CanaryCity): Promise<void> {
  for (const text of MISPLACED)
    for (const request of REQUESTS)
      for (const body of [bodyFullOf(text, bodyShapeOf(request)), bodyOfNothingBut(text, bodyShapeOf(request))])
        for (const role of ROLES) await misuse(open, request, { role, body });
  await open.settled();
}

async function misuse(
  open: CanaryCity,
  { kind, name }: (typeof REQUESTS)[number],
  { role, body }: { readonly role: string; readonly body: unknown },
) {
  const owner = name.split('.', 1).join('');
  const node = must(open.city.get(NODES[owner] ?? owner));
  const actor = { kind: 'person', member: node.member, person: 'p-7', role, unit: 'city-centre' } as const;
  const asked = { name, commandId: idOf('misuse', name, role, inText(body)), body, actor };
  const reply = kind === 'command' ? node.execute({ ...asked, second: { ...actor, person: 'p-8' } }) : node.ask(asked);
  // What is thrown may come into a log as well.
  open.note('answers.log', `${name} ${await reply.then(inText, String)}`);
}

const OFFICERS: readonly Cast[] = [
  { member: 'police', person: 'p-1', role: 'officer', unit: 'city-centre' },
  { member: 'bank-rural', person: 'o-1', role: 'operator', unit: 'city-centre' },
];

/** The same through the gateway: every operation, and what is no request at all. */
export async function misuseGateway(open: CanaryCity): Promise<void> {
  const schema = buildSchema(readFileSync(new URL('../../../../docs/schema.graphql', import.meta.url), 'utf8'));
  const operations = [
    ...Object.keys(must(schema.getQueryType() ?? undefined).getFields()).map((name) => ['query', name] as const),
    ...Object.keys(must(schema.getMutationType() ?? undefined).getFields()).map((name) => ['mutation', name] as const),
  ];
  for (const cast of OFFICERS) {
    const token = await open.token(cast);
    for (const text of MISPLACED)
      for (const [kind, name] of operations)
        for (const filling of [
          { text, isFull: true },
          { text, ids: text, isFull: true },
        ])
          await post(open, JSON.stringify({ query: anyDocument(schema, kind, name, filling) }), token);
    for (const text of MISPLACED) await noRequests(open, text, token);
  }
}

async function noRequests(open: CanaryCity, text: string, token: string): Promise<void> {
  const bodies = [
    `{"query": "${text}"`,
    text,
    JSON.stringify({ query: text }),
    JSON.stringify({ query: `{ ${text} }` }),
    JSON.stringify({ query: `{ f${text.replaceAll(/\W/g, '')} }` }),
    JSON.stringify({ query: `{ case(caseNo: "${text}) { caseNo } }` }),
    JSON.stringify({ query: `{ cases(first: "${text}") { edges { cursor } } }` }),
    JSON.stringify({ query: `{ cases(first: 1, unknown: "${text}") { edges { cursor } } }` }),
    JSON.stringify({ query: `mutation { reportCase(input: { commandId: "${text}", how: "${text}" }) { caseId } }` }),
    JSON.stringify({ query: `mutation { reportCase(input: { nome: "${text}" }) { caseId } }` }),
    JSON.stringify({ query: '{ viewer { member } }', operationName: text }),
    JSON.stringify({ query: '{ viewer { member } }', variables: text }),
    JSON.stringify({ query: '{ viewer { member } }', extensions: { persistedQuery: { version: 1, sha256Hash: text } } }),
  ];
  for (const body of bodies) await post(open, body, token);
  await post(open, JSON.stringify({ query: '{ viewer { member } }' }), Buffer.from(text).toString('base64url'));
  await post(open, JSON.stringify({ query: '{ viewer { member } }' }), `${token}${Buffer.from(text).toString('base64url')}`);
  for (const path of [`/graphql?query=${encodeURIComponent(`{${text}}`)}`, `/${encodeURIComponent(text)}`])
    await noted(open, fetch(`${open.gateway.url}${path}`, { headers: { authorization: `Bearer ${token}` } }));
}

async function post(open: CanaryCity, body: string, token: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  await noted(open, fetch(`${open.gateway.url}/graphql`, { method: 'POST', headers, body }));
}

async function noted(open: CanaryCity, answer: Promise<Response>): Promise<void> {
  const response = await answer;
  open.note('gateway.log', `${String(response.status)} ${await response.text()} ${JSON.stringify([...response.headers])}`);
}
