import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type References } from '@interlock/kernel';
import { type NoteSigner, cityReferences, createSecrets, noteSigner, readOrCreateSecret, readSecret, writeDurably } from '@interlock/trust';
import { EXIT, Fault } from '../faults/fault.ts';
import { type DataLock, lockData, lockNodes } from './data-lock.ts';
import { referenceKeyFile } from './reference-key.ts';

/** Raised when files in the folder change their meaning; a newer folder is refused. */
const DATA_VERSION = 1;

/** Where a city keeps what it must not lose: a folder per node, and the secrets of the demo city. Naming a file makes none. */
export interface DataFolder {
  readonly path: string;
  node(code: string): string;
  log(code: string): string;
  views(code: string): string;
  keys(code: string): string;
  masterKey(code: string): string;
  tree(code: string): string;
  /** What is outside the nodes: the simulated world’s journal, the demo’s day. */
  file(...names: readonly string[]): string;
  has(code: string): boolean;
}

/** Who signs the checkpoints of a node’s log. */
export interface LogSigner {
  signer(code: string): NoteSigner;
}

/** Folders of nodes in the hands of this process. */
export interface OpenNodeFolders extends DataFolder, LogSigner {
  readonly lock: DataLock;
  /** Makes the secrets that these nodes do not have yet, all of them at once. */
  makeSecrets(codes: readonly string[]): Promise<void>;
}

/** The whole city’s folder in the hands of this process. */
export interface OpenDataFolder extends OpenNodeFolders {
  readonly references: References;
}

/** Takes the whole folder for one process, or makes it, the city’s reference key with it. Throws a Fault: DATA_IN_USE, DATA_NEWER, DATA_DAMAGED. */
export function openDataFolder(path: string, codes: readonly string[]): OpenDataFolder {
  return openWith(
    dataFolder(path),
    codes,
    (folder) => lockData(folder.path, new Date().toISOString()),
    (folder) => ({ references: cityReferences(readOrCreateSecret(referenceKeyFile(folder.path))) }),
  );
}

/**
 * Takes some nodes’ folders: other processes may have the others’, one process that runs them all may not be there.
 * Throws a Fault as openDataFolder does.
 */
export function openNodeFolders(path: string, codes: readonly string[], { keys }: Elsewhere = {}): OpenNodeFolders {
  const lock = (folder: DataFolder): DataLock => lockNodes(folder.path, codes.map(folder.node), new Date().toISOString());
  return openWith(dataFolder(path, keys), codes, lock, () => ({}));
}

/** What several processes of a node have in common does not lie in the folder that is one’s own. */
export interface Elsewhere {
  /** Folder of keys, `<keys>/<node>/…`: not locked, each file in it takes several processes. */
  readonly keys?: string;
}

function openWith<Besides extends object>(
  folder: DataFolder,
  codes: readonly string[],
  lockFolder: (folder: DataFolder) => DataLock,
  besides: (folder: DataFolder) => Besides,
): OpenNodeFolders & Besides {
  mkdirSync(folder.path, { recursive: true });
  checkVersion(folder.path);
  for (const code of codes) mkdirSync(folder.node(code), { recursive: true });
  const lock = lockFolder(folder);
  try {
    writeVersion(folder.path);
    return {
      ...folder,
      ...besides(folder),
      lock,
      makeSecrets: (made) => createSecrets(made.flatMap((code) => [folder.masterKey(code), signingKey(folder, code)])),
      signer: (code) => noteSigner(originOf(code), readOrCreateSecret(signingKey(folder, code))),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * For looking at a city that is there, running or not: takes no lock and makes nothing. Keys of a node lie in the folder of keys where that
 * has them, else beside its log. Throws a Fault: DATA_MISSING, DATA_NEWER, DATA_DAMAGED.
 */
export function existingDataFolder(path: string, keys?: string): DataFolder {
  const [own, shared] = [dataFolder(path), dataFolder(path, keys)];
  const holder = (code: string): DataFolder => (existsSync(shared.keys(code)) ? shared : own);
  const folder = { ...own, keys: (code: string) => holder(code).keys(code), masterKey: (code: string) => holder(code).masterKey(code) };
  if (!existsSync(folder.file(VERSION_FILE)))
    throw new Fault({
      code: 'DATA_MISSING',
      what: `${path} holds no city`,
      why: `there is no ${VERSION_FILE} in it`,
      how: 'name the folder that `interlock play` or `interlock start` printed (--data DIR, INTERLOCK_DATA)',
      exit: EXIT.notFound,
    });
  checkVersion(folder.path);
  return folder;
}

/** The public half of what signs a node’s checkpoints; unset where the node’s key is not here. */
export function verifierKeyOf(folder: DataFolder, code: string): string | undefined {
  const file = signingKey(folder, code);
  return existsSync(file) ? noteSigner(originOf(code), readSecret(file)).verifierKey : undefined;
}

/** Names a node’s log in its checkpoints, for ever. */
export function originOf(code: string): string {
  return `interlock/city/${code}`;
}

const VERSION_FILE = 'interlock.json';

function dataFolder(given: string, givenKeys = given): DataFolder {
  const [path, keys] = [resolve(given), resolve(givenKeys)];
  return {
    path,
    node: (code) => join(path, code),
    log: (code) => join(path, code, 'log.sqlite'),
    views: (code) => join(path, code, 'views.sqlite'),
    keys: (code) => join(keys, code, 'keys.jsonl'),
    masterKey: (code) => join(keys, code, 'master.key'),
    tree: (code) => join(path, code, 'log.tree'),
    file: (...names) => join(path, ...names),
    has: (code) => existsSync(join(path, code, 'log.sqlite')),
  };
}

function signingKey(folder: DataFolder, code: string): string {
  return join(dirname(folder.keys(code)), 'log.key');
}

function checkVersion(path: string): void {
  const file = join(path, VERSION_FILE);
  if (!existsSync(file)) return;
  const version = versionIn(readFileSync(file, 'utf8'));
  if (version === undefined)
    throw new Fault({
      code: 'DATA_DAMAGED',
      what: `${file} is damaged`,
      why: 'it does not say of which version the folder is',
      how: 'put the folder back from a backup (`interlock restore`)',
      exit: EXIT.failed,
    });
  if (version > DATA_VERSION)
    throw new Fault({
      code: 'DATA_NEWER',
      what: `${path} was written by a newer Interlock`,
      why: `it is of version ${String(version)}, this one knows ${String(DATA_VERSION)}`,
      how: 'update this Interlock, or name another folder (--data DIR, INTERLOCK_DATA); nothing was changed',
      exit: EXIT.failed,
    });
}

function writeVersion(path: string): void {
  const file = join(path, VERSION_FILE);
  if (!existsSync(file)) writeDurably(file, `${JSON.stringify({ version: DATA_VERSION })}\n`);
}

function versionIn(text: string): number | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null && 'version' in content && typeof content.version === 'number'
      ? content.version
      : undefined;
  } catch {
    return undefined;
  }
}
