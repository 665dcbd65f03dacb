#!/usr/bin/env node
// Records what the contracts promise in libs/contracts/released.json. It only adds: what was released is for ever, and tidy.spec.ts holds it.
// Writes the JSON Schema of every fact into docs/contracts, for whoever reads lanes without our code.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode, root } from './pinned-node.mjs';

const SOURCES = '--conditions=@interlock/source';
if (!process.execArgv.includes(SOURCES)) {
  // The contracts are read from their sources, which needs the pinned Node.
  const { status } = spawnSync(pinnedNode(), [SOURCES, fileURLToPath(import.meta.url)], { stdio: 'inherit', cwd: root });
  process.exit(status ?? 1);
}

const { brokenPromises, contractsOf, release, RELEASED_FILE } = await import('../libs/workspace/src/tidy/released-contracts.ts');
const { schemasOf, SCHEMAS_FOLDER } = await import('../libs/workspace/src/tidy/published-schemas.ts');
const file = join(root, RELEASED_FILE);
const released = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const contracts = await import('@interlock/contracts');
const current = contractsOf(contracts);
const broken = brokenPromises(released, current).filter(({ says }) => !says.includes(' is new: '));
if (broken.length > 0) {
  for (const { says } of broken) console.error(says);
  process.exit(1);
}
writeFileSync(file, `${JSON.stringify(release(released, current), null, 2)}\n`);
mkdirSync(join(root, SCHEMAS_FOLDER), { recursive: true });
const schemas = Object.entries(schemasOf(contracts));
for (const [type, text] of schemas) writeFileSync(join(root, SCHEMAS_FOLDER, `${type}.json`), text);
console.log(`${Object.keys(current).length} contracts released, ${schemas.length} schemas of facts published`);
