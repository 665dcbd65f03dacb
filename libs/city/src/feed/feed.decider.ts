import { type Answer, type Decider, type Instant, type Stream, accept, unreachable } from '@interlock/kernel';
import { type FeedEntered, type FeedEvent, type FeedLeft } from './feed.events.ts';

export interface EnterFeed extends Omit<FeedEntered, 'type' | 'at'> {
  readonly type: 'EnterFeed';
  readonly happenedAt: Instant;
  readonly at: Instant;
}

export interface LeaveFeed extends Omit<FeedLeft, 'type' | 'at'> {
  readonly type: 'LeaveFeed';
  readonly happenedAt: Instant;
  readonly at: Instant;
}

export type FeedCommand = EnterFeed | LeaveFeed;

/** Whoever may see was decided before: each command leaves exactly one entry, so that the numbers have no gap (S5). */
export const feedDecider: Decider<FeedCommand, undefined, FeedEvent, never> = { initial: undefined, decide, evolve: () => undefined };

/** Stream `feed-<member>`: what the member may see, in the order it came to be known here. */
export const feedStream: Stream<FeedCommand, undefined, FeedEvent, never> = { category: 'feed', decider: feedDecider };

function decide(command: FeedCommand): Answer<FeedEvent, never> {
  switch (command.type) {
    case 'EnterFeed': {
      const { entryId, kind, happenedAt, caseId, subject, data } = command;
      return accept({ type: 'FeedEntered', entryId, kind, at: happenedAt, ...(caseId !== undefined && { caseId }), subject, data });
    }
    case 'LeaveFeed':
      return accept({ type: 'FeedLeft', entryId: command.entryId, at: command.happenedAt, subject: command.subject });
    default:
      return unreachable(command);
  }
}
