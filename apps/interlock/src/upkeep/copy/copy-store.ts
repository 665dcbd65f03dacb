import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KURRENT_ADDRESS, isKurrentAddress, openKurrentStores, openSqliteStores } from '@interlock/adapters';
import { EXIT, Fault } from '@interlock/hosting';
import { type EventStore } from '@interlock/kernel';
import { type CopiedLog, copyLog } from './copy-log.ts';

/** Where a log lies: a file, or the streams of a node on a server. */
export type StoreAddress =
  { readonly type: 'sqlite'; readonly path: string } | { readonly type: 'kurrentdb'; readonly url: string; readonly prefix: string };

/**
 * `sqlite:PATH`, a log file or a city’s folder; `kurrentdb://…`, or `kurrentdb:` for the server of the settings, whose address
 * may hold a password and then does not belong on a command line.
 */
export function readStoreAddress(text: string, given: { readonly node: string; readonly kurrentUrl?: string }): StoreAddress {
  if (text.startsWith('sqlite:') && text.length > 'sqlite:'.length) {
    const path = text.slice('sqlite:'.length);
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    return { type: 'sqlite', path: isFolder ? join(path, given.node, 'log.sqlite') : path };
  }
  const url = text === 'kurrentdb:' ? given.kurrentUrl : text;
  if (url !== undefined && isKurrentAddress(url)) return { type: 'kurrentdb', url, prefix: given.node };
  throw new Fault({
    code: 'STORE_ADDRESS_INVALID',
    what: 'A store is not named right',
    why: text === 'kurrentdb:' ? 'INTERLOCK_KURRENTDB_URL is not set' : `what was named is no sqlite:PATH, and ${KURRENT_ADDRESS}`,
    how: 'use sqlite:data/police/log.sqlite, or kurrentdb: with INTERLOCK_KURRENTDB_URL(_FILE) set',
    exit: EXIT.usage,
  });
}

/** Moves one node’s log between stores. A log file is in nobody else’s hands meanwhile; of a log on a server the node must be stopped by hand. */
export async function copyStore(options: {
  readonly from: StoreAddress;
  readonly to: StoreAddress;
  readonly resume: boolean;
  onCopied?(events: number): void;
}): Promise<CopiedLog> {
  const { from, to, ...rest } = options;
  if (from.type === 'sqlite' && !existsSync(from.path))
    throw new Fault({
      code: 'STORE_MISSING',
      what: 'There is no log to copy',
      why: `${from.path} does not exist`,
      how: 'name the file of a node’s log',
      exit: EXIT.notFound,
    });
  const source = await openAddress(from);
  try {
    const target = await openAddress(to);
    try {
      return await copyLog({ ...rest, from: source.store, to: target.store });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

interface OpenedStore {
  readonly store: EventStore;
  close(): Promise<void>;
}

async function openAddress(address: StoreAddress): Promise<OpenedStore> {
  if (address.type === 'sqlite') mkdirSync(dirname(address.path), { recursive: true });
  const stores =
    address.type === 'sqlite'
      ? withOpen(openSqliteStores({ threads: 1 }), address.path)
      : withOpen(openKurrentStores({ url: address.url }), address.prefix);
  try {
    return { store: await stores.open(), close: stores.close };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

function withOpen(
  stores: { open(name: string): Promise<EventStore>; close(): Promise<void> },
  name: string,
): { open(): Promise<EventStore>; close(): Promise<void> } {
  return { open: () => stores.open(name), close: () => stores.close() };
}
