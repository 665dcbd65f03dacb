import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FetchKey, createKeyFile, examineKeyFile, memoryKeyStore, type NodeKeyStore, openKeyStore } from './key-store.ts';

const victim = 'p1.aaaabbbbccccddddeeeeffff22';
const account = 'a1.aaaabbbbccccddddeeeeffff22';
const masterKey = new Uint8Array(32).fill(3);
let folder: string;
let file: string;
let opened: NodeKeyStore[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-keys-'));
  file = join(folder, 'keys');
  opened = [];
});

afterEach(() => {
  for (const keys of opened) keys.close();
  rmSync(folder, { recursive: true });
});

function police(fetchKey?: FetchKey): NodeKeyStore {
  const keys = openKeyStore({ node: 'police', file, masterKey, ...(fetchKey && { fetchKey }) });
  opened.push(keys);
  return keys;
}

function keyIdOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

describe('a node’s keys (architecture.md 7)', () => {
  it('are one per subject, named after the node, and open what they sealed', async () => {
    const keys = police();
    const name = await keys.seal(victim, 'c-1', 'victim/name', '王小明');
    const phone = await keys.seal(victim, 'c-1', 'victim/phone', '13800138000');
    const number = await keys.seal(account, 'c-1', 'account/number', '6222021234567890123');
    expect(name.key).toMatch(/^police\/[0-9a-f-]{36}$/);
    expect(phone.key).toBe(name.key);
    expect(number.key).not.toBe(name.key);
    expect(await keys.open(name)).toEqual({ ok: true, clear: '王小明' });
    expect(await keys.open({ ...name, path: 'victim/phone' })).toEqual({ ok: false, code: 'SEAL_BROKEN' });
    expect(keys.keyOf(victim)).toBe(name.key);
    expect(keys.keyOf('p1.unheardof')).toBeUndefined();
  });

  it('are there again after a restart, with the body hash', async () => {
    const before = police();
    const sealed = await before.seal(victim, 'c-1', 'name', '王小明');
    const hashed = before.bodyHash('{"amountFen":1}');
    before.close();
    const after = police();
    expect(await after.open(sealed)).toEqual({ ok: true, clear: '王小明' });
    expect((await after.seal(victim, 'c-2', 'name', '王小明')).key).toBe(sealed.key);
    expect(after.bodyHash('{"amountFen":1}')).toBe(hashed);
    expect(after.bodyHash('{"amountFen":2}')).not.toBe(hashed);
  });

  it('are made once for callers at one time', async () => {
    const keys = police();
    const sealed = await Promise.all(Array.from({ length: 50 }, (_, n) => keys.seal(victim, `c-${n}`, 'name', '王小明')));
    expect(new Set(sealed.map(({ key }) => key)).size).toBe(1);
    expect(readFileSync(file, 'latin1').split('\n')).toHaveLength(3); // owner, key, end
  });

  it('are durable before they are used, many at a time', async () => {
    const keys = police();
    const sealed = await Promise.all(Array.from({ length: 500 }, (_, n) => keys.seal(`a1.${n}`, 'c-1', 'number', `6222 ${n}`)));
    keys.close();
    const again = police();
    for (const [n, one] of sealed.entries()) expect(await again.open(one)).toEqual({ ok: true, clear: `6222 ${n}` });
  });

  it('never stand in the file in clear, nor do subjects', async () => {
    const keys = police();
    const { key } = await keys.seal(victim, 'c-1', 'name', '王小明');
    const clear = await keys.exportKey(keyIdOf(key));
    const stored = readFileSync(file);
    expect(stored.includes(Buffer.from(clear ?? []))).toBe(false);
    expect(stored.toString('latin1')).not.toContain(Buffer.from(clear ?? []).toString('base64url'));
    expect(stored.toString('latin1')).not.toContain(victim);
    expect(stored.toString('latin1')).toContain(key); // the search finds what is there
  });

  it('go to a peer as they are, and only those made here', async () => {
    const keys = police();
    const sealed = await keys.seal(victim, 'c-1', 'name', '王小明');
    const bank = memoryKeyStore({ node: 'bank-rural', fetchKey: async (_, keyId) => keys.exportKey(keyId) });
    expect(await bank.open(sealed)).toEqual({ ok: true, clear: '王小明' });
    expect(await bank.exportKey(keyIdOf(sealed.key))).toBeUndefined();
    expect(keys.stateOf(keyIdOf(sealed.key))).toBe('held');
    expect(keys.stateOf('7d0f')).toBe('unknown');
  });
});

