import { posix } from 'node:path';
import ts from 'typescript';
import { type Finding, projectOf, type RepoFile } from './repo.ts';

/** Files of one project that import each other in a ring; imports of types count, for a reader goes round all the same. */
export function cycleFindings(files: readonly RepoFile[]): readonly Finding[] {
  const sources = files.filter(({ path }) => projectOf(path) !== undefined && /\/src\/.+\.tsx?$/.test(path));
  const known = new Set(sources.map(({ path }) => path));
  const imports = new Map(sources.map((file) => [file.path, importsOf(file).filter((path) => known.has(path))]));
  const done = new Set<string>();
  return [...known].sort().flatMap((path) => {
    const ring = ringFrom(path, imports, done);
    return ring ? [{ rule: 'cycle', path, says: ring.join(' -> ') }] : [];
  });
}

function importsOf({ path, text }: RepoFile): readonly string[] {
  const project = projectOf(path) ?? '';
  const ownName = `@interlock/${posix.basename(project)}`;
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
    if (fileName === ownName) return [`${project}/src/index.ts`];
    return fileName.startsWith('.') ? [posix.join(posix.dirname(path), fileName)] : [];
  });
}

/** The first ring reached from here; `done` holds files from which none is. */
function ringFrom(
  path: string,
  imports: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
  way: readonly string[] = [],
): readonly string[] | undefined {
  const at = way.indexOf(path);
  if (at >= 0) return [...way.slice(at), path];
  if (done.has(path)) return undefined;
  for (const next of imports.get(path) ?? []) {
    const ring = ringFrom(next, imports, done, [...way, path]);
    if (ring) {
      for (const member of ring) done.add(member);
      return ring;
    }
  }
  done.add(path);
  return undefined;
}
