import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeEvent } from '@interlock/kernel';
import { type FinishedSpan, type Tracing, startTracing } from '@interlock/nest-kit';
import { type GatewayCity, fieldOf, openGatewayCity } from '../gateway/gateway-city.suite.ts';
import { openSocket } from '../gateway/socket.suite.ts';
import { shipped } from '../stories/load.suite.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CLIENT = '00f067aa0ba902b7';
const OFFICER = 'police/duty-officer';

const spans: FinishedSpan[] = [];
let tracing: Tracing;
let open: GatewayCity;
let bank: string;

beforeAll(async () => {
  tracing = await startTracing({ service: 'test', env: {}, take: (span) => spans.push(span) });
  open = await openGatewayCity(shipped('wuyi-1.66m'));
  bank = await orderAgain();
}, 60_000);
afterAll(async () => {
  await open.stop();
  await tracing.shutdown();
});

/** An order on an account whose stop stands, over the API, as a client that has a trace of its own. Answers the account’s bank. */
async function orderAgain(): Promise<string> {
  const orders = await open.ask('{ orders(first: 50) { edges { node { orderId accountRef bank code lapsesAt } } } }', { as: OFFICER });
  const { edges } = fieldOf<{ readonly edges: readonly { readonly node: Readonly<Record<string, string>> }[] }>(orders, 'orders');
  const standing = edges.map(({ node }) => node).find(({ code, lapsesAt = '' }) => code === '0000' && lapsesAt > open.city.now());
  const secondToken = await open.token('police/officer', { person: 'p-2' });
  const input = {
    ...{ commandId: '0190a1b2-0000-7000-8000-000000000777', secondToken },
    ...{ accountRef: standing?.['accountRef'], orderId: standing?.['orderId'] },
  };
  const answer = await open.ask('mutation ($input: RenewStopInput!) { renewStop(input: $input) { errors { code } } }', {
    ...{ as: OFFICER, variables: { input }, headers: { traceparent: `00-${TRACE}-${CLIENT}-01` } },
  });
  expect(fieldOf(answer, 'renewStop')).toEqual({ errors: [] });
  await open.city.settled();
  await answerAt(standing?.['bank'] ?? '', input.accountRef);
  return standing?.['bank'] ?? '';
}

/** A person of the bank answers, whose client has no trace. */
async function answerAt(at: string, accountRef: string | undefined): Promise<void> {
  const received = spanOf('receive police.stop-ordered.v1', at);
  const { events } = (await open.nodes.get(at)?.store.readStream(`account-hold-${accountRef ?? ''}`)) ?? { events: [] };
  const order = events.map(decodeEvent).find(({ meta }) => meta.causationId === received.attributes['interlock.fact.id']);
  const input = { commandId: '0190a1b2-0000-7000-8000-000000000778', accountRef, orderId: order?.data['orderId'] };
  const answer = await open.ask('mutation ($input: AnswerOrderInput!) { answerOrder(input: $input) { errors { code } } }', {
    ...{ as: `${at}/operator`, variables: { input } },
  });
  expect(fieldOf(answer, 'answerOrder')).toEqual({ errors: [] });
  await open.city.settled();
}

function ofTrace(): readonly FinishedSpan[] {
  return spans.filter(({ traceId }) => traceId === TRACE);
}

function spanOf(name: string, node?: string): FinishedSpan {
  const found = ofTrace().find((span) => span.name === name && (node === undefined || span.attributes['interlock.node'] === node));
  if (!found)
    throw new Error(
      `No span ${name}: ${ofTrace()
        .map((span) => span.name)
        .join(', ')}`,
    );
  return found;
}

/** Names from a span back to the client’s own. */
function wayTo(span: FinishedSpan): readonly string[] {
  const parent = ofTrace().find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent ? wayTo(parent) : [span.parentSpanId === CLIENT ? 'client' : 'nobody']), span.name];
}

describe('one order is one trace, from the caller to the bank’s answer and the members who are told', () => {
  it('goes over both nodes: command, append, publish, receive, and the answer back', () => {
    expect(wayTo(spanOf('receive bank.stop-applied.v1', 'police'))).toEqual([
      'client',
      'send police.renew-stop.v1',
      'command police.renew-stop.v1',
      'publish police.stop-ordered.v1',
      'receive police.stop-ordered.v1',
      'publish bank.stop-applied.v1',
      'receive bank.stop-applied.v1',
    ]);
  });

  it('has each append where its cause is: the order at the police, the fact and the answer at the bank', () => {
    expect(wayTo(spanOf('append stop-payment', 'police')).at(-2)).toBe('command police.renew-stop.v1');
    expect(wayTo(spanOf('append received-police', bank)).at(-2)).toBe('receive police.stop-ordered.v1');
    expect(wayTo(spanOf('append account-hold', bank)).at(-2)).toBe('receive police.stop-ordered.v1');
    expect(wayTo(spanOf(`append received-${bank}`, 'police')).at(-2)).toBe('receive bank.stop-applied.v1');
  });

  it('has the views that show it, at each node', () => {
    const shown = ofTrace().filter(({ name }) => name.startsWith('project '));
    expect(new Set(shown.map(({ attributes }) => attributes['interlock.node']))).toEqual(new Set(['police', bank, 'city']));
  });

  it('ends with its delivery to a member that reads the feed', async () => {
    const socket = await openSocket(open.gateway.url, `Bearer ${await open.token(`${bank}/operator`)}`);
    const DOCUMENT = 'subscription { caseEvents { entry { number kind type } cursor head } }';
    await socket.take(DOCUMENT, (messages) => {
      const last = messages.at(-1)?.data?.caseEvents;
      return last?.entry?.number === last?.head;
    });
    await socket.close();
    expect(spanOf('deliver feed entry').attributes['interlock.feed']).toBe(bank);
    expect(wayTo(spanOf('deliver feed entry')).slice(0, 3)).toEqual([
      'client',
      'send police.renew-stop.v1',
      'command police.renew-stop.v1',
    ]);
  });

  it('names node, lane, command, fact and case, and nothing of a person', () => {
    const keys = new Set(ofTrace().flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...keys].filter((key) => !key.startsWith('interlock.'))).toEqual([]);
    expect(spanOf('append stop-payment', 'police').attributes['interlock.case.id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(ofTrace())).not.toMatch(/p-1|p-2|eyJ/);
  });
});

describe('whoever is told of an account only', () => {
  it('is not told by a common trace that two accounts belong to one case', async () => {
    const { events } = await (open.nodes.get('police')?.store ?? fail()).readAll({ limit: 100_000 });
    const toBanks = events.map(decodeEvent).filter(({ stream }) => stream.startsWith('lane-bank-'));
    const accountOnly = toBanks.filter(({ data, type }) => data['caseId'] === undefined && type === 'police.account-in-question.v1');
    expect(accountOnly).not.toEqual([]);
    for (const { meta } of accountOnly) expect(meta.traceparent).toBeUndefined();
    expect(toBanks.find(({ type }) => type === 'police.stop-ordered.v1')?.meta.traceparent).toBeDefined();
  });
});

function fail(): never {
  throw new Error('No police here');
}
