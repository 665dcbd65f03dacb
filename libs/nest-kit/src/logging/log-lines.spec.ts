import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type CommandAnswer, type Node, type Request, refusal } from '@interlock/kernel';
import { logCommands } from './log-commands.ts';
import { logRequests } from './log-requests.ts';
import { makeLog } from './logging.ts';

const COMMAND_ID = '0190a1b2-0000-7000-8000-000000000777';
const CASE_ID = '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10';
const REQUEST: Request = {
  ...{ name: 'police.accept-case.v1', commandId: COMMAND_ID, body: { caseId: CASE_ID, note: '张三' } },
  actor: { kind: 'person', member: 'police', person: 'p-77', role: 'officer', unit: 'county-wuyi' },
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

let lines: Readonly<Record<string, unknown>>[] = [];
const log = makeLog({
  service: 'police',
  level: 'debug',
  destination: {
    write(line) {
      const parsed: unknown = JSON.parse(line);
      lines.push({ ...(typeof parsed === 'object' ? parsed : {}) });
    },
  },
});
afterEach(() => {
  lines = [];
});

/** A node that answers every command the same. */
function answering(answer: () => CommandAnswer): Node {
  const node: unknown = { code: 'police', execute: async () => answer() };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- nothing else of the node is asked
  return logCommands(node as Node, log);
}

describe('a command leaves one line', () => {
  it('with its ids, who in which role, and the outcome; with nothing else of its body, and no person', async () => {
    await answering(() => ({ ok: true, position: 4n, outcome: {}, repeated: false })).execute(REQUEST);
    expect(lines).toMatchObject([
      {
        ...{ level: 'info', message: 'command accepted', node: 'police', command: 'police.accept-case.v1', commandId: COMMAND_ID },
        ...{ caseId: CASE_ID, member: 'police', role: 'officer', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
      },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/张三|p-77/);
  });

  it('with the codes of a refusal, and the error of a failure', async () => {
    await answering(() => refusal({ code: 'LIMIT_REACHED', rule: 'R-113' }, { code: 'INVALID', path: 'x' })).execute(REQUEST);
    const broken = answering(() => {
      throw Object.assign(new Error('the disk of 13900000001 is full'), { code: 'STORE_FULL' });
    });
    await expect(broken.execute(REQUEST)).rejects.toThrow();
    expect(lines).toMatchObject([
      { level: 'info', message: 'command refused', refusals: ['R-113', 'INVALID'] },
      { level: 'error', message: 'command failed', error: { code: 'STORE_FULL', message: 'the disk of [phone] is full' } },
    ]);
  });
});

describe('a request', () => {
  it('has an id, its own where it is fit, in the answer and in its line; probes have no line', async () => {
    const middleware = logRequests(log);
    const server = createServer((request, response) => {
      middleware(request, response, () => {
        response.statusCode = request.url === '/broken' ? 500 : 200;
        const node = answering(() => ({ ok: true, position: 4n, outcome: {}, repeated: false }));
        // As a body’s reader does it: the work goes on after a wait.
        void Promise.resolve()
          .then(() => (request.url === '/command' ? node.execute(REQUEST) : undefined))
          .finally(() => response.end());
      });
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const get = async (path: string, id?: string) =>
      (await fetch(`http://127.0.0.1:${String(port)}${path}`, { headers: id === undefined ? {} : { 'x-request-id': id } })).headers.get(
        'x-request-id',
      );
    expect(await get('/graphql?phone=13900000001', 'desk-12345678')).toBe('desk-12345678');
    expect(await get('/broken', 'x\u0020y')).toMatch(/^[0-9a-f-]{36}$/);
    await get('/metrics');
    await get('/command', 'desk-87654321');
    await new Promise((resolve) => server.close(resolve));
    expect(lines).toMatchObject([
      { level: 'debug', requestId: 'desk-12345678', method: 'GET', path: '/graphql', status: 200 },
      { level: 'warn', message: 'request failed', path: '/broken', status: 500 },
      { message: 'command accepted', commandId: COMMAND_ID, requestId: 'desk-87654321' },
      { path: '/command', requestId: 'desk-87654321' },
    ]);
  });
});
