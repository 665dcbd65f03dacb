import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { restoreSqliteLog } from '@interlock/adapters';
import { EXIT, Fault, holderNow, type LaneBreak, laneBreaks, lockData } from '@interlock/hosting';
import { z } from 'zod';
import { KEY_FILES, MANIFEST, copyIfThere } from './backup.ts';
import { cityFiles, withSnapshots } from './city-files.ts';
import { type VerifiedNode, verifyCity } from './verify.ts';

export interface RestoreOptions {
  readonly from: string;
  readonly into: string;
  /** Only these; the others in the folder stay as they are. Unset: the whole city. */
  readonly nodes?: readonly string[];
  /** Where to put keys of nodes whose processes share a folder of them (INTERLOCK_KEYS). */
  readonly keys?: string | undefined;
  /** What would be done, without doing it. */
  readonly dryRun?: boolean;
  /** Allows what stands there to be set aside. */
  readonly replace?: boolean;
}

export interface Restored {
  readonly path: string;
  /** Without a store where only keys were in the backup. */
  readonly nodes: readonly { readonly node: string; readonly storeId?: string }[];
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
  const backup = readManifest(from);
  const wanted = options.nodes ?? backup.codes;
  for (const node of wanted) if (!backup.codes.includes(node)) throw notInBackup(from, node);
  const places = wanted.map((node) => placeOf(node, backup, { ...options, into }));
  const inWay = options.nodes ? namesInWay(places, into) : existing(into);
  const keysInWay = places.filter(({ keys, home }) => keys !== home && existsSync(keys)).map(({ keys }) => keys);
  if (inWay.length + keysInWay.length > 0 && options.replace !== true && options.dryRun !== true)
    throw wouldReplace(options.into, [...inWay, ...keysInWay]);
  if (options.dryRun === true)
    return {
      path: into,
      nodes: wanted.map((node) => ({ node, storeId: '' })),
      setAside: [...inWay, ...keysInWay],
      verified: [],
      breaks: [],
    };
  if (options.nodes && !existsSync(join(into, 'interlock.json'))) cityFiles(into); // names what is missing
  mkdirSync(into, { recursive: true });
  const lock = lockData(into, new Date().toISOString());
  try {
    const setAside = [...putAside(into, inWay), ...keysInWay.flatMap((keys) => putAside(dirname(keys), [basename(keys)]))];
    if (!options.nodes)
      for (const name of readdirSync(from))
        if (name !== MANIFEST && !backup.codes.includes(name)) copyIfThere(join(from, name), join(into, name));
    const nodes = places.map((place) => restoreNode(join(from, place.node), place));
    const files = cityFiles(into, options.keys);
    const breaks = await withSnapshots(files, (logs) => laneBreaks(files.roster, (code) => logs.get(code)));
    return { path: into, nodes, setAside, verified: await verifyCity(into, { keys: options.keys }), breaks };
  } finally {
    lock.release();
  }
}

/** Where a node goes: its log and what is beside it, and its keys. */
interface Place {
  readonly node: string;
  readonly hasLog: boolean;
  readonly home: string;
  readonly keys: string;
}

function placeOf(node: string, { keysOnly, sharedKeys }: Manifest, { from, into, keys }: RestoreOptions): Place {
  const place = { node, hasLog: !keysOnly.includes(node), home: join(into, node) };
  if (!sharedKeys.includes(node)) return { ...place, keys: place.home };
  if (keys !== undefined) return { ...place, keys: join(resolve(keys), node) };
  throw new Fault({
    code: 'KEYS_ELSEWHERE',
    what: `The keys of ${node} do not belong into its data folder`,
    why: `${from} was made of a folder of keys that the processes of ${node} share`,
    how: 'name the folder to put them into (--keys DIR, INTERLOCK_KEYS), as those processes have it; nothing was changed',
    exit: EXIT.usage,
  });
}

/** A node whose log is elsewhere keeps what it made of that log. */
function namesInWay(places: readonly Place[], into: string): readonly string[] {
  return places
    .filter(({ hasLog, home, keys }) => hasLog || keys === home)
    .flatMap(({ node }) => (existsSync(join(into, node)) ? [node] : []));
}

/** The log as a new store, the tree and keys beside it; no views: they are folded when the node starts. */
function restoreNode(from: string, { node, hasLog, home, keys }: Place): Restored['nodes'][number] {
  for (const name of readdirSync(from).filter((one) => !one.startsWith('log.sqlite'))) {
    const folder = KEY_FILES.includes(name) ? keys : home;
    mkdirSync(folder, { recursive: true });
    copyIfThere(join(from, name), join(folder, name));
  }
  return hasLog ? { node, storeId: restoreSqliteLog(join(from, 'log.sqlite'), join(home, 'log.sqlite')) } : { node };
}

/** What the backup says of itself; one of before says nothing of keys that lie elsewhere. */
const manifest = z.object({
  nodes: z.array(z.object({ node: z.string() })),
  keysOnly: z.array(z.string()).default([]),
  sharedKeys: z.array(z.string()).default([]),
});

interface Manifest {
  /** All nodes of which it holds anything. */
  readonly codes: readonly string[];
  readonly keysOnly: readonly string[];
  /** Nodes whose keys lay in a folder of keys. */
  readonly sharedKeys: readonly string[];
}

function readManifest(from: string): Manifest {
  const file = join(from, MANIFEST);
  if (!existsSync(file))
    throw new Fault({
      code: 'NO_BACKUP',
      what: `${from} is no backup`,
      why: `there is no ${MANIFEST} in it, or its backup did not end`,
      how: 'name a folder that `interlock backup` printed with --from',
      exit: EXIT.notFound,
    });
  const { nodes, keysOnly, sharedKeys } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { codes: [...nodes.map(({ node }) => node), ...keysOnly], keysOnly, sharedKeys };
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
