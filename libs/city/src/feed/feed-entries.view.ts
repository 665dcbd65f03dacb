import { view, unreachable } from '@interlock/kernel';
import { type FeedEntered, type FeedEvent, type FeedLeft } from './feed.events.ts';

/** One entry of one feed, by its number. */
export type FeedEntry = { readonly number: number } & (
  (Omit<FeedEntered, 'type'> & { readonly type: 'entered' }) | (Omit<FeedLeft, 'type'> & { readonly type: 'left' })
);

/** `traceparent`: of the event that wrote the entry, where somebody takes traces. */
export type FeedRow = FeedEntry & { readonly id: string; readonly traceparent?: string };

/** Every feed's entries as they will be read for ever: by number, without a gap. */
export const feedEntries = view<FeedRow, FeedEvent>({
  name: 'city_feed_entries',
  version: 1,
  rows: { key: 'id', indexes: [] },
  on: ['FeedEntered', 'FeedLeft'],
  apply(event, rows, recorded) {
    const number = recorded.revision + 1;
    const { traceparent } = recorded.meta;
    const common = {
      ...{ id: feedEntryKey(recorded.stream.slice('feed-'.length), number), number },
      ...(traceparent !== undefined && { traceparent }),
    };
    switch (event.type) {
      case 'FeedEntered': {
        const { entryId, kind, at, caseId, subject, data } = event;
        rows.put({ ...common, type: 'entered', entryId, kind, at, ...(caseId !== undefined && { caseId }), subject, data });
        return;
      }
      case 'FeedLeft':
        rows.put({ ...common, type: 'left', entryId: event.entryId, at: event.at, subject: event.subject });
        return;
      default:
        unreachable(event);
    }
  },
});

export function feedEntryKey(feed: string, number: number): string {
  return `${feed}/${number}`;
}
