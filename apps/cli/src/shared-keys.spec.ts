import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WUYI, documentIn, interlock, rowsIn, temporaryFolder } from './children.suite.ts';

const KEY_FILES = ['keys.jsonl', 'log.key', 'master.key'];

describe('a node whose log is on a server and whose keys lie in a folder that its processes share', () => {
  const folder = temporaryFolder();
  const data = folder.at('city');
  const keys = folder.at('keys');
  const backup = folder.at('backup');
  const keysIn = (at: string): readonly string[] => KEY_FILES.map((name) => readFileSync(join(at, name), 'hex'));
  let before: readonly string[];

  beforeAll(async () => {
    expect((await interlock(['play', WUYI, '--json', '--data', data])).code).toBe(0);
    // As such a node’s process leaves its data folder: views and a tree, no log and no keys.
    mkdirSync(join(keys, 'police'), { recursive: true });
    for (const name of KEY_FILES) renameSync(join(data, 'police', name), join(keys, 'police', name));
    for (const name of readdirSync(join(data, 'police')).filter((one) => one.startsWith('log.sqlite'))) rmSync(join(data, 'police', name));
    before = keysIn(join(keys, 'police'));
  }, 120_000);
  afterAll(() => {
    folder.remove();
  });

  it('is not backed up without that folder: who has no keys has no backup', async () => {
    const { code, err } = await interlock(['backup', '--data', data, '--into', backup]);
    expect(code).toBe(3);
    expect(err).toContain('[KEYS_ELSEWHERE]');
    expect(err).toContain('The keys of police would not be in the backup');
    expect(err).toContain('INTERLOCK_KEYS');
    expect(existsSync(backup)).toBe(false);
  });

  it('is backed up with its keys, by the option or by INTERLOCK_KEYS, and what is not in the backup is said', async () => {
    const { code, err, out } = await interlock(['backup', '--data', data, '--into', backup, '--json'], { INTERLOCK_KEYS: keys });
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('police: its keys only, for its log is no file here') });
    expect(documentIn(out)).toMatchObject({ keysOnly: ['police'] });
    expect(keysIn(join(backup, 'police'))).toEqual(before);
    expect(rowsIn(documentIn(readFileSync(join(backup, 'backup.json'), 'utf8')), 'nodes')).toHaveLength(17);
    expect((await interlock(['backup', '--data', data, '--into', folder.at('second'), '--keys', keys])).code).toBe(0);
  });

  it('is restored into a folder of keys that is named, and refused without one', async () => {
    const [into, other] = [folder.at('restored'), folder.at('other-keys')];
    const refused = await interlock(['restore', '--from', backup, '--into', into]);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('[KEYS_ELSEWHERE]') });
    expect(existsSync(into)).toBe(false);
    const restored = await interlock(['restore', '--from', backup, '--into', into, '--keys', other]);
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('police: its keys restored') });
    expect(restored.out).toContain('17 logs verified');
    expect(keysIn(join(other, 'police'))).toEqual(before);
    expect(existsSync(join(into, 'police'))).toBe(false);
    expect(KEY_FILES.every((name) => existsSync(join(into, 'bank-industry', name)))).toBe(true);
  });

  it('gets its keys back alone; those that stand there are set aside, its tree and views stay', async () => {
    const there = folder.at('damaged-keys');
    cpSync(keys, there, { recursive: true });
    writeFileSync(join(there, 'police', 'keys.jsonl'), 'no keys\n');
    const doctor = async (): Promise<readonly unknown[]> =>
      rowsIn(documentIn((await interlock(['doctor', '--json', '--data', data, '--keys', there])).out), 'findings')
        .filter(({ about }) => about === 'police')
        .map(({ code }) => code);
    expect(await doctor()).toEqual(['KEYS_DAMAGED']);
    const args = ['restore', '--from', backup, '--into', data, '--node', 'police', '--keys', there];
    expect(await interlock(args)).toMatchObject({ code: 4, err: expect.stringContaining(join(there, 'police')) });
    const dry = await interlock([...args, '--dry-run']);
    expect(dry.out).toContain(`${join(there, 'police')} would be set aside`);
    const restored = await interlock([...args, '--yes']);
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('set aside: ') });
    expect(keysIn(join(there, 'police'))).toEqual(before);
    expect(existsSync(join(data, 'police', 'log.tree'))).toBe(true);
    expect(await doctor()).toEqual([]);
  });
});
