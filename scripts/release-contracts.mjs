#!/usr/bin/env node
// Records what the contracts promise in libs/contracts/released.json. It only adds: what was released is for ever, and tidy.spec.ts holds it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
const file = join(root, RELEASED_FILE);
const released = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const current = contractsOf(await import('@interlock/contracts'));
const broken = brokenPromises(released, current).filter(({ says }) => !says.includes(' is new: '));
if (broken.length > 0) {
  for (const { says } of broken) console.error(says);
  process.exit(1);
}
writeFileSync(file, `${JSON.stringify(release(released, current), null, 2)}\n`);
console.log(`${Object.keys(current).length} contracts released`);
