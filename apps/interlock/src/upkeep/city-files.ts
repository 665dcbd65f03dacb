import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRegister } from '@interlock/office';
import { type LogSnapshot, openLogSnapshot, openSqliteStores, verifySqliteLog } from '@interlock/adapters';
import {
  type DataFolder,
  type DataLock,
  existingDataFolder,
  Fault,
  lockData,
  type OpenNodeFolders,
  openNodeFolders,
  originOf,
  refuseDamaged,
  type RosterEntry,
  rosterOf,
} from '@interlock/hosting';
import { type EventStore } from '@interlock/kernel';
import { followTree } from '@interlock/trust';

/** A city as it lies in its folder: the nodes of the register that have a log there. */
export interface CityFiles {
  readonly folder: DataFolder;
  readonly roster: readonly RosterEntry[];
  /** Nodes whose log holds nothing and never did: a first start ended before it came to them, and the next one begins them. */
  readonly notBegun: readonly string[];
  /** Nodes whose log is gone: the tree of its hashes tells that there was one. */
  readonly vanished: readonly string[];
  /** Nodes whose keys lie in the folder of keys that their processes share: their logs are on a server, not here. */
  readonly onServer: readonly string[];
}

/** For looking only: the city may be running. The folder of keys is that of nodes that share one (INTERLOCK_KEYS). */
export function cityFiles(path: string, keys?: string): CityFiles {
  const folder = existingDataFolder(path, keys);
  const members = rosterOf(readRegister().members);
  const onServer = members.flatMap(({ code }) => (!folder.has(code) && haveSharedKeys(keys, code) ? [code] : []));
  const all = members.filter(({ code }) => !onServer.includes(code));
  const notBegun = all.flatMap(({ code }) => (isBegun(folder, code) ? [] : [code]));
  const [there, missing] = [all.filter(({ code }) => folder.has(code)), all.filter(({ code }) => !folder.has(code))];
  return {
    folder,
    onServer,
    notBegun,
    roster: there.filter(({ code }) => !notBegun.includes(code)),
    vanished: missing.flatMap(({ code }) => (notBegun.includes(code) ? [] : [code])),
  };
}

/** Whether that folder of keys has the node’s. */
export function haveSharedKeys(keys: string | undefined, code: string): keys is string {
  return keys !== undefined && existsSync(join(keys, code, 'keys.jsonl'));
}

/** Up to here a file may lack its tables; any larger one has them. */
const WITHOUT_TABLES_BYTES = 16_384;

/** A log that has vanished is no log that was not begun: its tree, or the mark beside it, tells of its events. */
function isBegun(folder: DataFolder, code: string): boolean {
  const bytes = statSync(folder.log(code), { throwIfNoEntry: false })?.size;
  if (bytes === undefined) return existsSync(folder.tree(code));
  if (bytes > WITHOUT_TABLES_BYTES) return true;
  try {
    openLogSnapshot(folder.log(code)).close();
    return true;
  } catch {
    return !verifySqliteLog(folder.log(code)).sound;
  }
}

/** For changing files: no city may run on the folder meanwhile. */
export async function withFolderTaken<Result>(path: string, work: (files: CityFiles) => Promise<Result>): Promise<Result> {
  const files = cityFiles(path);
  const lock: DataLock = ofStoppedCity(() => lockData(files.folder.path, new Date().toISOString()));
  try {
    return await work(files);
  } finally {
    lock.release();
  }
}

/** Takes a folder for an act that a running city cannot be asked for: whoever finds it running is told what to do. */
function ofStoppedCity<Taken>(take: () => Taken): Taken {
  return takenFor('this is done on a stopped city: end it by Ctrl-C (SIGINT to that process)', take);
}

/** Takes one node’s folder for an act on its log: of a distributed city all other services go on. */
function ofStoppedNode({ folder }: CityFiles, code: string): OpenNodeFolders {
  const first = `this is done while ${code} is stopped: end the process that runs it by SIGINT (of a city in one process, the city)`;
  return takenFor(first, () => openNodeFolders(folder.path, [code]));
}

function takenFor<Taken>(first: string, take: () => Taken): Taken {
  try {
    return take();
  } catch (error) {
    if (!(error instanceof Fault) || error.text.code !== 'DATA_IN_USE') throw error;
    throw new Fault({ ...error.text, how: `${first}, do this, and start it again; nothing is lost meanwhile` }, { cause: error });
  }
}

/** The log of one stopped node, to be written to: signed when the work is done, closed whatever comes of it. */
export async function withStoppedLog<Result>(
  files: CityFiles,
  code: string,
  work: (store: EventStore, folder: OpenNodeFolders) => Promise<Result>,
): Promise<Result> {
  const folder = ofStoppedNode(files, code);
  const stores = openSqliteStores({ threads: 1 });
  try {
    refuseDamaged(folder.log(code));
    const store = await stores.open(folder.log(code));
    const tree = await followTree({ store, file: folder.tree(code), origin: originOf(code), signer: folder.signer(code) });
    try {
      return await work(store, folder);
    } finally {
      await tree.stop();
    }
  } finally {
    await stores.close();
    folder.lock.release();
  }
}

/** All logs as they stand, for the time of the work. */
export async function withSnapshots<Result>(
  { folder, roster }: Pick<CityFiles, 'folder' | 'roster'>,
  work: (logs: ReadonlyMap<string, LogSnapshot>) => Promise<Result>,
): Promise<Result> {
  const logs = new Map<string, LogSnapshot>();
  try {
    for (const { code } of roster) logs.set(code, openLogSnapshot(folder.log(code)));
    return await work(logs);
  } finally {
    for (const log of logs.values()) log.close();
  }
}

export function entryNamed({ roster }: CityFiles, code: string): RosterEntry | undefined {
  return roster.find((entry) => entry.code === code);
}
