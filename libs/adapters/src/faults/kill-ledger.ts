import { type EventStore, type Position, type Revision, type StoredEvent, START } from '@interlock/kernel';
import { readKillEvent } from './kill-appends.ts';

/** What the log is known to hold, as read event by event. */
export interface KillLedger {
  readonly ids: Set<string>;
  readonly heads: Map<string, Revision>;
  /** Whole appends by name: revision of the last event in the caller's stream, position of the last of all. */
  readonly appends: Map<string, { readonly ownHead: Revision; readonly position: Position }>;
  last: Position;
}

export function makeLedger(): KillLedger {
  return { ids: new Set(), heads: new Map(), appends: new Map(), last: START };
}

/** Reads what is new and answers what is wrong with it. */
export async function foldLog(store: EventStore, ledger: KillLedger): Promise<readonly string[]> {
  const broken: string[] = [];
  const partly = new Map<string, { next: number; readonly of: number }>();
  for (;;) {
    const page = await store.readAll({ after: ledger.last });
    for (const event of page.events) broken.push(...foldEvent(event, ledger, partly));
    ledger.last = page.next;
    if (page.atHead) break;
  }
  for (const [name, { next, of }] of partly) broken.push(`${name}: ${next} of ${of} events are stored`);
  return broken;
}

function foldEvent(stored: StoredEvent, ledger: KillLedger, partly: Map<string, { next: number; readonly of: number }>): readonly string[] {
  const { id, stream, revision, position } = stored;
  const broken: string[] = [];
  const head = ledger.heads.get(stream) ?? -1;
  if (revision !== head + 1) broken.push(`${stream}: revision ${revision} follows ${head}`);
  if (ledger.ids.has(id)) broken.push(`${id} is stored twice`);
  ledger.heads.set(stream, revision);
  ledger.ids.add(id);
  const { append, index, of } = readKillEvent(stored.bytes);
  const state = partly.get(append) ?? { next: 0, of };
  if (index !== state.next) broken.push(`${append}: event ${index} stands where ${state.next} should`);
  state.next += 1;
  partly.set(append, state);
  if (state.next < of) return broken;
  partly.delete(append);
  const caller = Number(append.split('/')[1]);
  ledger.appends.set(append, { ownHead: ledger.heads.get(`case-caller-${caller}`) ?? -1, position });
  return broken;
}
