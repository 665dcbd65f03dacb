import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSecrets, readOrCreateSecret, readSecret } from './secret.file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-secret-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a secret in a file', () => {
  it('is made once, for its owner only', () => {
    const secret = readOrCreateSecret(join(folder, 'deep', 'master.key'));
    expect(secret).toHaveLength(32);
    expect(readOrCreateSecret(join(folder, 'deep', 'master.key'))).toEqual(secret);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'deep', 'master.key')).mode & 0o777).toBe(0o600);
  });

  it('is made together with others, and what is there stays', async () => {
    const police = join(folder, 'police', 'master.key');
    const bank = join(folder, 'bank-rural', 'master.key');
    const first = readOrCreateSecret(police);
    await createSecrets([police, bank, join(folder, 'bank-rural', 'log.key')]);
    expect(readSecret(police)).toEqual(first);
    expect(readSecret(bank)).not.toEqual(readSecret(join(folder, 'bank-rural', 'log.key')));
    expect(readdirSync(join(folder, 'bank-rural')).sort()).toEqual(['log.key', 'master.key']);
    if (process.platform !== 'win32') expect(statSync(bank).mode & 0o777).toBe(0o600);
  });

  it('is never replaced when it is damaged', () => {
    writeFileSync(join(folder, 'master.key'), 'short');
    expect(() => readOrCreateSecret(join(folder, 'master.key'))).toThrow('5 bytes instead of 32');
  });
});
