import { type Server, createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type NodeAnswer, type SentRequest } from '@interlock/kernel';
import { isTracing, startTracing } from './start-tracing.ts';
import { traceSending } from './trace-edges.ts';

const REQUEST: SentRequest = { name: 'police.accept-case.v1', commandId: 'c-1', body: {}, token: 'eyJhbGciOiJFZERTQSJ9.e30.c2ln' };
const ANSWER: NodeAnswer = { ok: true, position: 1n, outcome: {}, repeated: false };
const CALLERS = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** What is sent on for a request. */
async function sentFor(request: SentRequest): Promise<SentRequest> {
  let sent = request;
  await traceSending('police', request, async (traced) => {
    sent = traced;
    return ANSWER;
  });
  return sent;
}

let collector: Server | undefined;
afterEach(() => {
  collector?.close();
  collector = undefined;
});

/** Takes OTLP over HTTP. */
async function openCollector(taken: { readonly path: string; readonly body: string }[]): Promise<string> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      taken.push({ path: request.url ?? '', body: Buffer.concat(parts).toString('utf8') });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  collector = server;
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`);
    });
  });
}

describe('without a collector', () => {
  it('nothing is traced, and a caller’s own trace goes on all the same', async () => {
    const tracing = await startTracing({ service: 'gateway', env: {} });
    expect(isTracing()).toBe(false);
    expect(await sentFor(REQUEST)).toEqual(REQUEST);
    expect(await sentFor({ ...REQUEST, traceparent: CALLERS })).toEqual({ ...REQUEST, traceparent: CALLERS });
    await tracing.shutdown();
  });

  it.each(['00-0-0-01', 'name=张三', '00-00000000000000000000000000000000-00f067aa0ba902b7-01', `${CALLERS}; x`])(
    'what is no trace context goes no further: %s',
    async (traceparent) => {
      expect(await sentFor({ ...REQUEST, traceparent })).toEqual(REQUEST);
    },
  );
});

describe('with a collector', () => {
  it('spans are sent as OTLP, named for the service, and what is left at the end too', async () => {
    const taken: { readonly path: string; readonly body: string }[] = [];
    const url = await openCollector(taken);
    const tracing = await startTracing({ service: 'gateway', env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/` } });
    const { traceparent } = await sentFor({ ...REQUEST, traceparent: CALLERS });
    await tracing.shutdown();
    expect(isTracing()).toBe(false);
    expect(traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/);
    expect(traceparent).not.toBe(CALLERS);
    expect(taken.map(({ path }) => path)).toEqual(['/v1/traces']);
    for (const word of ['interlock-gateway', 'send police.accept-case.v1', '4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'])
      expect(taken[0]?.body).toContain(word);
    expect(taken[0]?.body).not.toContain('eyJ');
  });

  it('takes the part of all traces that is asked for, and of a caller’s trace what the caller took', async () => {
    const names: string[] = [];
    const tracing = await startTracing({ service: 'gateway', env: { OTEL_TRACES_SAMPLER_ARG: '0' }, take: ({ name }) => names.push(name) });
    expect((await sentFor(REQUEST)).traceparent).toMatch(/-00$/);
    await sentFor({ ...REQUEST, traceparent: CALLERS });
    await sentFor({ ...REQUEST, traceparent: CALLERS.replace(/01$/, '00') });
    await tracing.shutdown();
    expect(names).toEqual(['send police.accept-case.v1']);
  });
});
