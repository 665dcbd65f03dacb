#!/usr/bin/env node
// Keeps the logs that a story writes today as fixtures: node scripts/keep-logs.mjs v1-lapse-and-freeze lapse-and-freeze
// Every version ever written must be read by every later code (apps/e2e/src/fixtures): add new ones, never change old ones.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TextDecoder } from 'node:util';

const root = new URL('../', import.meta.url);
const dist = (project) => import(new URL(`${project}/dist/index.js`, root));
const { playEmbedded, readScenario, rosterOf } = await dist('apps/interlock');
const { openSqliteStores } = await dist('libs/adapters');
const { readRegister } = await dist('libs/office');

const [name, story] = process.argv.slice(2);
if (!name || !story) throw new Error('usage: node scripts/keep-logs.mjs NAME STORY');
const target = fileURLToPath(new URL(`apps/e2e/fixtures/${name}/`, root));
if (existsSync(target)) throw new Error(`${target} is kept for ever: give the new logs another name`);

const folder = mkdtempSync(join(tmpdir(), 'interlock-keep-'));
try {
  const file = fileURLToPath(new URL(`scenarios/${story}.yaml`, root));
  const register = readRegister();
  const scenario = readScenario(file, register);
  const dataDir = join(folder, 'city');
  await playEmbedded({ scenario, file, dataDir, register, report: (trouble) => console.error(trouble) });
  const stores = openSqliteStores();
  mkdirSync(target, { recursive: true });
  for (const { code } of rosterOf(register.members)) {
    const store = await stores.open(join(dataDir, code, 'log.sqlite'));
    const { events } = await store.readAll({ limit: 1_000_000 });
    const told = events.filter((event) => !event.type.endsWith('lane-opened.v1'));
    if (told.length > 0)
      writeFileSync(join(target, `${code}.ndjson`), events.map((event) => `${new TextDecoder().decode(event.bytes)}\n`).join(''));
  }
  await stores.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
