import { dirname, join, normalize } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { yamlIn } from './infra-files.suite.ts';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly labels?: Readonly<Record<string, string>> | undefined;
  };
  readonly [field: string]: unknown;
}

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional(), labels: z.record(z.string(), z.string()).optional() }),
});
const operation = z.strictObject({ op: z.enum(['add', 'replace', 'remove']), path: z.string().startsWith('/'), value: z.unknown() });
type Operation = z.output<typeof operation>;
const kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  resources: z.array(z.string()),
  patches: z.array(z.strictObject({ target: z.strictObject({ kind: z.string(), name: z.string() }), patch: z.string() })).default([]),
});

export function manifestOf(content: unknown): Manifest {
  return manifest.parse(content);
}

/** What `kubectl apply -k` would send: the manifests of a folder with its patches (JSON Patch, as kustomize takes them). */
export function kustomize(folder: string): readonly Manifest[] {
  const { resources, patches } = kustomization.parse(yamlIn(folder, 'kustomization.yaml')[0]);
  let manifests = resources.flatMap((resource) => {
    const path = normalize(join(folder, resource));
    return resource.endsWith('.yaml') ? yamlIn(dirname(path), resource).map((one) => manifest.parse(one)) : kustomize(path);
  });
  for (const { target, patch } of patches) {
    const found = manifests.filter(({ kind, metadata }) => kind === target.kind && metadata.name === target.name);
    if (found.length !== 1) throw new Error(`${String(found.length)} manifests are ${target.kind} ${target.name}`);
    const operations = z.array(operation).parse(parse(patch));
    manifests = manifests.map((one) => (one === found[0] ? manifest.parse(operations.reduce(patched, one)) : one));
  }
  return manifests;
}

/** RFC 6902, as far as the patches here go. Throws where the path leads nowhere. */
function patched(document: unknown, { op, path, value }: Operation): unknown {
  const keys = path
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return at(document, keys, (known) => {
    if (op !== 'add' && known === undefined) throw new Error(`Nothing at ${path}`);
    return op === 'remove' ? undefined : value;
  });
}

function at(document: unknown, [key, ...rest]: readonly string[], change: (known: unknown) => unknown): unknown {
  if (key === undefined) return change(document);
  if (Array.isArray(document)) {
    const list: readonly unknown[] = document;
    const index = key === '-' ? list.length : Number(key);
    if (key !== '-' && list[index] === undefined) throw new Error(`No item ${key}`);
    return list.toSpliced(index, 1, at(list[index], rest, change));
  }
  if (typeof document !== 'object' || document === null) throw new Error(`No ${key} in what is no object`);
  const fields = Object.entries(document);
  const known: unknown = fields.find(([name]) => name === key)?.[1];
  return { ...Object.fromEntries(fields), [key]: at(known, rest, change) };
}
