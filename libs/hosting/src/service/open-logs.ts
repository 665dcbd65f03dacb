import { openKurrentStores, openSqliteStores } from '@interlock/adapters';
import { type EventStore, type Trouble } from '@interlock/kernel';
import { type DataFolder } from '../folder/data-folder.ts';
import { refuseDamaged } from '../nodes/refuse-damaged.ts';
import { type ServiceConfig } from './service-config.ts';

/** The logs of a process’s nodes, wherever its configuration has them lie. */
export interface OpenLogs {
  open(code: string): Promise<EventStore>;
  close(): Promise<void>;
}

export interface OpenLogsOptions extends Pick<ServiceConfig, 'store' | 'nodes' | 'logBytesMax'> {
  /** Of log files: each takes its time to start, more of them sync more files at once. */
  readonly writerThreads?: number;
  report?(trouble: Trouble): void;
}

const WRITER_THREADS_MAX = 4;

/**
 * In files a log is in the hands of one process: a node has one. On KurrentDB a node’s streams begin with its code, and as many
 * processes as needed run it, each with a data folder of its own.
 */
export function openLogs(
  { store, nodes, logBytesMax, writerThreads = WRITER_THREADS_MAX, report }: OpenLogsOptions,
  folder: Pick<DataFolder, 'log'>,
): OpenLogs {
  if (store.kind === 'kurrentdb') {
    const stores = openKurrentStores({ url: store.url, ...(report && { report }) });
    return { open: (code) => stores.open(code), close: () => stores.close() };
  }
  const stores = openSqliteStores({ threads: Math.min(nodes.length, writerThreads) });
  const limit = logBytesMax === undefined ? {} : { fileBytesMax: logBytesMax };
  return {
    async open(code) {
      refuseDamaged(folder.log(code));
      return stores.open(folder.log(code), limit);
    },
    close: () => stores.close(),
  };
}
