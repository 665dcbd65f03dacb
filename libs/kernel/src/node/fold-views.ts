import { type EventStore, type Position } from '../event-store.ts';
import { type NodeDefinition } from '../node-definition.ts';
import { type AnyView, type ViewStore } from '../view.ts';
import { type Entry, entryOf } from './log-reader.ts';
import { type Readings, type Understood, readingsOf } from './received.ts';
import { concernsDue, dueView } from './timer-service.ts';
import { isUnread, unreadView } from './unread-facts.ts';
import { concerns } from './view-consumers.ts';

/** A view of a node, and which events of its log it is folded from. */
export interface FoldedView {
  readonly view: AnyView;
  relevant(entry: Entry): boolean;
  /** How its node reads what it receives. */
  readonly readings: Readings;
}

/** All views of a kind of node, those of its deadlines included. */
export function foldedViewsOf(definition: Understood & Pick<NodeDefinition, 'kind'>): readonly FoldedView[] {
  const { kind, views, timers } = definition;
  const readings = readingsOf(definition);
  return [
    ...views.map((view) => ({ view, relevant: concerns(view), readings })),
    ...timers.map((rule) => ({ view: dueView(kind, rule), relevant: concernsDue(rule), readings })),
    { view: unreadView(definition, readings), relevant: isUnread, readings },
  ];
}

const PAGE_EVENTS = 1_000;

/** Brings views up to a position of a log whose node does not run: nothing but the fold, no policy, no effect, no timer. */
export async function foldViews(options: {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly views: ViewStore;
  readonly folded: readonly FoldedView[];
  readonly through: Position;
}): Promise<void> {
  const { store, views, through } = options;
  const readings = options.folded[0]?.readings;
  const standing = options.folded.map((one) => ({ ...one, checkpoint: views.open(one.view).checkpoint }));
  let after = standing.reduce((least, { checkpoint }) => (checkpoint < least ? checkpoint : least), through);
  while (after < through) {
    const page = await store.readAll({ after, limit: PAGE_EVENTS });
    const entries = page.events.filter(({ position }) => position <= through).map((event) => entryOf(event, readings));
    const next = page.next < through ? page.next : through;
    for (const { view, relevant, checkpoint } of standing) {
      if (checkpoint >= next) continue;
      views.transact(view, next, (rows) => {
        for (const entry of entries)
          if (entry.recorded.position > checkpoint && relevant(entry)) view.apply(entry.message, rows, entry.recorded);
      });
    }
    after = next;
    if (page.atHead) return;
  }
}
