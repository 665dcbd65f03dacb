import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type PeerClient,
  type ProcessCertificate,
  makeDemoCertificates,
  makeHttpKeyFetch,
  makeHttpLaneHeld,
  makeHttpLaneSource,
  makeHttpTransport,
  openPeerClient,
  readCertificate,
} from '@interlock/adapters';
import { type CommandTransport, type Lane, encodeEvent, streamName } from '@interlock/kernel';
import { issueToken, makeMetrics, memoryIssuers } from '@interlock/nest-kit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { must } from '../machinery/two-houses.suite.ts';
import { type CuttingProxy, openCuttingProxy } from './cutting-proxy.suite.ts';
import { type PeerHouses, NOON, codesOf, openPeerHouses } from './peer-houses.suite.ts';

const LANE: Lane = { from: 'north', to: 'south' };
const NOBODY = { get: () => undefined, all: () => [] };
const id = (last: number): string => `0190a1b2-0000-7000-8000-${String(last).padStart(12, '0')}`;

let open: PeerHouses;
beforeAll(async () => {
  open = await openPeerHouses();
});
afterAll(() => open.stop());

const proxies: CuttingProxy[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function proxyTo(house: 'north' | 'south'): Promise<CuttingProxy> {
  const proxy = await openCuttingProxy(must(open.servers.get(house)).port);
  proxies.push(proxy);
  return proxy;
}

async function otherCertificates(names: readonly string[], notAfter?: Date): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'interlock-other-ca-'));
  folders.push(folder);
  await makeDemoCertificates({ folder, names, ...(notAfter && { notAfter }) });
  return folder;
}

function transportOf(client: PeerClient, limits: { readonly deadlineMs?: number; readonly unreachableMs?: number } = {}): CommandTransport {
  return makeHttpTransport({ client, clock: { now: () => NOON }, ...limits });
}

const postings = async (): Promise<number> => {
  const { events } = await open.houses.node('north').store.readAll({ limit: 1_000 });
  return events.filter(({ stream }) => stream.startsWith('letter-')).length;
};

