import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLog } from '@interlock/nest-kit';
import { cityReferences } from '@interlock/trust';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataFolder } from '../folder/data-folder.ts';
import { givenReferenceKey } from '../folder/reference-key.ts';
import { openService } from './open-service.ts';
import { serviceConfig } from './service-config.ts';

const MEMBERS = [{ code: 'police', kind: 'police' }];
const KEY = new Uint8Array(32).fill(7);

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'interlock-references-'));
});
afterEach(() => {
  rmSync(data, { recursive: true });
});

describe('a service among others', () => {
  it('does not start without the city’s reference key, and makes none: all would be well with other references than elsewhere', async () => {
    const roster = [{ code: 'police', member: 'police', kind: 'police' }] as const;
    const config = serviceConfig({ INTERLOCK_DATA: data, INTERLOCK_KAFKA_BROKERS: '127.0.0.1:1' }, { kinds: ['police'], roster });
    const definition = {
      ...{ service: 'police', kinds: ['police'] as const, register: { members: MEMBERS, units: [] } },
      start: () => Promise.reject(new Error('It should not come so far')),
    };
    const log = makeLog({ service: 'police', level: 'error', destination: { write: () => undefined } });
    const opened = openService(definition, config, { log, trouble: () => undefined, failure: () => undefined });
    await expect(opened).rejects.toMatchObject({
      text: { code: 'CONFIGURATION', exit: 2, why: expect.stringContaining('INTERLOCK_REFERENCE_KEY_FILE') },
    });
    expect(readdirSync(data)).toEqual([]);
  });

  it('takes the key that it is given, or the one that lies in its folder', () => {
    writeFileSync(join(data, 'reference.key'), new Uint8Array(32).fill(9));
    expect(givenReferenceKey(KEY, data)).toEqual(KEY);
    expect(givenReferenceKey(undefined, data)).toEqual(new Uint8Array(32).fill(9));
  });
});

describe('a city in one process', () => {
  it('makes its own reference key, once', () => {
    const references = [1, 2].map(() => {
      const folder = openDataFolder(data, ['police']);
      folder.lock.release();
      return folder.references.number('13900000001');
    });
    expect(existsSync(join(data, 'reference.key'))).toBe(true);
    expect(references).toEqual([1, 2].map(() => cityReferences(givenReferenceKey(undefined, data)).number('13900000001')));
  });
});
