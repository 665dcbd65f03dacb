import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openNodeFolders } from '../folder/data-folder.ts';
import { type ServiceConfig, serviceConfig } from './service-config.ts';

const roster = [{ code: 'police', member: 'police', kind: 'police' }] as const;
const read = (env: Readonly<Record<string, string>>): ServiceConfig =>
  serviceConfig({ INTERLOCK_KAFKA_BROKERS: 'localhost:9092', ...env }, { kinds: ['police'], roster });
const onServer = { INTERLOCK_STORE: 'kurrentdb', INTERLOCK_KURRENTDB_URL: 'kurrentdb://localhost:2113' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('where a service’s keys lie', () => {
  it('with its data, unless its processes share a folder of keys', () => {
    expect(read({ INTERLOCK_DATA: '/data' }).keys).toBe('/data');
    expect(read({ ...onServer, INTERLOCK_DATA: '/data' }).keys).toBe('/data');
    expect(read({ ...onServer, INTERLOCK_DATA: '/data', INTERLOCK_KEYS: '/keys' }).keys).toBe('/keys');
  });

  it('not in a shared folder where the log is a file: a node has one process there', () => {
    expect(() => read({ INTERLOCK_KEYS: '/keys' })).toThrow('INTERLOCK_KEYS needs INTERLOCK_STORE=kurrentdb');
  });

  it('is one folder to processes that have folders of their own', async () => {
    const keys = join(folder, 'keys');
    const both = ['a', 'b'].map((name) => openNodeFolders(join(folder, name), ['police'], { keys }));
    await Promise.all(both.map((one) => one.makeSecrets(['police'])));
    const [one, two] = both.map((data) => data.signer('police').verifierKey);
    expect(one).toBe(two);
    expect(readdirSync(join(keys, 'police')).sort()).toEqual(['log.key', 'master.key']);
    for (const { lock } of both) lock.release();
    expect(readdirSync(join(folder, 'a', 'police'))).toEqual(['interlock.lock']);
  });
});
