import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorCodesPage } from './error-codes-page.ts';
import { gatewaySchemaText } from './print-schema.ts';

describe('D1: the API as people review it', () => {
  it('is what docs/schema.graphql says (node scripts/print-schema.mjs writes it)', async () => {
    const committed = readFileSync(new URL('../../../docs/schema.graphql', import.meta.url), 'utf8');
    expect(await gatewaySchemaText()).toBe(committed);
  });

  it('has every error code in docs/error-codes.md (written with it)', () => {
    expect(errorCodesPage()).toBe(readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8'));
  });
});
