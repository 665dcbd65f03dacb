import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instant, plusMs } from '@interlock/kernel';
import { createIssuers, issuerKeysIn, loadIssuers } from './identity-folder.ts';
import { type IssuerKeys, issuerKey, memoryIssuers } from './issuers.ts';
import { issueToken, TOKEN_TTL_SECONDS_MAX, type TokenRequest, verifyToken } from './token.ts';

const now = instant('2021-03-22T03:51:00.000Z');
const { issuers, keys } = memoryIssuers(['police', 'bank-rural', 'bank-city']);
const request: TokenRequest = {
  member: 'police',
  person: 'P20417',
  role: 'duty-officer',
  unit: 'county-1',
  purpose: 'case-handling',
  audience: ['police', 'gateway'],
  ttlSeconds: 900,
  now,
};
const atPolice = { audience: 'police', now, issuers };

function parts(token: string): {
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly signature: string;
} {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const read = (part: string): Record<string, unknown> => {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' ? { ...value } : {};
  };
  return { header: read(header), claims: read(claims), signature };
}

function unsigned(header: object, claims: object): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

describe('a member’s token (architecture.md 2, Identity)', () => {
  it('names the person to every hop that it names', async () => {
    const token = await issueToken(request, keys);
    const actor = { kind: 'person', member: 'police', person: 'P20417', role: 'duty-officer', unit: 'county-1', purpose: 'case-handling' };
    const expiresAt = '2021-03-22T04:06:00.000Z';
    expect(await verifyToken(token, atPolice)).toEqual({ ok: true, actor, expiresAt });
    expect(await verifyToken(token, { ...atPolice, audience: 'gateway' })).toEqual({ ok: true, actor, expiresAt });
    expect(await verifyToken(token, { ...atPolice, audience: 'bank-rural' })).toMatchObject({ ok: false, code: 'TOKEN_WRONG_AUDIENCE' });
  });

  it.each([
    [899_999, true],
    [900_000, false],
    [86_400_000, false],
    [-900_000, true],
    [-900_001, false],
  ])('%i ms after it was made is in force: %s, by the node’s business clock, however often it was seen before', async (afterMs, ok) => {
    const token = await issueToken(request, keys);
    expect(await verifyToken(token, atPolice)).toMatchObject({ ok: true });
    const answer = await verifyToken(token, { ...atPolice, now: plusMs(now, afterMs) });
    expect(answer).toMatchObject(ok ? { ok } : { ok, code: 'TOKEN_EXPIRED' });
  });

  it.each([undefined, ''])('that is missing (%j) is asked for', async (token) => {
    expect(await verifyToken(token, atPolice)).toMatchObject({ ok: false, code: 'TOKEN_MISSING' });
  });

  it.each(['x', 'a.b', 'a.b.c', '..', '{}.{}.{}', `${'a'.repeat(5_000)}.b.c`])('that is none is refused (%#)', async (token) => {
    expect(await verifyToken(token, atPolice)).toMatchObject({ ok: false, code: 'TOKEN_MALFORMED' });
  });
});

describe('a forged token', () => {
  const forged = { ok: false, code: 'TOKEN_FORGED' };

  it('is one in which any claim was changed, also after the true one was seen', async () => {
    const token = await issueToken(request, keys);
    await verifyToken(token, atPolice);
    const { header, claims, signature } = parts(token);
    for (const change of [
      { role: 'approving-head' },
      { sub: 'P1' },
      { unit: 'county-2' },
      { exp: Number(claims['exp']) + 1 },
      { aud: ['bank-city', 'police'] },
    ]) {
      expect(await verifyToken(`${unsigned(header, { ...claims, ...change })}.${signature}`, atPolice)).toMatchObject(forged);
    }
  });

  it('is one with another or no signature', async () => {
    const token = await issueToken(request, keys);
    const [header = '', claims = ''] = token.split('.');
    const other = parts(await issueToken({ ...request, person: 'P2' }, keys)).signature;
    expect(await verifyToken(`${header}.${claims}.${other}`, atPolice)).toMatchObject(forged);
    expect(await verifyToken(`${header}.${claims}.`, atPolice)).toMatchObject(forged);
  });

  it.each(['none', 'HS256', 'ES256', 'NONE'])('is one that names the algorithm %s', async (alg) => {
    const { header, claims, signature } = parts(await issueToken(request, keys));
    for (const end of ['', signature]) {
      expect(await verifyToken(`${unsigned({ ...header, alg }, claims)}.${end}`, atPolice)).toMatchObject(forged);
    }
  });

  it('is one that another member signed, under its own or the claimed key’s name', async () => {
    const police = keys('police')?.kid ?? '';
    const bank = keys('bank-rural');
    const asBank: IssuerKeys = () => bank;
    const underPoliceName: IssuerKeys = () => bank && { ...bank, kid: police };
    expect(await verifyToken(await issueToken(request, asBank), atPolice)).toMatchObject(forged);
    expect(await verifyToken(await issueToken(request, underPoliceName), atPolice)).toMatchObject(forged);
  });

  it('is one of a key that nobody registered', async () => {
    const unregistered: IssuerKeys = (member) => issuerKey(member, new Uint8Array(32).fill(9));
    expect(await verifyToken(await issueToken(request, unregistered), atPolice)).toMatchObject(forged);
    expect(await verifyToken(await issueToken({ ...request, member: 'bank-moon' }, unregistered), atPolice)).toMatchObject({
      ok: false,
      code: 'TOKEN_UNKNOWN_MEMBER',
    });
  });

  it('is one with an extension that must be understood and is not', async () => {
    const key = keys('police');
    if (!key) throw new Error('police has a key');
    const { claims } = parts(await issueToken(request, keys));
    const body = unsigned({ alg: 'EdDSA', kid: key.kid, crit: ['moon'], moon: 1 }, claims);
    const signature = sign(null, Buffer.from(body), key.privateKey).toString('base64url');
    expect(await verifyToken(`${body}.${signature}`, atPolice)).toMatchObject(forged);
  });
});

