import { type Instant } from '@interlock/kernel';

/** A fact that the feed's member may see, in the words it may see. Number of an entry: revision + 1. */
export interface FeedEntered {
  readonly type: 'FeedEntered';
  /** The received fact's id: the same over every outlet. */
  readonly entryId: string;
  /** The fact's contract. */
  readonly kind: string;
  /** The publisher's moment. */
  readonly at: Instant;
  /** Left out where the member knows an account only. */
  readonly caseId?: string;
  /** What it is about: a case, an account or number reference, a duty. */
  readonly subject: string;
  /** Fields by the table of feed-access.ts; sealed ones stay sealed. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** From here on the member sees nothing more of the subject; no word of why. */
export interface FeedLeft {
  readonly type: 'FeedLeft';
  readonly entryId: string;
  readonly at: Instant;
  readonly subject: string;
}

export type FeedEvent = FeedEntered | FeedLeft;
