import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '@interlock/contracts';
import { describe, expect, it } from '@jest/globals';
import { SCHEMAS_FOLDER, schemasOf } from './tidy/published-schemas.ts';

const folder = join(import.meta.dirname, '..', '..', '..', SCHEMAS_FOLDER);

describe('the published schemas of facts', () => {
  it('are those of the contracts, each in a file of its type (node scripts/release-contracts.mjs)', () => {
    const published = readdirSync(folder).map((name) => [name.replace(/\.json$/, ''), readFileSync(join(folder, name), 'utf8')]);
    expect(Object.fromEntries(published)).toEqual(schemasOf(contracts));
  });
});
