import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeInProcessExchange, makeMemoryEventStore } from '@interlock/adapters';
import { type LogKeys, type References } from '@interlock/kernel';
import { makeLog } from '@interlock/nest-kit';
import { cityReferences } from '@interlock/trust';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataFolder } from '../folder/data-folder.ts';
import { givenReferenceKey } from '../folder/reference-key.ts';
import { createClosing } from '../nodes/closing.ts';
import { type Shared, openNode } from '../nodes/open-node.ts';
import { systemClock } from '../system-clock.ts';
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

function opened(kind: 'police' | 'city'): ReturnType<typeof openService> {
  const roster = [{ code: kind, member: kind, kind }] as const;
  const config = serviceConfig({ INTERLOCK_DATA: data, INTERLOCK_KAFKA_BROKERS: '127.0.0.1:1' }, { kinds: [kind], roster });
  const definition = {
    ...{ service: kind, kinds: [kind], register: { members: MEMBERS, units: [] } },
    start: () => Promise.reject(new Error('It should not come so far')),
  };
  const log = makeLog({ service: kind, level: 'error', destination: { write: () => undefined } });
  return openService(definition, config, { log, trouble: () => undefined, failure: () => undefined });
}

/** What a node of this kind is started with in a process that has the key. */
async function startedWith(kind: 'police' | 'office' | 'city') {
  const folder = openDataFolder(data, [kind]);
  const closing = createClosing();
  let given: References | undefined;
  const entry = { code: kind, member: kind, kind };
  const bound: LogKeys[] = [];
  const log = {
    ...makeMemoryEventStore(),
    bindKeys(keys: LogKeys) {
      bound.push(keys);
      return Promise.resolve(keys);
    },
  };
  const shared: Shared = {
    ...{ folder, references: folder.references, clock: systemClock, roster: [entry], units: [], sealEveryMs: 1_000 },
    openLog: () => Promise.resolve(log),
    exchangeOf: () => makeInProcessExchange(),
    sourceOf: () => ({ fetch: () => Promise.resolve([]) }),
    fetchKey: () => Promise.resolve('not-granted'),
    start(_, { references }) {
      given = references;
      return Promise.reject(new Error('enough'));
    },
    report: () => undefined,
  };
  await expect(openNode(entry, shared, closing)).rejects.toThrow('enough');
  for (const kindOfThing of ['tree', 'files'] as const) await closing.run(kindOfThing);
  folder.lock.release();
  return { references: given, own: folder.references, bound: bound[0]?.references };
}

describe('the city’s reference key', () => {
  it.each(['police', 'office'] as const)('is in the hands of %s, whose log says so', async (kind) => {
    const { references, own, bound } = await startedWith(kind);
    expect(references?.number('13900000001')).toBe(own.number('13900000001'));
    expect(bound).toBe(own.account('interlock', 'nobody'));
  });

  it('is not in the city’s: even beside police in one process it can turn no number into a reference', async () => {
    const { references, bound } = await startedWith('city');
    for (const tried of [
      () => references?.number('13900000001'),
      () => references?.account('bank-rural', '1'),
      () => references?.person('1'),
    ])
      expect(tried).toThrow('reference key is not here');
    expect(bound).toBe('none');
  });
});

describe('a service among others', () => {
  it('does not start without the city’s reference key, and makes none: all would be well with other references than elsewhere', async () => {
    await expect(opened('police')).rejects.toMatchObject({
      text: { code: 'CONFIGURATION', exit: 2, why: expect.stringContaining('INTERLOCK_REFERENCE_KEY_FILE') },
    });
    expect(readdirSync(data)).toEqual([]);
  });

  it('needs none where no number is turned into a reference: the gateway with the city asks police', async () => {
    await expect(opened('city')).rejects.toMatchObject({ code: 'REGISTER_MISSING' }); // the next thing that is not there
    expect(existsSync(join(data, 'reference.key'))).toBe(false);
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
