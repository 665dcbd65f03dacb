import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { SHIPPED, embedded, itPlays, itPlaysAsEmbedded } from './shipped-stories.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-stories-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const PATIENCE_MS = 90_000;
let plays = 0;
const fresh = (): string => {
  plays += 1;
  return join(folder, String(plays));
};

describe('R-509: a story on the whole city in one process: every node, SQLite logs, tokens, Nest’s buses', () => {
  itPlays(
    SHIPPED.filter((name) => name !== 'lapse-and-freeze'),
    (scenario) => embedded(scenario, fresh()),
    PATIENCE_MS,
  );
  // Twice: what is played again says the same.
  itPlaysAsEmbedded(['lapse-and-freeze'], (scenario) => embedded(scenario, fresh()), { folder: fresh, patienceMs: PATIENCE_MS });
});
