#!/usr/bin/env node
// Runs the spec files under the given paths, without build and gates: `node scripts/spec.mjs libs/police/src/case -t R-112`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pinnedNode, root } from './pinned-node.mjs';

const jest = join(root, 'node_modules/jest/bin/jest.js');
const args = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', jest, ...process.argv.slice(2)];
process.exitCode = spawnSync(pinnedNode(), args, { stdio: 'inherit', cwd: root }).status ?? 1;
