import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const WANTED = 24;
const isWindows = process.platform === 'win32';

/** The pinned Node from the optional platform package, else this one if it is new enough; else the process ends and says what to do. */
export function pinnedNode() {
  for (const name of [`node-${isWindows ? 'win' : process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]) {
    const file = join(root, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
    if (existsSync(file)) return file;
  }
  if (Number(process.versions.node.split('.')[0]) >= WANTED) return process.execPath;
  console.error(`No Node ${WANTED} for ${process.platform}-${process.arch}: install Node ${WANTED} or newer and try again.`);
  process.exit(1);
}
