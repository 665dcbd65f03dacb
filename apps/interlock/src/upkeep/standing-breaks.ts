import { type LogSnapshot } from '@interlock/adapters';
import { type LaneBreak, laneBreaks, type RosterEntry } from '@interlock/hosting';

type Logs = ReadonlyMap<string, LogSnapshot>;

/** Snapshots of several logs are taken one after another: of a busy city a recipient’s may hold what its source’s, a moment older, has not told. */
export async function breaksNow(roster: readonly RosterEntry[], logs: Logs): Promise<readonly LaneBreak[]> {
  for (const log of logs.values()) log.refresh();
  return laneBreaks(roster, (code) => logs.get(code));
}

/** Whether a break was there before, at the same numbers: the source’s log was read again since, so it is real and no matter of moments. */
export function isStanding(found: LaneBreak, before: readonly LaneBreak[]): boolean {
  return before.some(
    (one) =>
      one.from === found.from &&
      one.to === found.to &&
      one.broken === found.broken &&
      one.toldThrough === found.toldThrough &&
      one.receivedThrough === found.receivedThrough,
  );
}

/** The lanes that are broken, in a city that may be running meanwhile. */
export async function standingBreaks(roster: readonly RosterEntry[], logs: Logs): Promise<readonly LaneBreak[]> {
  const first = await breaksNow(roster, logs);
  if (first.length === 0) return [];
  return (await breaksNow(roster, logs)).filter((found) => isStanding(found, first));
}
