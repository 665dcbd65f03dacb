import { mkdtempSync, rmSync } from 'node:fs';
import { type ServerResponse } from 'node:http';
import { type Server, createServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { makeDemoCertificates, readCertificate } from '../certificates/demo-certificates.ts';
import { makeHttpTransport } from './http-transport.ts';
import { type PeerClient, openPeerClient } from './peer-client.ts';

const PATIENCE = { deadlineMs: 5_000, unreachableMs: 2_000 };
const ASK = { method: 'POST', path: '/nodes/police/commands', json: { commandId: 'c-1' } } as const;
const STOPPING = JSON.stringify({ code: 'NODE_UNAVAILABLE', details: { reason: 'STOPPING' } });

let folder: string;
let server: Server;
let client: PeerClient;
/** What the next requests are answered with; then always the last. */
let answers: ((response: ServerResponse) => void)[];
let asked = 0;

const says = (status: number, text: string) => (response: ServerResponse) => {
  response.writeHead(status).end(text);
};
const hangsUp = (response: ServerResponse): void => {
  response.destroy();
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-peer-client-'));
  await makeDemoCertificates({ folder, names: ['police', 'gateway'] });
  server = createServer(readCertificate(folder, 'police'), (request, response) => {
    request.resume().on('end', () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      answer?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- of a server that listens on a port
  const { port } = server.address() as AddressInfo;
  client = openPeerClient({ addressOf: () => `https://127.0.0.1:${String(port)}`, certificate: readCertificate(folder, 'gateway') });
});
beforeEach(() => {
  asked = 0;
});
afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

describe('a peer that is asked', () => {
  it.each([
    ['is stopping, and another takes its place', says(503, STOPPING), false],
    ['is behind something that cannot reach it', says(502, '<html>Bad Gateway</html>'), true],
    ['is behind something that waits no longer', says(504, ''), true],
    ['hangs up', hangsUp, true],
  ])('and %s is asked again', async (_what, first, mayBeDone) => {
    answers = [first, says(200, '{"ok":true}')];
    expect(await client.ask('police', ASK, PATIENCE)).toEqual({ ok: true, body: { ok: true }, mayBeDone });
    expect(asked).toBe(2);
  });

  it.each([
    ['refuses', says(403, '{"code":"CERTIFICATE_REFUSED","details":{"reason":"OTHER_NAME"}}'), 'CERTIFICATE_REFUSED', false],
    ['fails inside', says(500, '{"code":"INTERNAL"}'), 'INTERNAL', true],
  ])('and %s is not asked again', async (_what, answer, code, mayBeDone) => {
    answers = [answer];
    expect(await client.ask('police', ASK, PATIENCE)).toMatchObject({ ok: false, code, mayBeDone, details: { node: 'police' } });
    expect(asked).toBe(1);
  });

  it('and says to the end that it is stopping has done nothing; whoever has hung up once may have', async () => {
    const short = { deadlineMs: 300, unreachableMs: 150 };
    answers = [says(503, STOPPING)];
    expect(await client.ask('police', ASK, short)).toMatchObject({ code: 'NODE_UNAVAILABLE', mayBeDone: false });
    asked = 0;
    answers = [hangsUp, says(503, STOPPING)];
    expect(await client.ask('police', ASK, short)).toMatchObject({ code: 'NODE_UNAVAILABLE', mayBeDone: true });
    expect(asked).toBeGreaterThan(2);
  });
});

const transport = (deadlineMs: number) =>
  makeHttpTransport({ client, clock: { now: () => instant('2026-03-01T00:00:00.000Z') }, deadlineMs });
const request = { name: 'police.report-case.v1', commandId: 'c-1', body: {}, token: 't' };

describe('a command whose first answer was lost', () => {
  const refusal = (code: string) => ({ ok: false, errors: [{ code, details: { node: 'police' } }] });

  it.each(['STORE_FULL', 'STORE_UNAVAILABLE', 'TOKEN_EXPIRED', 'KEYS_UNAVAILABLE', 'NODE_UNAVAILABLE'])(
    'stays open when it is sent again and meets %s',
    async (code) => {
      answers = [hangsUp, says(200, JSON.stringify(refusal(code)))];
      expect(await transport(5_000).command('police', request)).toEqual({
        ok: false,
        errors: [{ code: 'OUTCOME_UNKNOWN', details: { node: 'police', commandId: 'c-1' } }],
      });
    },
  );

  it.each([refusal('LIMIT_REACHED'), { ok: true, position: '7', outcome: {}, repeated: true }])(
    'is settled by what the node itself has decided: %j',
    async (answer) => {
      answers = [hangsUp, says(200, JSON.stringify(answer))];
      expect(await transport(5_000).command('police', request)).toMatchObject({ ...answer, ...(answer.ok && { position: 7n }) });
    },
  );

  it('was not lost when it was never sent: a refusal stays what it is', async () => {
    answers = [says(503, STOPPING), says(200, JSON.stringify(refusal('STORE_FULL')))];
    expect(await transport(5_000).command('police', request)).toEqual(refusal('STORE_FULL'));
  });
});

describe('an answer that is not what was agreed', () => {
  it.each(['<html>', '[]', '{"ok":true}', '{"ok":true,"position":7,"outcome":{},"repeated":false}', '{"ok":false,"errors":[{"code":7}]}'])(
    'leaves open what became of a command: %s',
    async (text) => {
      answers = [says(200, text)];
      expect(await transport(200).command('police', request)).toEqual({
        ok: false,
        errors: [{ code: 'OUTCOME_UNKNOWN', details: { node: 'police', commandId: 'c-1' } }],
      });
    },
  );

  it('is none to a question', async () => {
    answers = [says(200, '{"ok":false}')];
    expect(await transport(200).query('police', request)).toMatchObject({
      errors: [{ code: 'NODE_UNAVAILABLE', details: { reason: 'UNREADABLE' } }],
    });
  });
});