describe('what a member may sign', () => {
  it.each([
    ['a name instead of a badge number', { person: '王小明' }],
    ['free text as a purpose', { purpose: 'because of Mr Wang' }],
    ['more than a shift', { ttlSeconds: TOKEN_TTL_SECONDS_MAX + 1 }],
    ['no time at all', { ttlSeconds: 0 }],
    ['half a second', { ttlSeconds: 0.5 }],
    ['nobody to read it', { audience: [] }],
    ['for another member', { member: 'bank-moon' }],
  ])('is not %s', async (_, change) => {
    await expect(issueToken({ ...request, ...change }, keys)).rejects.toThrow(RangeError);
  });

  it('is checked by the reader too: a member’s issuer is not ours', async () => {
    const key = keys('police');
    if (!key) throw new Error('police has a key');
    const { header, claims } = parts(await issueToken(request, keys));
    for (const change of [
      { sub: '王小明' },
      { exp: Number(claims['iat']) + TOKEN_TTL_SECONDS_MAX + 1 },
      { aud: [] },
      { role: undefined },
      { iat: 'now' },
    ]) {
      const body = unsigned(header, { ...claims, ...change });
      const token = `${body}.${sign(null, Buffer.from(body), key.privateKey).toString('base64url')}`;
      expect(await verifyToken(token, atPolice)).toMatchObject({ ok: false, code: 'TOKEN_MALFORMED' });
    }
  });
});

describe('the member register, signed by the office', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interlock-identity-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('holds for tokens over a restart, and grows', async () => {
    const first = await createIssuers(folder, ['police', 'bank-rural']);
    const token = await issueToken(request, first.keys);
    await createIssuers(folder, ['police', 'audit']);
    const again = loadIssuers(folder);
    expect([...again.members.keys()].sort()).toEqual(['audit', 'bank-rural', 'police']);
    expect(await verifyToken(token, { ...atPolice, issuers: again })).toMatchObject({ ok: true });
    expect(await verifyToken(await issueToken(request, issuerKeysIn(folder)), { ...atPolice, issuers: again })).toMatchObject({ ok: true });
    expect(issuerKeysIn(folder)('bank-moon')).toBeUndefined();
    expect(issuerKeysIn(folder)('../office')).toBeUndefined();
  });

  it('keeps the keys for their owners', async () => {
    await createIssuers(folder, ['police']);
    if (process.platform === 'win32') return;
    expect(statSync(join(folder, 'identity', 'issuers', 'police.key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'identity', 'office.key')).mode & 0o777).toBe(0o600);
  });

  it('is refused with a line that the office did not sign', async () => {
    await createIssuers(folder, ['police', 'bank-rural']);
    const file = join(folder, 'identity', 'issuers.json');
    const other = Buffer.from(String(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x), 'base64url').toString(
      'base64url',
    );
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/"publicKey": "[^"]+"/, `"publicKey": "${other}"`));
    expect(() => loadIssuers(folder)).toThrow(expect.objectContaining({ code: 'REGISTER_FORGED' }));
    await expect(createIssuers(folder, ['police', 'audit'])).rejects.toThrow(expect.objectContaining({ code: 'REGISTER_FORGED' }));
    writeFileSync(file, text.slice(0, 40));
    expect(() => loadIssuers(folder)).toThrow(expect.objectContaining({ code: 'REGISTER_DAMAGED' }));
  });

  it('is missed where it is missing', () => {
    expect(() => loadIssuers(folder)).toThrow(expect.objectContaining({ code: 'REGISTER_MISSING' }));
  });

  it('has no member whose code could be a path', async () => {
    await expect(createIssuers(folder, ['police', '../police'])).rejects.toThrow(RangeError);
    expect(readdirSync(folder)).toEqual([]);
  });
});
