import { type EventStore, laneStream, lastEpoch, receivedStream, recipientBreaks } from '@interlock/kernel';
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
  const received = await lastEpoch(recipient, (epoch) => receivedStream(lane.from, epoch));
  const told = await lastEpoch(source, (epoch) => laneStream(lane.to, epoch));
  const found = { ...lane, toldThrough: told.head, receivedThrough: received.head };
  // The source has opened the next epoch: the recipient follows when it hears of it.
  if (told.epoch > received.epoch) return undefined;
  if (told.epoch === received.epoch && (await isForked(recipient, lane.from))) return { ...found, kind: 'forked' };
  const isBehind = told.epoch < received.epoch || received.head > told.head;
  return isBehind ? { ...found, kind: 'behind' } : undefined;
}

/** What broke the lane last, by the recipient’s record: a fork stands until the lane is opened again. */
async function isForked(recipient: Log, from: string): Promise<boolean> {
  const { events } = await recipient.readStream(recipientBreaks(from), { direction: 'backwards', limit: 1 });
  return events[0]?.type === 'LaneForked';
}
