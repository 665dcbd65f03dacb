import { type Position, START } from '@interlock/kernel';

/** What the server’s `$all` is read from. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/**
 * A position of ours is twice the commit position and one. So there is a number between any two events: `position - 1n` means
 * "before this event", which the server can be asked, whereas a commit position less one is a place where no record begins, and
 * is refused. An event written by appendRecords commits itself: its prepare position is the same.
 */
export function positionOf(commit: bigint): Position {
  return 2n * commit + 1n;
}

/** Where to read from so that everything after the position comes; the event at the position itself comes too when it is odd. */
export function readFrom(after: Position): LogPosition | 'start' {
  if (after <= START) return 'start';
  const commit = after / 2n;
  return { commit, prepare: commit };
}
