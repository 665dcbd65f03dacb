import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type PeerClient, makeDemoCertificates, openHttpOutside, openPeerClient, readCertificate } from '@interlock/adapters';
import { instant } from '@interlock/kernel';
import { cityReferences, readOrCreateSecret, readSecret } from '@interlock/trust';
import { type ServedWorld, type WorldOptions, serveWorld } from './serve-world.ts';

const NAMES = ['world', 'bank-rural', 'bank-industry', 'operator-mobile', 'player', 'gateway'];
const NOON = instant('2021-03-22T12:00:00+08:00');
const VICTIM = { key: 'victim', bank: 'bank-rural', number: '62284800000000000', holder: '武义某某公司', openingFen: 200_000_00 };
const MULE = { key: 'm1', bank: 'bank-industry', number: '62220200000000018', holder: '张某', openingFen: 0 };
const LINE = { key: 'chen', number: '13900000001', operator: 'operator-mobile' };
const PATIENCE = { deadlineMs: 5_000, unreachableMs: 500 };

let certificates: string;
let data: string;
const served: ServedWorld[] = [];
const clients: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  certificates = mkdtempSync(join(tmpdir(), 'interlock-world-certificates-'));
  await makeDemoCertificates({ folder: certificates, names: NAMES });
});
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'interlock-world-'));
  readOrCreateSecret(join(data, 'reference.key')); // the city’s own
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  for (const one of served.splice(0)) await one.stop();
  rmSync(data, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(certificates, { recursive: true, force: true });
});

async function world(folder = data, others: Partial<WorldOptions> = {}): Promise<ServedWorld> {
  const one = await serveWorld({
    ...{ data: folder, host: '127.0.0.1', port: 0, peerPort: 0, clock: 'virtual', report: () => undefined },
    certificate: readCertificate(certificates, 'world'),
    ...others,
  });
  served.push(one);
  return one;
}

function asked(by: string, { peerUrl }: ServedWorld): (path: string, json: unknown) => ReturnType<PeerClient['ask']> {
  const client = openPeerClient({ addressOf: () => peerUrl, certificate: readCertificate(certificates, by) });
  clients.push(client);
  return (path, json) => client.ask('world', { method: 'POST', path, json }, PATIENCE);
}

function outside(by: string, { peerUrl }: ServedWorld) {
  const opened = openHttpOutside({ url: peerUrl, certificate: readCertificate(certificates, by), servername: 'world' });
  clients.push(opened);
  return opened;
}

/** The victim has paid 60,000 to the mule at noon. */
async function paid(at: ServedWorld): Promise<void> {
  const play = asked('player', at);
  await play('/control/clock', { to: NOON });
  await play('/player/open-account', VICTIM);
  await play('/player/open-account', MULE);
  await play('/player/open-line', LINE);
  await play('/player/move', { movement: 'step-1', from: 'victim', to: 'm1', amount: { kind: 'fen', fen: 60_000_00 } });
}

function stopOrder(key: string) {
  const references = cityReferences(readSecret(join(data, 'reference.key')));
  return {
    key,
    accountRef: references.account(MULE.bank, MULE.number),
    stated: { number: MULE.number, holder: MULE.holder, amountFen: 60_000_00, paidAt: NOON },
    ...{ namedFen: 60_000_00, from: NOON, lapseHours: 48 },
  };
}

