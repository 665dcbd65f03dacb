import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type KurrentSimulator, startKurrentSimulator } from '@interlock/adapters';
import { embedded, itPlaysAsEmbedded } from './shipped-stories.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-on-kurrentdb-'));
let simulator: KurrentSimulator;
beforeAll(async () => {
  simulator = await startKurrentSimulator();
});
afterAll(async () => {
  await simulator.stop();
  rmSync(folder, { recursive: true, force: true });
});
const PATIENCE_MS = 60_000;
let plays = 0;
const fresh = (): string => {
  plays += 1;
  return join(folder, String(plays));
};

describe('R-509: a story with all logs on KurrentDB (simulated), lanes in process', () => {
  itPlaysAsEmbedded(['two-victims-one-mule'], (scenario) => embedded(scenario, fresh(), { kind: 'kurrentdb', url: simulator.url }), {
    folder: fresh,
    patienceMs: PATIENCE_MS,
  });
});
