import { type Finding, type RepoFile } from './repo.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The compiler checks what the root configurations refer to, and nothing else: an emptied list passes silently. So each project must be in
 * both, and refer itself to exactly the projects that its package.json names.
 */
export function projectFindings(files: readonly RepoFile[]): readonly Finding[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const projects = [...texts.keys()].flatMap((path) => /^((?:libs|apps)\/[^/]+)\/package\.json$/.exec(path)?.[1] ?? []).sort();
  const folderOf = new Map(projects.map((project) => [String(json(texts, `${project}/package.json`)['name']), project]));
  const expected = (path: string, references: readonly string[]): readonly Finding[] => {
    const found = referencesOf(texts, path);
    return found.join() === [...references].sort().join()
      ? []
      : [
          {
            rule: 'root-references',
            path,
            says: `refers to [${found.join(', ')}], not to [${[...references].sort().join(', ')}]; run node scripts/sync-references.mjs`,
          },
        ];
  };
  return [
    ...expected(
      'tsconfig.json',
      projects.map((project) => `./${project}`),
    ),
    ...expected(
      'tsconfig.build.json',
      projects.map((project) => `./${project}/tsconfig.lib.json`),
    ),
    ...projects.flatMap((project) => {
      const others = Object.keys(record(json(texts, `${project}/package.json`)['dependencies']))
        .flatMap((name) => folderOf.get(name) ?? [])
        .map((other) => `${relative(project, other)}/tsconfig.lib.json`);
      return [
        ...expected(`${project}/tsconfig.json`, ['./tsconfig.lib.json', './tsconfig.spec.json']),
        ...expected(`${project}/tsconfig.lib.json`, others),
        ...expected(`${project}/tsconfig.spec.json`, ['./tsconfig.lib.json', ...others]),
        ...tags(texts, project),
      ];
    }),
  ];
}

function tags(texts: ReadonlyMap<string, string>, project: string): readonly Finding[] {
  const path = `${project}/package.json`;
  const found = record(json(texts, path)['nx'])['tags'];
  const kinds = Array.isArray(found) ? found.map((tag) => String(tag).split(':')[0]) : [];
  if (kinds.includes('type') && kinds.includes('scope')) return [];
  return [{ rule: 'project-tags', path, says: 'no type: and scope: tag: the boundary rule would not know it' }];
}

function relative(from: string, to: string): string {
  const [fromRoot] = from.split('/');
  const [toRoot = '', name = ''] = to.split('/');
  return fromRoot === toRoot ? `../${name}` : `../../${toRoot}/${name}`;
}

function referencesOf(texts: ReadonlyMap<string, string>, path: string): readonly string[] {
  const { references } = json(texts, path);
  return Array.isArray(references) ? references.map((reference) => String(record(reference)['path'])).sort() : [];
}

function json(texts: ReadonlyMap<string, string>, path: string): Json {
  const text = texts.get(path);
  return text === undefined ? {} : record(JSON.parse(text));
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
