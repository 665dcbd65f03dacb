import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own, gone when it is removed. */
export function temporaryFolder(): { readonly path: string; readonly file: (name: string) => string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'interlock-adapters-'));
  return { path, file: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}
