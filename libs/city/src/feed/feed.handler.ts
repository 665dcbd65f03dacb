import { cityFeedV1 } from '@interlock/contracts';
import { type NodeContext, type PersonActor, type QueryRoute, type Request, invalid } from '@interlock/kernel';
import { FEED_READERS } from '../access.ts';
import { type FeedEntry, feedEntries, feedEntryKey } from './feed-entries.view.ts';
import { feedStream } from './feed.decider.ts';
import { OFFICE_FEED } from './feed.policy.ts';

/** What is in a feed was decided when it was written. */
export const feedQueries: readonly QueryRoute[] = [{ name: cityFeedV1.name, roles: FEED_READERS, answer: answerFeed }];

/** The actor's own feed and no other. Coordinators are people of the police, and read the office's. */
function feedOf(actor: PersonActor): string {
  return actor.member === 'police' && (actor.role === 'coordinator' || actor.role === 'office-head') ? OFFICE_FEED : actor.member;
}

async function answerFeed(request: Request, context: NodeContext): Promise<unknown> {
  const read = cityFeedV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const feed = feedOf(request.actor);
  const { version } = await context.load(feedStream, feed);
  const head = version + 1;
  return {
    feed,
    entries: entriesAfter(context, feed, { after: read.body.after, through: Math.min(head, read.body.after + read.body.limit) }),
    head,
  };
}

/** Up to where the view is: an entry it does not have yet comes with the next page, never out of order. */
function entriesAfter(
  context: NodeContext,
  feed: string,
  span: { readonly after: number; readonly through: number },
): readonly FeedEntry[] {
  const entries: FeedEntry[] = [];
  for (let number = span.after + 1; number <= span.through; number += 1) {
    const row = context.views.get(feedEntries, feedEntryKey(feed, number));
    if (!row) break;
    const { id: _id, ...entry } = row;
    entries.push(entry);
  }
  return entries;
}
