#!/usr/bin/env node
// Writes the compiler's project references from what each package.json depends on, so that nobody keeps the two lists by hand.
// tidy.spec.ts (root-references) fails where they differ.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './pinned-node.mjs';

const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const folders = ['apps', 'libs'].flatMap((kind) => readdirSync(join(root, kind)).map((name) => `${kind}/${name}`));
const projects = folders.filter((folder) => existsSync(join(root, folder, 'package.json'))).sort();
const folderOf = new Map(projects.map((project) => [read(`${project}/package.json`).name, project]));

function refer(path, references) {
  const config = { ...read(path), references: references.map((reference) => ({ path: reference })) };
  writeFileSync(join(root, path), `${JSON.stringify(config, null, 2)}\n`);
}

refer(
  'tsconfig.json',
  projects.map((project) => `./${project}`),
);
refer(
  'tsconfig.build.json',
  projects.map((project) => `./${project}/tsconfig.lib.json`),
);
for (const project of projects) {
  const others = Object.keys(read(`${project}/package.json`).dependencies ?? {})
    .filter((name) => folderOf.has(name))
    .map((name) => `${posix.relative(project, folderOf.get(name))}/tsconfig.lib.json`)
    .sort();
  refer(`${project}/tsconfig.lib.json`, others);
  refer(`${project}/tsconfig.spec.json`, ['./tsconfig.lib.json', ...others]);
}
console.log(`${projects.length} projects; now: npx prettier --write "**/tsconfig*.json"`);
