import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { restoreSqliteLog } from '@interlock/adapters';
import { EXIT, Fault, holderNow, type LaneBreak, laneBreaks, lockData } from '@interlock/hosting';
import { MANIFEST, copyIfThere } from './backup.ts';
import { cityFiles, withSnapshots } from './city-files.ts';
import { type VerifiedNode, verifyCity } from './verify.ts';

export interface RestoreOptions {
  readonly from: string;
  readonly into: string;
  /** Only these; the others in the folder stay as they are. Unset: the whole city. */
  readonly nodes?: readonly string[];
  /** What would be done, without doing it. */
  readonly dryRun?: boolean;
  /** Allows what stands there to be set aside. */
  readonly replace?: boolean;
}

export interface Restored {
  readonly path: string;
  readonly nodes: readonly { readonly node: string; readonly storeId: string }[];
  /** Where what stood there before was set aside. */
  readonly setAside: readonly string[];
  readonly verified: readonly VerifiedNode[];
  /** Lanes on which peers hold more than a restored log: it is older than what they have received. */
  readonly breaks: readonly LaneBreak[];
}

/** Puts a city, or some of its nodes, back from a backup. Every restored log is a store of its own from then on; it ends with a verification. */
export async function restoreCity(options: RestoreOptions): Promise<Restored> {
  const from = resolve(options.from);
  const into = resolve(options.into);
  const inBackup = nodesIn(from);
  const wanted = options.nodes ?? inBackup;
  for (const node of wanted) if (!inBackup.includes(node)) throw notInBackup(from, node);
  const inWay = options.nodes ? wanted.filter((node) => existsSync(join(into, node))) : existing(into);
  if (inWay.length > 0 && options.replace !== true && options.dryRun !== true) throw wouldReplace(options.into, inWay);
  if (options.dryRun === true)
    return { path: into, nodes: wanted.map((node) => ({ node, storeId: '' })), setAside: inWay, verified: [], breaks: [] };
  if (options.nodes && !existsSync(join(into, 'interlock.json'))) cityFiles(into); // names what is missing
  mkdirSync(into, { recursive: true });
  const lock = lockData(into, new Date().toISOString());
  try {
    const setAside = putAside(into, inWay);
    if (!options.nodes)
      for (const name of readdirSync(from))
        if (name !== MANIFEST && !inBackup.includes(name)) copyIfThere(join(from, name), join(into, name));
    const nodes = wanted.map((node) => ({ node, storeId: restoreNode(join(from, node), join(into, node)) }));
    const files = cityFiles(into);
    const breaks = await withSnapshots(files, (logs) => laneBreaks(files.roster, (code) => logs.get(code)));
    return { path: into, nodes, setAside, verified: await verifyCity(into), breaks };
  } finally {
    lock.release();
  }
}

/** The log as a new store, the tree and keys beside it; no views: they are folded when the node starts. */
function restoreNode(from: string, into: string): string {
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(from)) if (!name.startsWith('log.sqlite')) copyIfThere(join(from, name), join(into, name));
  return restoreSqliteLog(join(from, 'log.sqlite'), join(into, 'log.sqlite'));
}

function nodesIn(from: string): readonly string[] {
  const manifest = join(from, MANIFEST);
  if (!existsSync(manifest))
    throw new Fault({
      code: 'NO_BACKUP',
      what: `${from} is no backup`,
      why: `there is no ${MANIFEST} in it, or its backup did not end`,
      how: 'name a folder that `interlock backup` printed with --from',
      exit: EXIT.notFound,
    });
  const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  const nodes = typeof content === 'object' && content !== null && 'nodes' in content && Array.isArray(content.nodes) ? content.nodes : [];
  return nodes.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'node' in one && typeof one.node === 'string' ? [one.node] : [],
  );
}

/** The lock’s own files are no city. */
function existing(into: string): readonly string[] {
  if (!existsSync(into)) return [];
  return readdirSync(into).filter((name) => !name.startsWith('interlock.lock') && name !== 'running.json' && !name.startsWith('replaced-'));
}

function putAside(into: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const aside = join(into, `replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
  mkdirSync(aside);
  return names.map((name) => {
    renameSync(join(into, name), join(aside, name));
    // Views and places of lanes are of the log that went: they must not be taken for the restored one’s.
    rmSync(join(into, name), { recursive: true, force: true });
    return join(aside, name);
  });
}

function wouldReplace(into: string, names: readonly string[]): Fault {
  const running = holderNow(resolve(into));
  return new Fault({
    code: 'FOLDER_NOT_EMPTY',
    what: `${into} holds ${names.length === 1 ? String(names[0]) : `${String(names.length)} things`} that would be replaced`,
    why: running ? `a city runs there (process ${String(running.pid)})` : 'a restore is in the way of what stands there',
    how: 'see what would happen with --dry-run, allow it with --yes (what stands there is set aside, not deleted), or name another folder',
    exit: EXIT.conflict,
  });
}

function notInBackup(from: string, node: string): Fault {
  return new Fault({
    code: 'NODE_UNKNOWN',
    what: `${node} is not in the backup`,
    why: `${from} holds no log of it`,
    how: 'name a node that is in its backup.json',
    exit: EXIT.notFound,
  });
}
