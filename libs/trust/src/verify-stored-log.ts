import { type EventStore, START } from '@interlock/kernel';
import { type NoteVerifier } from './checkpoint.ts';
import { readTree } from './tree.file.ts';
import { type LogEntry, type LogVerdict, verifyLog } from './verify-log.ts';

export interface VerifyStoredLogOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  /** The `log.tree` that its follower wrote. */
  readonly file: string;
  readonly verifier?: NoteVerifier;
}

/** Holds a node's log against its tree file and checkpoints. A missing tree is no fault: the verdict says how much was compared. */
export async function verifyStoredLog({ store, file, verifier }: VerifyStoredLogOptions): Promise<LogVerdict> {
  const { leaves, notes, close } = readTree(file);
  try {
    return await verifyLog(entriesOf(store), { leaves, notes, ...(verifier && { verifier }) });
  } finally {
    close();
  }
}

/** All events of a store, page by page. */
async function* entriesOf(store: Pick<EventStore, 'readAll'>): AsyncIterable<LogEntry> {
  for (let after = START, atHead = false; !atHead;) {
    const page = await store.readAll({ after, limit: 1_000 });
    yield* page.events;
    ({ atHead, next: after } = page);
  }
}
