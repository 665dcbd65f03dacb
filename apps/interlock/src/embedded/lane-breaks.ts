import { type EventStore, streamName } from '@interlock/kernel';
import { type RosterEntry, tells } from './roster.ts';

/** A lane whose two ends do not fit together. */
export interface LaneBreak {
  readonly from: string;
  readonly to: string;
  /** `behind`: the recipient holds facts that the source’s log no longer has. `forked`: the source told something else at a number. */
  readonly kind: 'behind' | 'forked';
  /** Last number that the source has told; -1 for none. */
  readonly toldThrough: number;
  /** Last number that the recipient has. */
  readonly receivedThrough: number;
}

type Log = Pick<EventStore, 'readStream'>;

/** Holds every lane’s two ends against each other: both lie in logs, so this needs no running node. */
export async function laneBreaks(roster: readonly RosterEntry[], logOf: (code: string) => Log | undefined): Promise<readonly LaneBreak[]> {
  const lanes = roster.flatMap((entry) => tells(entry, roster).map((to) => ({ from: entry.code, to })));
  const found = await Promise.all(lanes.map((lane) => breakOf(lane, logOf)));
  return found.flatMap((one) => (one ? [one] : []));
}

async function breakOf(
  lane: { readonly from: string; readonly to: string },
  logOf: (code: string) => Log | undefined,
): Promise<LaneBreak | undefined> {
  const source = logOf(lane.from);
  const recipient = logOf(lane.to);
  if (!source || !recipient) return undefined;
  const receivedThrough = await headOf(recipient, streamName('received', lane.from));
  const toldThrough = await headOf(source, streamName('lane', lane.to));
  if ((await headOf(recipient, streamName('fork', lane.from))) >= 0) return { ...lane, kind: 'forked', toldThrough, receivedThrough };
  return receivedThrough > toldThrough ? { ...lane, kind: 'behind', toldThrough, receivedThrough } : undefined;
}

async function headOf(log: Log, stream: string): Promise<number> {
  return (await log.readStream(stream, { direction: 'backwards', limit: 1 })).head;
}
