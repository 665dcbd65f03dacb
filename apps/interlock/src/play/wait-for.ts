import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, Fault } from '@interlock/hosting';

/** Between two acts: nothing is in hand there, and what was told is received. */
export function endIfAsked(signal: AbortSignal | undefined, stored: string): void {
  if (signal?.aborted !== true) return;
  throw new Fault({
    code: 'STORY_INTERRUPTED',
    what: 'The story was ended before its end',
    why: `a signal (Ctrl-C) asked for it; ${stored}`,
    how: 'look at it as it lies, or play the story from its start into a fresh folder',
    exit: EXIT.interrupted,
  });
}

/** Longer waits than a timer can take are made of several. Who is asked to end does not wait on. Machine time. */
export async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const LONGEST_MS = 60_000;
  for (let left = ms; left > 0 && signal?.aborted !== true; left -= LONGEST_MS)
    await sleep(Math.min(left, LONGEST_MS), undefined, { ...(signal && { signal }) }).catch((error: unknown) => {
      if (signal?.aborted !== true) throw error;
    });
}