describe('a fetched key', () => {
  it('is asked for once, kept over a restart, and shared by callers at one time', async () => {
    const bank = memoryKeyStore({ node: 'bank-rural' });
    const sealed = await bank.seal(account, 'c-1', 'number', '6222');
    const asked: string[] = [];
    const fetchKey: FetchKey = async (publisher, keyId) => {
      asked.push(`${publisher}/${keyId}`);
      return bank.exportKey(keyId);
    };
    const keys = police(fetchKey);
    const answers = await Promise.all([keys.open(sealed), keys.open(sealed)]);
    expect(answers).toEqual([
      { ok: true, clear: '6222' },
      { ok: true, clear: '6222' },
    ]);
    keys.close();
    expect(await police(fetchKey).open(sealed)).toEqual({ ok: true, clear: '6222' });
    expect(asked).toEqual([sealed.key]);
  });

  it.each([
    ['not-granted', 'NOT_GRANTED'],
    ['destroyed', 'KEY_DESTROYED'],
    [undefined, 'KEY_UNKNOWN'],
  ] as const)('that the publisher answers with %s opens nothing: %s', async (answer, code) => {
    const sealed = await memoryKeyStore({ node: 'bank-rural' }).seal(account, 'c-1', 'number', '6222');
    expect(await police(async () => answer).open(sealed)).toEqual({ ok: false, code });
  });

  it('is asked for again after a refusal or trouble, but never after its destruction', async () => {
    const bank = memoryKeyStore({ node: 'bank-rural' });
    const sealed = await bank.seal(account, 'c-1', 'number', '6222');
    const key = await bank.exportKey(keyIdOf(sealed.key));
    const answers: (() => Awaited<ReturnType<FetchKey>>)[] = [
      () => 'not-granted',
      () => {
        throw new Error('publisher down');
      },
      () => key,
    ];
    const keys = police(async () => answers.shift()?.());
    expect(await keys.open(sealed)).toEqual({ ok: false, code: 'NOT_GRANTED' });
    await expect(keys.open(sealed)).rejects.toThrow('publisher down');
    expect(await keys.open(sealed)).toEqual({ ok: true, clear: '6222' });
    await keys.destroy(sealed.key);
    expect(await keys.open(sealed)).toEqual({ ok: false, code: 'KEY_DESTROYED' });
    keys.close();
    expect(await police(async () => key).open(sealed)).toEqual({ ok: false, code: 'KEY_DESTROYED' });
  });

  it('is not asked for under the node’s own name or without one', async () => {
    const keys = police(async () => new Uint8Array(32));
    const sealed = await keys.seal(victim, 'c-1', 'name', '王小明');
    expect(await keys.open({ ...sealed, key: 'police/7d0f' })).toEqual({ ok: false, code: 'KEY_UNKNOWN' });
    expect(await keys.open({ ...sealed, key: '7d0f' })).toEqual({ ok: false, code: 'KEY_UNKNOWN' });
    expect(await keys.open({ ...sealed, key: 'bank-rural/7d0f' })).toEqual({ ok: false, code: 'SEAL_BROKEN' });
  });
});

describe('destroying a key', () => {
  it('leaves a tombstone and no byte of the key or its subject', async () => {
    const keys = police();
    const sealed = await keys.seal(victim, 'c-1', 'name', '王小明');
    const other = await keys.seal(account, 'c-1', 'number', '6222');
    const [, line = ''] = readFileSync(file, 'latin1').split('\n');
    const values = [...line.matchAll(/"(?:box|subject)":"([^"]+)"/g)].map(([, value = '']) => value);
    expect(values).toHaveLength(2);
    await keys.destroy(sealed.key);
    await keys.destroy(sealed.key);
    for (const value of values) expect(readFileSync(file, 'latin1')).not.toContain(value);
    expect(await keys.open(sealed)).toEqual({ ok: false, code: 'KEY_DESTROYED' });
    expect(await keys.exportKey(keyIdOf(sealed.key))).toBeUndefined();
    expect(keys.stateOf(keyIdOf(sealed.key))).toBe('destroyed');
    keys.close();
    const again = police();
    expect(await again.open(sealed)).toEqual({ ok: false, code: 'KEY_DESTROYED' });
    expect(await again.open(other)).toEqual({ ok: true, clear: '6222' });
    expect((await again.seal(victim, 'c-2', 'name', '王小明')).key).not.toBe(sealed.key);
  });

  it('is finished at the next start when it was cut off after the tombstone', async () => {
    const keys = police();
    const sealed = await keys.seal(victim, 'c-1', 'name', '王小明');
    keys.close();
    const before = readFileSync(file, 'latin1');
    const box = /"box":"([^"]+)","key":"police/.exec(before)?.[1] ?? '';
    appendFileSync(file, `${JSON.stringify({ type: 'destroyed', key: sealed.key })}\n`);
    const again = police();
    expect(box).toHaveLength(80);
    expect(readFileSync(file, 'latin1')).not.toContain(box);
    expect(await again.open(sealed)).toEqual({ ok: false, code: 'KEY_DESTROYED' });
  });

  it('lets a seal under way end under the destroyed key, which opens no more', async () => {
    const keys = police();
    const first = await keys.seal(victim, 'c-1', 'name', '王小明');
    const sealing = keys.seal(victim, 'c-2', 'name', '王小明');
    await keys.destroy(first.key);
    expect(await keys.open(await sealing)).toEqual({ ok: false, code: 'KEY_DESTROYED' });
  });
});