describe('commands and queries between processes', () => {
  it('are carried out and answered as in one process, positions and refusals included', async () => {
    const transport = transportOf(open.as('gateway'));
    const request = await open.request('north', 'a', id(1));
    const answer = await transport.command('north', request);
    const { storeId } = open.houses.node('north').store;
    expect(answer).toMatchObject({ ok: true, outcome: { posted: 1 }, version: 0, repeated: false, token: { node: 'north', storeId } });
    expect(typeof answer.position).toBe('bigint');
    expect(await transport.command('north', request)).toEqual({ ...answer, repeated: true });
    expect(await transport.command('north', { ...request, commandId: id(2) })).toEqual({ ok: false, errors: [{ code: 'ALREADY_POSTED' }] });
    expect(await transport.command('north', { ...request, body: {} })).toMatchObject({ errors: [{ code: 'INVALID', path: 'letter' }] });
    expect(await transport.command('north', { ...request, name: 'house.burn.v1' })).toMatchObject({
      errors: [{ code: 'UNKNOWN_COMMAND' }],
    });
  });

  it('read their writes: the node that answers waits for its lanes’ watermark, or says how far it is', async () => {
    const transport = transportOf(open.as('gateway'));
    const posted = await transport.command('north', await open.request('north', 'b', id(3)));
    const ask = { ...(await open.request('south', '', id(4))), name: 'house.receipts.v1', body: {} };
    await open.houses.settled();
    const seen = must(posted.token);
    const reply = await transport.query('south', { ...ask, seen: [seen], fresh: true });
    const { storeId } = open.houses.node('south').store;
    expect(reply).toMatchObject({ ok: true, answer: { receipts: expect.arrayContaining(['b']) }, at: { node: 'south', storeId } });
    expect(reply).not.toHaveProperty('stale');
    const far = { ...seen, position: '999999' };
    expect(await transport.query('south', { ...ask, seen: [far], seenWaitMs: 30 })).toMatchObject({
      ok: true,
      stale: [{ node: 'north', position: '999999', reached: expect.stringMatching(/^\d+$/) }],
    });
    const replaced = { ...seen, storeId: 'another-log' };
    expect(await codesOf(transport.query('south', { ...ask, seen: [replaced], seenWaitMs: 30 }))).toEqual(['POSITION_OF_ANOTHER_LOG']);
    expect(await codesOf(transport.query('south', { ...ask, seen: [{ ...replaced, node: 'south' }] }))).toEqual([
      'POSITION_OF_ANOTHER_LOG',
    ]);
  });

  it('carry the person’s token, which the owning node itself verifies', async () => {
    const transport = transportOf(open.as('gateway'));
    const request = await open.request('north', 'c', id(5));
    const stranger = memoryIssuers(['north']);
    const clerk = { member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' };
    const forged = await issueToken({ ...clerk, audience: ['north'], ttlSeconds: 600, now: NOON }, stranger.keys);
    expect(await transport.command('north', { ...request, token: forged })).toEqual({
      ok: false,
      errors: [{ code: 'TOKEN_FORGED', path: 'token' }],
    });
    // A token for another node is none here, however well it is signed.
    const { token } = await open.request('south', 'c', id(5));
    expect(await codesOf(transport.query('north', { ...request, token }))).toEqual(['TOKEN_WRONG_AUDIENCE']);
    expect(await codesOf(transport.command('north', { ...request, secondToken: forged }))).toEqual(['TOKEN_FORGED']);
  });

  it('are refused with a code where they are not what was agreed, or too large', async () => {
    const client = open.as('gateway');
    const patience = { deadlineMs: 2_000, unreachableMs: 500 };
    const request = await open.request('north', 'd', id(6));
    const post = (json: unknown, what = 'commands') =>
      client.ask('north', { method: 'POST', path: `/nodes/north/${what}`, json }, patience);
    expect(await post({ ...request, commandId: 7 })).toMatchObject({ code: 'BAD_REQUEST', details: { path: 'commandId' } });
    expect(await post({ ...request, seen: [{ node: 'north', storeId: 's', position: 3 }] })).toMatchObject({ details: { path: 'seen' } });
    expect(await post([])).toMatchObject({ code: 'BAD_REQUEST', details: { path: '' } });
    expect(await post({ ...request, body: 'x'.repeat(200_000) })).toMatchObject({ code: 'REQUEST_TOO_LARGE', mayBeDone: false });
    expect(await post(request, 'wishes')).toMatchObject({ code: 'UNKNOWN_PATH' });
    expect(await client.ask('north', { method: 'POST', path: '/nodes/south/commands', json: request }, patience)).toMatchObject({
      code: 'NODE_UNAVAILABLE',
      details: { reason: 'NOT_HERE' },
    });
    expect(open.troubles).toEqual([]);
  });
});

describe('what nodes give each other', () => {
  it('is the lane to its recipient, and what is held of it to its source, page by page', async () => {
    await open.houses.settled();
    const source = makeHttpLaneSource(open.as('south'));
    const own = await open.houses.node('north').lanes.source.fetch(LANE, -1, 100);
    expect(own.length).toBeGreaterThan(2);
    expect(await source.fetch(LANE, -1, 100)).toEqual(own);
    expect(await source.fetch(LANE, 0, 1)).toEqual(own.slice(1, 2));
    expect(await source.fetch({ ...LANE, epoch: 2 }, -1, 100)).toEqual([]);
    const held = makeHttpLaneHeld(open.as('north'));
    expect(await held.held(LANE, -1, 100)).toEqual(await open.houses.node('south').lanes.held.held(LANE, -1, 100));
    const north = open.houses.node('north');
    expect(await source.watermark?.(LANE)).toEqual({
      ...{ storeId: north.store.storeId, position: String(north.store.head()) },
      revision: own.at(-1)?.number,
    });
    await expect(source.fetch(LANE, -2, 100)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('is a key for whom it was granted to, by the publisher’s own record', async () => {
    const { keyId } = await sealedByNorth('p1.somebody', id(50));
    await grant(keyId, id(51));
    const key = must(await must(open.parts.keys.get('north')).exportKey(keyId));
    expect(await makeHttpKeyFetch(open.as('south'))('north', keyId)).toEqual(key);
    expect(await makeHttpKeyFetch(open.as('broom'))('north', keyId)).toBe('not-granted');
    expect(await makeHttpKeyFetch(open.as('gateway'))('north', keyId)).toBe('not-granted');
    expect(await makeHttpKeyFetch(open.as('south'))('north', id(404))).toBe('not-granted');
    expect(await makeHttpKeyFetch(open.as('south'))('north', '../commands')).toBe('not-granted');
    open.erased.add(keyId);
    expect(await makeHttpKeyFetch(open.as('south'))('north', keyId)).toBe('destroyed');
    // A stranger does not even hear that there was one.
    expect(await makeHttpKeyFetch(open.as('broom'))('north', keyId)).toBe('not-granted');
  });

  it('is fetched when it is first needed; while its publisher cannot be reached the asker hears who that is', async () => {
    const { sealed, keyId } = await sealedByNorth('p1.somebody-else', id(60));
    await grant(keyId, id(61));
    const transport = transportOf(open.as('gateway'));
    const ask = { ...(await open.request('south', '', id(62))), name: 'house.open.v1', body: sealed };
    const proxy = await proxyTo('north');
    open.fetchKeysOver(open.as('south', { ports: { north: proxy.port } }));
    proxy.refuse(true);
    expect(await transport.query('south', ask)).toEqual({ ok: false, errors: [{ code: 'NODE_UNAVAILABLE', details: { node: 'north' } }] });
    proxy.refuse(false);
    expect(await transport.query('south', ask)).toMatchObject({ ok: true, answer: { opened: [{ ok: true, clear: 'Li' }] } });
    // From then on it is kept.
    proxy.refuse(true);
    expect(await transport.query('south', ask)).toMatchObject({ ok: true });
  });

  it('is refused to another node’s certificate, for each of them, with the name that was needed', async () => {
    const broom = open.as('broom');
    const south = open.as('south');
    const request = await open.request('north', 'e', id(7));
    const before = await postings();
    const needed = ['gateway', 'player', 'cli'];
    const refused = { code: 'CERTIFICATE_REFUSED', details: { node: 'north', reason: 'OTHER_NAME', shown: 'south', needed } };
    expect(await transportOf(south).command('north', request)).toEqual({ ok: false, errors: [refused] });
    expect(await transportOf(south).query('north', request)).toEqual({ ok: false, errors: [refused] });
    await expect(makeHttpLaneSource(broom).fetch(LANE, -1, 1)).rejects.toMatchObject({ code: 'CERTIFICATE_REFUSED', node: 'north' });
    // Not even the source reads what it told through the recipient’s door, nor an edge, nor the recipient through the source’s.
    await expect(makeHttpLaneSource(open.as('north')).watermark?.(LANE)).rejects.toMatchObject({ code: 'CERTIFICATE_REFUSED' });
    await expect(makeHttpLaneSource(open.as('north')).fetch(LANE, -1, 1)).rejects.toMatchObject({ code: 'CERTIFICATE_REFUSED' });
    await expect(makeHttpLaneSource(open.as('gateway')).fetch(LANE, -1, 1)).rejects.toMatchObject({ code: 'CERTIFICATE_REFUSED' });
    await expect(makeHttpLaneHeld(south).held(LANE, -1, 1)).rejects.toMatchObject({ code: 'CERTIFICATE_REFUSED', node: 'south' });
    expect(await postings()).toBe(before);
    const counted = await makeMetrics({ nodes: NOBODY, clock: open.parts.clock, clients: new Map() }).text();
    expect(counted).toMatch(/interlock_peer_refusals_total\{code="CERTIFICATE_REFUSED",reason="OTHER_NAME",caller="broom"\} [1-9]/);
  });
});

async function sealedByNorth(subject: string, commandId: string) {
  const sealed = await must(open.parts.keys.get('north')).seal(subject, commandId, 'name', 'Li');
  return { sealed, keyId: sealed.key.slice('north/'.length) };
}

/** The record in the north’s own log that the south holds the key. */
async function grant(keyId: string, eventId: string): Promise<void> {
  const stream = streamName('key', keyId);
  const granted = encodeEvent({
    ...{ id: eventId, type: 'KeyGranted', schemaVersion: 1, stream, data: { keyId, recipient: 'south' } },
    meta: { actor: { kind: 'lane', name: 'north' } },
    recordedAt: NOON,
  });
  await open.houses.node('north').store.append([{ stream, expected: 'no-stream', events: [granted] }]);
}

describe('a certificate that does not hold', () => {
  it('is refused where it is shown: of another authority, expired', async () => {
    const request = await open.request('north', 'f', id(8));
    const foreign = await otherCertificates(['gateway']);
    // It believes the city’s authority, and shows what another one signed.
    const { ca } = readCertificate(open.certificates, 'gateway');
    const shown = clientWith({ ...readCertificate(foreign, 'gateway'), ca });
    expect(await transportOf(shown).command('north', request)).toEqual({
      ok: false,
      errors: [{ code: 'CERTIFICATE_REFUSED', details: { node: 'north', reason: 'UNTRUSTED' } }],
    });
    await shown.close();
    await makeDemoCertificates({ folder: open.certificates, names: ['cli'], notAfter: new Date(Date.now() - 60_000) });
    expect(await transportOf(open.as('cli')).query('north', request)).toEqual({
      ok: false,
      errors: [{ code: 'CERTIFICATE_REFUSED', details: { node: 'north', reason: 'CERT_HAS_EXPIRED' } }],
    });
  });

  it('is refused by the caller: of another authority, or of another node', async () => {
    const request = await open.request('north', 'f', id(8));
    const foreign = await otherCertificates(['gateway']);
    expect(await transportOf(open.as('gateway', { folder: foreign })).command('north', request)).toMatchObject({
      errors: [{ code: 'PEER_CERTIFICATE_REFUSED', details: { node: 'north' } }],
    });
    const south = must(open.servers.get('south')).port;
    expect(await transportOf(open.as('gateway', { ports: { north: south } })).command('north', request)).toEqual({
      ok: false,
      errors: [{ code: 'PEER_CERTIFICATE_REFUSED', details: { node: 'north', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' } }],
    });
  });
});

describe('an answer that gets lost', () => {
  it('is asked for again under the same id: carried out once, and the first answer told', async () => {
    const proxy = await proxyTo('north');
    const transport = transportOf(open.as('gateway', { ports: { north: proxy.port } }));
    const before = await postings();
    proxy.loseAnswers(1);
    const answer = await transport.command('north', await open.request('north', 'g', id(9)));
    expect(answer).toMatchObject({ ok: true, outcome: { posted: 1 }, repeated: true });
    expect([proxy.lost(), (await postings()) - before]).toEqual([1, 1]);
  });

  it('and does not come until the deadline is OUTCOME_UNKNOWN, and known once the line is back', async () => {
    const proxy = await proxyTo('north');
    const transport = transportOf(open.as('gateway', { ports: { north: proxy.port } }), { deadlineMs: 1_000 });
    const request = await open.request('north', 'h', id(10));
    const before = await postings();
    proxy.loseAnswers(Number.POSITIVE_INFINITY);
    expect(await transport.command('north', request)).toEqual({
      ok: false,
      errors: [{ code: 'OUTCOME_UNKNOWN', details: { node: 'north', commandId: id(10) } }],
    });
    // A question leaves nothing behind: it is simply not answered.
    expect(await codesOf(transport.query('north', { ...request, name: 'house.receipts.v1' }))).toEqual(['NODE_UNAVAILABLE']);
    proxy.loseAnswers(0);
    expect(await transport.command('north', request)).toMatchObject({ ok: true, repeated: true });
    expect((await postings()) - before).toBe(1);
  });

  it('never was where nobody listens: NODE_UNAVAILABLE, in a short time', async () => {
    const proxy = await proxyTo('north');
    const gateway = open.as('gateway', { ports: { north: proxy.port } });
    const request = await open.request('north', 'i', id(11));
    await proxy.close();
    proxies.splice(0);
    const began = performance.now();
    expect(await codesOf(transportOf(gateway, { unreachableMs: 200 }).command('north', request))).toEqual(['NODE_UNAVAILABLE']);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await codesOf(transportOf(gateway).command('west', request))).toEqual(['NODE_UNAVAILABLE']);
  });
});

/** A caller of the north with a certificate from anywhere. */
function clientWith(certificate: ProcessCertificate): PeerClient {
  return openPeerClient({ addressOf: () => must(open.servers.get('north')).url, certificate });
}
