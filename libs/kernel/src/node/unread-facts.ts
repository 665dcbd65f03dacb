import { type EventStore, START } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { type Instant } from '../instant.ts';
import { type NodeDefinition } from '../node-definition.ts';
import { type Recorded } from '../stored-event.ts';
import { type View, type ViewReader } from '../view.ts';
import { type Entry, entryOf } from './log-reader.ts';
import { type Readings, type Understood, type Unread, type UnreadCode, isReceived, readingsOf } from './received.ts';

/** Received facts that are kept and cannot be read here, of one lane, type and reason. */
export interface UnreadFacts {
  readonly code: UnreadCode;
  /** The lane’s source. */
  readonly from: string;
  readonly type: string;
  readonly count: number;
  /** Numbers of the first and the last of them on the lane, and when the last was received. */
  readonly first: number;
  readonly last: number;
  readonly lastAt: Instant;
  /** Why the last one cannot be read; no value of it. */
  readonly problem: string;
}

type UnreadRow = UnreadFacts & { readonly id: string };

/** Counted by what is understood now: another program counts anew. */
export function unreadView({ kind, ...definition }: Understood & Pick<NodeDefinition, 'kind'>, readings: Readings): View<UnreadRow> {
  const known = [...definition.receives.map(({ type }) => type), ...(definition.upcasts ?? []).map(({ from }) => from.type)].sort();
  return {
    name: `${kind}_unread_facts`,
    version: Number.parseInt(idOf('unread', ...known).slice(0, 7), 16),
    rows: { key: 'id', indexes: [] },
    on: [],
    apply(_message, rows, recorded) {
      const { unread } = readings.read(recorded);
      const row = unread && rowOf(recorded, unread, (id) => rows.get(id));
      if (row) rows.put(row);
    },
  };
}

/** The row with one fact more. */
function rowOf(recorded: Recorded, { code, problem }: Unread, before: (id: string) => UnreadRow | undefined): UnreadRow | undefined {
  const { source } = recorded.meta;
  if (!source) return undefined;
  const { node: from, number: last } = source;
  const id = `${from} ${recorded.type} ${code}`;
  const known = before(id);
  const [first, count] = [known?.first ?? last, (known?.count ?? 0) + 1];
  return { id, code, from, type: recorded.type, count, first, last, lastAt: recorded.recordedAt, problem };
}

export function isUnread(entry: Entry): boolean {
  return isReceived(entry.recorded.stream) && entry.unread !== undefined;
}

const ROWS_MAX = 1_000;

/** What the view of a running node has counted. */
export function unreadIn(views: ViewReader, view: View<UnreadRow>): readonly UnreadFacts[] {
  return views.list(view, { limit: ROWS_MAX }).items.map(({ row: { id: _, ...facts } }) => facts);
}

/** The same of a log whose node may not run: read from what it received. */
export async function unreadFacts(store: Pick<EventStore, 'readAll'>, definition: Understood): Promise<readonly UnreadFacts[]> {
  const readings: Readings = readingsOf(definition);
  const rows = new Map<string, UnreadRow>();
  for (let after = START, atHead = false; !atHead;) {
    const page = await store.readAll({ after, streamPrefixes: ['received-'] });
    for (const event of page.events) {
      const { recorded, unread } = entryOf(event, readings);
      const row = unread && rowOf(recorded, unread, (id) => rows.get(id));
      if (row) rows.set(row.id, row);
    }
    ({ atHead, next: after } = page);
  }
  return [...rows.values()].map(({ id: _, ...facts }) => facts);
}