describe('the key file', () => {
  it('loses a torn last line and nothing else', async () => {
    const keys = police();
    const sealed = await keys.seal(victim, 'c-1', 'name', '王小明');
    keys.close();
    const whole = readFileSync(file);
    for (const torn of ['{', '{"box":"AAAA', whole.subarray(0, 40).toString('latin1')]) {
      writeFileSync(file, whole);
      appendFileSync(file, torn);
      const again = police();
      expect(await again.open(sealed)).toEqual({ ok: true, clear: '王小明' });
      await again.seal(account, 'c-2', 'number', '6222');
      again.close();
      const third = police();
      expect(await third.open(sealed)).toEqual({ ok: true, clear: '王小明' });
      third.close();
    }
  });

  it('passes over what a loss of power left as zeros', async () => {
    const keys = police();
    const sealed = await keys.seal(victim, 'c-1', 'name', '王小明');
    keys.close();
    appendFileSync(file, Buffer.concat([Buffer.alloc(90), Buffer.from('"}\n')]));
    expect(await police().open(sealed)).toEqual({ ok: true, clear: '王小明' });
  });

  it.each([
    ['a line that is none', (text: string) => text.replace('{"box"', '{box'), 'KEYS_DAMAGED'],
    ['no first line', (text: string) => text.slice(text.indexOf('\n') + 1), 'KEYS_DAMAGED'],
    ['a newer version', (text: string) => text.replace('"version":1', '"version":2'), 'KEYS_NEWER'],
    ['another node’s name', (text: string) => text.replace('"node":"police"', '"node":"office"'), 'KEYS_OTHER_NODE'],
  ])('with %s is refused', async (_, damage, code) => {
    const keys = police();
    await keys.seal(victim, 'c-1', 'name', '王小明');
    keys.close();
    writeFileSync(file, damage(readFileSync(file, 'latin1')));
    expect(() => police()).toThrow(expect.objectContaining({ code }));
  });

  it('is refused under another master key', () => {
    police().close();
    expect(() => openKeyStore({ node: 'police', file, masterKey: randomBytes(32) })).toThrow(
      expect.objectContaining({ code: 'KEYS_OTHER_MASTER' }),
    );
  });

  it('notices keys exchanged between two subjects', async () => {
    const keys = police();
    const name = await keys.seal(victim, 'c-1', 'name', '王小明');
    await keys.seal(account, 'c-1', 'number', '6222');
    keys.close();
    const [owner, first = '', second = ''] = readFileSync(file, 'latin1').split('\n');
    const boxOf = (line: string) => /"box":"([^"]+)"/.exec(line)?.[1] ?? '';
    writeFileSync(file, [owner, first.replace(boxOf(first), boxOf(second)), second.replace(boxOf(second), boxOf(first)), ''].join('\n'));
    await expect(police().open(name)).rejects.toThrow(expect.objectContaining({ code: 'KEYS_DAMAGED' }));
    expect(() => examineKeyFile({ node: 'police', file, masterKey })).toThrow(expect.objectContaining({ code: 'KEYS_DAMAGED' }));
  });

  it('can be looked at while they are in use: sound with a key destroyed, not under another master key', async () => {
    const keys = police();
    const sealed = await keys.seal(victim, 'c-1', 'name', '王小明');
    await keys.seal(account, 'c-1', 'number', '6222');
    await keys.destroy(sealed.key);
    const before = readFileSync(file);
    expect(() => examineKeyFile({ node: 'police', file, masterKey })).not.toThrow();
    expect(() => examineKeyFile({ node: 'police', file, masterKey: randomBytes(32) })).toThrow(
      expect.objectContaining({ code: 'KEYS_OTHER_MASTER' }),
    );
    expect(readFileSync(file)).toEqual(before);
  });

  it('answers nothing after it was closed', async () => {
    const keys = police();
    const sealed = await keys.seal(victim, 'c-1', 'name', '王小明');
    const last = keys.seal(account, 'c-1', 'number', '6222');
    keys.close();
    await expect(keys.open(sealed)).rejects.toThrow(expect.objectContaining({ code: 'KEYS_CLOSED' }));
    const finished = await last;
    expect(await police().open(finished)).toEqual({ ok: true, clear: '6222' }); // what was under way is finished
  });

  it('are in the file that was made ahead, which is made once', async () => {
    await createKeyFile({ node: 'police', file, masterKey });
    const made = readFileSync(file, 'utf8');
    await createKeyFile({ node: 'police', file, masterKey });
    expect(readFileSync(file, 'utf8')).toBe(made);
    const keys = police();
    const sealed = await keys.seal(victim, 'c-1', 'name', '王小明');
    expect(await keys.open(sealed)).toEqual({ ok: true, clear: '王小明' });
    expect(readFileSync(file, 'utf8').startsWith(made)).toBe(true);
  });
});
