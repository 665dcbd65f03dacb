import { X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { makeHttpTransport, readCertificate } from '@interlock/adapters';
import { type CommandTransport } from '@interlock/kernel';
import { type PeersServer, type VerifyFor, listenForPeers } from '@interlock/nest-kit';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type PeerHouses, NOON, codesOf, openPeerHouses } from './peer-houses.suite.ts';

const EVERYTHING_ELSE = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];
const id = (last: number): string => `0190a1b2-0000-7000-8000-${String(last).padStart(12, '0')}`;

let open: PeerHouses;
beforeAll(async () => {
  open = await openPeerHouses();
});
afterAll(() => open.stop());

/** The north behind one more server, whose commands wait where their tokens are verified. */
async function slowNorth(verify: VerifyFor, limits: { readonly deadlineMs?: number; readonly unreachableMs?: number }) {
  const node = open.houses.node('north');
  const server: PeersServer = await listenForPeers({
    nodes: { get: () => node, all: () => [node] },
    verify,
    keyFor: () => Promise.resolve(undefined),
    certificates: new Map([['north', readCertificate(open.certificates, 'north')]]),
    ...{ host: '127.0.0.1', port: 0 },
    report: () => undefined,
  });
  const client = open.as('gateway', { ports: { north: server.port } });
  const transport: CommandTransport = makeHttpTransport({ client, clock: { now: () => NOON }, ...limits });
  return { server, transport };
}

describe('a connection that is kept', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is worth no more than the certificate that it was opened with: what comes after its end is refused', async () => {
    const transport = makeHttpTransport({ client: open.as('gateway'), clock: { now: () => NOON } });
    const request = await open.request('north', 'kept', id(20));
    expect(await transport.command('north', request)).toMatchObject({ ok: true, repeated: false });
    const { validToDate } = new X509Certificate(readCertificate(open.certificates, 'gateway').cert);
    // The date alone: OpenSSL has looked already, and goes by a clock of its own.
    jest.useFakeTimers({ now: validToDate.getTime() - 1_000, doNotFake: EVERYTHING_ELSE });
    expect(await transport.command('north', request)).toMatchObject({ ok: true, repeated: true });
    jest.setSystemTime(validToDate.getTime() + 1);
    expect(await transport.command('north', request)).toEqual({
      ok: false,
      errors: [{ code: 'CERTIFICATE_REFUSED', details: { node: 'north', reason: 'CERT_HAS_EXPIRED' } }],
    });
  });
});

describe('a failure inside', () => {
  it('is a code to the caller, and a name and a place to the operator: nobody reads what it was about', async () => {
    const transport = makeHttpTransport({ client: open.as('gateway'), clock: { now: () => NOON } });
    const request = { ...(await open.request('north', '', id(30))), name: 'house.break.v1' };
    expect(await transport.query('north', request)).toEqual({ ok: false, errors: [{ code: 'INTERNAL', details: { node: 'north' } }] });
    const [trouble] = open.troubles;
    expect(trouble).toMatchObject({ operation: 'POST /nodes/north/queries', error: { message: 'TypeError' } });
    const told = inspect(trouble);
    expect(told).toContain('peer-houses.suite');
    expect(told).not.toMatch(/Li|6222/);
  });
});

describe('a process that stops', () => {
  it('finishes what it has in hand, takes nothing more, and keeps no connection open', async () => {
    const [begun, goOn] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const verify: VerifyFor = async (node, token) => {
      begun.resolve(undefined);
      await goOn.promise;
      return open.verify(node, token);
    };
    const { server, transport } = await slowNorth(verify, { unreachableMs: 100 });
    const inHand = transport.command('north', await open.request('north', 'a', id(1)));
    await begun.promise;
    let isClosed = false;
    const closing = server.close().then(() => (isClosed = true));
    expect(await codesOf(transport.command('north', await open.request('north', 'b', id(2))))).toEqual(['NODE_UNAVAILABLE']);
    expect(isClosed).toBe(false);
    goOn.resolve(undefined);
    expect(await inHand).toMatchObject({ ok: true, repeated: false });
    await closing;
  });

  it('cuts what does not end in time: its caller does not know what became of it', async () => {
    const begun = Promise.withResolvers<undefined>();
    const verify: VerifyFor = () => {
      begun.resolve(undefined);
      return new Promise(() => undefined);
    };
    const { server, transport } = await slowNorth(verify, { deadlineMs: 1_000 });
    const inHand = transport.command('north', await open.request('north', 'c', id(3)));
    await begun.promise;
    await server.close(50);
    expect(await codesOf(inHand)).toEqual(['OUTCOME_UNKNOWN']);
  });
});
