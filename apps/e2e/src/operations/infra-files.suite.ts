import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** This file lies in apps/e2e/src/operations. */
const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

export function infraFile(...path: readonly string[]): string {
  return join(ROOT, 'infra', ...path);
}

export function readInfra(...path: readonly string[]): string {
  return readFileSync(infraFile(...path), 'utf8');
}

/** All documents of a YAML file, or of all such files of a folder; throws with the place of what is no YAML. */
export function yamlIn(...path: readonly string[]): readonly unknown[] {
  return parseAllDocuments(readInfra(...path), { merge: true }).flatMap((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    const content: unknown = document.toJS();
    return content === null ? [] : [content];
  });
}

/** Files below a folder of infra/, by their path from there. */
export function infraFiles(folder: string): readonly string[] {
  return readdirSync(infraFile(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(infraFile(folder).length + 1))
    .sort();
}
