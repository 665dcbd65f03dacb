import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own, gone when it is removed. */
export function temporaryFolder(): { readonly path: string; readonly file: (name: string) => string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'interlock-adapters-'));
  return { path, file: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Why this machine could not give a test its own mounts (`unshare`); undefined when it could. */
export function whyNoMounts({ error, stderr }: { readonly error?: Error | undefined; readonly stderr: string }): string | undefined {
  if (error && 'code' in error && error.code === 'ENOENT') return error.message;
  return /^(?:unshare|mount):/m.test(stderr) ? stderr.trim() : undefined;
}
