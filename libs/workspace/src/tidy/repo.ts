import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the repository: path from its root with `/`, and its text (empty for what is not text). */
export interface RepoFile {
  readonly path: string;
  readonly text: string;
}

/** What is wrong, where, and by which rule of the house. */
export interface Finding {
  readonly rule: string;
  readonly path: string;
  readonly says: string;
}

/** Made by tools, or (fixtures) wrong on purpose. */
const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'out-tsc', '.nx', 'coverage', 'data', 'libs/workspace/fixtures']);
const TEXT = /(?:\.(?:[cm]?[jt]sx?|json|md|ya?ml|html|css|graphql|sh|sql|proto)|\/(?:run|\.npmrc|\.gitignore))$/;

/** Every file below the root that people wrote. */
export function readRepo(root: string, folder = ''): readonly RepoFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (LEFT_OUT.has(path) || (LEFT_OUT.has(entry.name) && entry.name !== 'data')) return [];
    if (entry.isDirectory()) return readRepo(root, path);
    return [{ path, text: TEXT.test(`/${path}`) ? readFileSync(join(root, path), 'utf8') : '' }];
  });
}

/** `libs/police` of a path inside it. */
export function projectOf(path: string): string | undefined {
  return /^(?:libs|apps)\/[^/]+(?=\/)/.exec(path)?.[0];
}
