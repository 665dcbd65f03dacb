import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { openKurrentStores, openSqliteStores, startKurrentSimulator } from '@interlock/adapters';
import { encodeEvent, idOf, instant } from '@interlock/kernel';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { infraFile, yamlIn } from './infra-files.suite.ts';
import { schemaProblem, unknownFields } from './kubernetes-kinds.suite.ts';
import { kustomize, manifestOf } from './kustomize.suite.ts';

const job = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.tuple([z.looseObject({ command: z.tuple([z.literal('sh'), z.literal('-ec')]), args: z.tuple([z.string()]) })]),
        volumes: z.array(z.looseObject({ persistentVolumeClaim: z.strictObject({ claimName: z.string() }).optional() })),
      }),
    }),
  }),
});
const MANIFEST = manifestOf(yamlIn('kubernetes/move-to-kurrentdb.yaml')[0]);
const { containers, volumes } = job.parse(MANIFEST).spec.template.spec;

const folder = mkdtempSync(join(tmpdir(), 'interlock-move-'));
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

/** A node’s folder with a log of one event, and its keys. */
async function makeNode(code: string): Promise<void> {
  mkdirSync(join(folder, 'data', code), { recursive: true });
  for (const file of ['master.key', 'keys.jsonl', 'log.key']) writeFileSync(join(folder, 'data', code, file), `${file} of ${code}`);
  const stores = openSqliteStores({ threads: 1 });
  const store = await stores.open(join(folder, 'data', code, 'log.sqlite'));
  const event = encodeEvent({
    ...{ id: idOf('note', code), type: 'NoteTaken', schemaVersion: 1, stream: 'case-a', data: { code } },
    ...{ meta: { actor: { kind: 'policy', name: 'suite' } }, recordedAt: instant('2026-03-01T12:00:00.000Z') },
  });
  await store.append([{ stream: 'case-a', expected: 'no-stream', events: [event] }]);
  await stores.close();
}

describe('the move of an agency from the base to KurrentDB', () => {
  it('is a sound manifest, and mounts the claims of both', () => {
    expect(schemaProblem(MANIFEST)).toBeUndefined();
    expect(unknownFields([MANIFEST])).toEqual([]);
    const claims = [...kustomize('kubernetes/base'), ...kustomize('kubernetes/kurrentdb')]
      .filter(({ kind }) => kind === 'PersistentVolumeClaim')
      .map(({ metadata }) => metadata.name);
    const mounted = volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
    expect(mounted).toEqual(['police-data', 'police-keys']);
    expect(claims).toEqual(expect.arrayContaining(mounted));
  });

  it('takes the keys and the log of each node along, and overwrites no key (simulated server)', async () => {
    const simulator = await startKurrentSimulator();
    closing.push(() => simulator.stop());
    for (const code of ['bank-rural', 'bank-city']) await makeNode(code);
    const [data, keys] = [join(folder, 'data'), join(folder, 'keys')];
    mkdirSync(join(keys, 'bank-city'), { recursive: true });
    writeFileSync(join(keys, 'bank-city', 'keys.jsonl'), 'newer');

    const env = { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, INTERLOCK_DATA: data, INTERLOCK_KEYS: keys };
    await promisify(execFile)('sh', ['-ec', containers[0].args[0]], {
      cwd: infraFile('..'),
      env: { ...env, INTERLOCK_KURRENTDB_URL: simulator.url },
    });

    expect(readFileSync(join(keys, 'bank-city', 'keys.jsonl'), 'utf8')).toBe('newer');
    for (const file of ['master.key', 'keys.jsonl', 'log.key'])
      expect(readFileSync(join(keys, 'bank-rural', file), 'utf8')).toBe(`${file} of bank-rural`);
    const stores = openKurrentStores({ url: simulator.url });
    closing.push(() => stores.close());
    for (const node of ['bank-rural', 'bank-city']) expect((await (await stores.open(node)).readStream('case-a')).head).toBe(0);
  });
});