describe('the world outside as a process', () => {
  it('answers each bank as its own core system, and each operator as its own network', async () => {
    const at = await world();
    await paid(at);
    const answer = await outside('bank-industry', at).core('bank-industry').stop(stopOrder('k1'));
    expect(answer).toMatchObject({ code: '0000', heldFen: 60_000_00, answeredAt: NOON });
    expect(answer.bookings).toMatchObject([{ direction: 'in', counterparty: { bank: 'bank-rural', holder: VICTIM.holder } }]);
    const numberRef = cityReferences(readSecret(join(data, 'reference.key'))).number(LINE.number);
    const suspended = await outside('operator-mobile', at).network('operator-mobile').suspend({ key: 's', numberRef, grade: 'high' });
    expect(suspended).toEqual({ doneAt: NOON, known: true });
  });

  it.each([
    ['bank-rural', '/core/bank-industry/bookings'],
    ['bank-industry', '/network/operator-mobile/suspend'],
    ['bank-industry', '/player/history'],
    ['gateway', '/core/bank-industry/bookings'],
    ['player', '/core/bank-industry/bookings'],
    ['bank-industry', '/control/clock'],
    ['gateway', '/control/settle'],
  ])('the certificate of %s does not open %s', async (by, path) => {
    const at = await world();
    expect(await asked(by, at)(path, {})).toMatchObject({ ok: false, code: 'CERTIFICATE_REFUSED', details: { reason: 'OTHER_NAME' } });
  });

  it('says what is wrong with a request, and what it refuses, by code', async () => {
    const play = asked('player', await world());
    expect(await play('/player/move', { movement: 'x', from: 'a', amount: { kind: 'half' } })).toMatchObject({ code: 'INVALID' });
    expect(await play('/player/rob', {})).toMatchObject({ code: 'UNKNOWN_CALL' });
    expect(await play('/player/move', { movement: 'x', from: 'a', amount: { kind: 'all' } })).toMatchObject({ code: 'REFUSED' });
    expect(await play('/control/clock', { to: 'noon' })).toMatchObject({ code: 'CLOCK_UNREADABLE' });
    await play('/control/clock', { to: NOON });
    expect(await play('/control/clock', { to: '2021-03-22T03:59:59.000Z' })).toMatchObject({ code: 'CLOCK_BACKWARDS' });
  });

  it('moves a share exactly, and the same movement once', async () => {
    const at = await world();
    await paid(at);
    const play = asked('player', at);
    const third = { movement: 'step-2', from: 'm1', amount: { kind: 'share', numerator: '1', denominator: '3' } };
    const moved = await play('/player/move', third);
    expect(moved).toMatchObject({ ok: true, body: { answer: { done: 'moved', amountFen: 20_000_00 } } });
    expect(await play('/player/move', third)).toEqual(moved);
  });

  it('tells its history to who has not seen it', async () => {
    const at = await world();
    await paid(at);
    const play = asked('player', at);
    expect(await play('/player/history', {})).toMatchObject({
      body: { answer: { entries: 4, history: { movements: [{ from: 'victim' }] } } },
    });
    expect(await play('/player/history', { known: 4 })).toMatchObject({ body: { answer: { entries: 4, history: null } } });
  });
});

describe('the world outside by the machine’s time', () => {
  it('answers by a clock that is as wrong as it was set', async () => {
    const HOURS_12 = 43_200_000;
    const at = await world(data, { clock: 'system', clockSkewMs: HOURS_12 });
    await asked('player', at)('/player/open-line', LINE);
    const numberRef = cityReferences(readSecret(join(data, 'reference.key'))).number(LINE.number);
    const { doneAt } = await outside('operator-mobile', at).network('operator-mobile').suspend({ key: 's', numberRef, grade: 'high' });
    expect(Math.abs(Date.parse(doneAt) - Date.now() - HOURS_12)).toBeLessThan(HOURS_12 / 2);
  });
});

describe('the world outside, killed in the middle of a story', () => {
  /** The files as they lie while it runs: what a process that is killed leaves behind. */
  async function killed(): Promise<ServedWorld> {
    const copy = mkdtempSync(join(data, 'left-'));
    for (const name of ['reference.key', 'world.jsonl', 'world']) cpSync(join(data, name), join(copy, name), { recursive: true });
    return world(copy);
  }

  it('comes back at the story’s time, knows every account, and repeats its answers', async () => {
    const before = await world();
    await paid(before);
    const first = await outside('bank-industry', before).core('bank-industry').stop(stopOrder('k1'));
    const after = await killed();
    expect(await outside('bank-industry', after).core('bank-industry').stop(stopOrder('k1'))).toEqual(first);
    // The player had no answer to what it did last, and repeats it.
    const play = asked('player', after);
    expect(await play('/player/open-account', MULE)).toMatchObject({ ok: true });
    expect(await play('/player/move', { movement: 'step-9', from: 'm1', amount: { kind: 'all' } })).toMatchObject({
      body: { answer: { done: 'refused', reason: 'held', at: NOON } },
    });
  });

  it('keeps no number and no name in clear, and nobody else reads its key', async () => {
    await paid(await world());
    const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const texts = files.map((one) => readFileSync(join(one.parentPath, one.name), 'utf8')).join('\n');
    expect(texts).toContain('"account":"m1"');
    for (const secret of [VICTIM.number, VICTIM.holder, MULE.number, MULE.holder, LINE.number]) expect(texts).not.toContain(secret);
    expect(statSync(join(data, 'world', 'master.key')).mode & 0o077).toBe(0);
  });

  it('makes no reference key: under one of its own it would know nobody whom the city names', async () => {
    rmSync(join(data, 'reference.key'));
    await expect(world()).rejects.toMatchObject({ text: { code: 'CONFIGURATION', why: expect.stringContaining('reference.key') } });
    expect(existsSync(join(data, 'reference.key'))).toBe(false);
  });

  it('a folder has one world: a second process is refused', async () => {
    await world();
    await expect(world()).rejects.toMatchObject({ text: { code: 'DATA_IN_USE' } });
  });
});
