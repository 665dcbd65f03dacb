#!/usr/bin/env node
// Writes docs/rules.md from the rulebook and from the files that cite its rules; rules-document.spec.ts holds it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode, root } from './pinned-node.mjs';

const SOURCES = '--conditions=@interlock/source';
if (!process.execArgv.includes(SOURCES)) {
  // The rulebook is read from its sources, which needs the pinned Node.
  const { status } = spawnSync(pinnedNode(), [SOURCES, fileURLToPath(import.meta.url)], { stdio: 'inherit', cwd: root });
  process.exit(status ?? 1);
}

const { RULES } = await import('../libs/rulebook/src/index.ts');
const { readRepo } = await import('../libs/workspace/src/tidy/repo.ts');
const { RULES_DOCUMENT, rulesDocument, ruleSections } = await import('../libs/workspace/src/tidy/rules-document.ts');
const sections = ruleSections(RULES, readRepo(root));
writeFileSync(join(root, RULES_DOCUMENT), rulesDocument(sections));
console.log(`${RULES_DOCUMENT}: ${sections.size} rules`);
