import { cpSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type LogSnapshot } from '@interlock/adapters';
import { writeDurably } from '@interlock/trust';
import { EXIT, Fault, type LaneBreak } from '@interlock/hosting';
import { type CityFiles, cityFiles, haveSharedKeys, withSnapshots } from './city-files.ts';
import { emptyFolder } from './empty-folder.ts';
import { breaksNow, isStanding } from './standing-breaks.ts';

interface BackedUpNode {
  readonly node: string;
  readonly storeId: string;
  /** Last position that is in it; -1 for an empty log. */
  readonly head: bigint;
}

export interface Backup {
  readonly path: string;
  readonly nodes: readonly BackedUpNode[];
  /** Nodes whose logs are no files here (on a server, or gone): their keys were taken. */
  readonly keysOnly: readonly string[];
}

export interface BackupOptions {
  /** Folder of keys that the processes of a node share (INTERLOCK_KEYS). */
  readonly keys?: string | undefined;
  onNode?(node: string, done: number, all: number): void;
}

/** Says of a folder that it is a whole backup: written last. */
export const MANIFEST = 'backup.json';

/** Beside the nodes’ folders: whose tokens count, the reference key, the simulated world. Views are not in it: they are folded anew. */
const CITY_FILES = ['interlock.json', 'reference.key', 'identity', 'world.jsonl', 'world', 'story.json', 'demo'];
const TREE_FILES = ['log.tree.checkpoints', 'log.tree'];
export const KEY_FILES = ['keys.jsonl', 'master.key', 'log.key'];
const NOTHING_OVERWRITTEN = 'a backup overwrites nothing';

/**
 * Copies a city, running or not, as it is at one moment: no node’s copy may hold facts that its peers’ copies have not told. The folder
 * appears under its name when it is whole.
 */
export async function backupCity(dataDir: string, into: string, { keys, onNode = () => undefined }: BackupOptions = {}): Promise<Backup> {
  const files = cityFiles(dataDir, keys);
  const keysOnly = [...files.onServer, ...files.vanished];
  refuseWithoutKeys(files, keys);
  const target = emptyFolder(into, NOTHING_OVERWRITTEN);
  const partial = `${target}.partial`;
  if (existsSync(partial)) emptyFolder(partial, NOTHING_OVERWRITTEN);
  const codes = [...files.roster.map(({ code }) => code), ...keysOnly];
  for (const code of codes) mkdirSync(join(partial, code), { recursive: true });
  // A tree may lag behind its log, never lead it: so trees go first, and of a tree its checkpoints. Keys lie in their file before a log names them: so they go last.
  for (const { code } of files.roster) copyAll(files.folder.node(code), join(partial, code), TREE_FILES);
  const nodes = await withSnapshots(files, async (logs) => {
    await refreshUntilOneMoment(files, logs);
    const copied: BackedUpNode[] = [];
    for (const [index, { code }] of files.roster.entries()) {
      const log = logs.get(code);
      if (!log) continue;
      await log.backup(join(partial, code, 'log.sqlite'));
      copied.push({ node: code, storeId: log.storeId, head: log.head() });
      onNode(code, index + 1, files.roster.length);
    }
    return copied;
  });
  for (const code of codes) copyAll(dirname(files.folder.keys(code)), join(partial, code), KEY_FILES);
  for (const name of CITY_FILES) copyIfThere(files.folder.file(name), join(partial, name));
  const sharedKeys = codes.filter((code) => haveSharedKeys(keys, code));
  const listed = nodes.map((node) => ({ ...node, head: String(node.head) }));
  const manifest = { version: 1, takenAt: new Date().toISOString(), nodes: listed, keysOnly, sharedKeys };
  writeDurably(join(partial, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  renameSync(partial, target);
  return { path: target, nodes, keysOnly };
}

const TRIES = 20;
const BETWEEN_TRIES_MS = 25;

/** They are of one moment when no recipient holds what its source has not told, but on lanes that are broken anyway. */
async function refreshUntilOneMoment({ roster }: CityFiles, logs: ReadonlyMap<string, LogSnapshot>): Promise<void> {
  let before: readonly LaneBreak[] = [];
  let open: readonly LaneBreak[] = [];
  for (let turn = 0; turn < TRIES; turn += 1) {
    const found = await breaksNow(roster, logs);
    open = found.filter((one) => one.broken === 'behind' && !isStanding(one, before));
    if (open.length === 0) return;
    before = found;
    await new Promise((resolveWait) => setTimeout(resolveWait, BETWEEN_TRIES_MS));
  }
  const lanes = open.map(({ from, to }) => `${from} → ${to}`).join(', ');
  throw new Fault({
    code: 'NOT_ONE_MOMENT',
    what: 'No moment was found at which all logs fit together',
    why: `lanes whose recipients hold more than their sources told: ${lanes}`,
    how: 'try again when the city is less busy',
    exit: EXIT.failed,
  });
}

function copyAll(from: string, into: string, names: readonly string[]): void {
  for (const name of names) copyIfThere(join(from, name), join(into, name));
}

/** Who thinks that he has a backup and has no keys has nothing: what is sealed stays closed for ever. */
function refuseWithoutKeys({ folder, vanished }: CityFiles, keys: string | undefined): void {
  const without = vanished.filter((code) => !existsSync(folder.keys(code)));
  if (without.length === 0) return;
  throw new Fault({
    code: 'KEYS_ELSEWHERE',
    what: `The keys of ${without.join(', ')} would not be in the backup`,
    why: `${folder.path} has trees of their logs, but no keys${keys === undefined ? '' : `, nor has ${keys}`}`,
    how: 'name the folder of keys that their processes share (--keys DIR, INTERLOCK_KEYS); nothing was copied',
    exit: EXIT.notFound,
  });
}

export function copyIfThere(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true, preserveTimestamps: true });
}
