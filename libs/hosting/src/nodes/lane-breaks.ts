import {
  type EventStore,
  decodeEvent,
  firstDifferent,
  laneStream,
  lastEpoch,
  receivedStream,
  recipientBreaks,
  sourceBreaks,
} from '@interlock/kernel';
import { type RosterEntry, tells } from '../roster.ts';

/** A lane as its two ends stand, by their logs. */
export interface LaneStand {
  readonly from: string;
  readonly to: string;
  /** Of the source; the recipient follows when it hears of it. */
  readonly epoch: number;
  /** Last number that the source has told in it; -1 for none. */
  readonly toldThrough: number;
  /** The recipient’s epoch, and the last number that it holds in it. */
  readonly heldEpoch: number;
  readonly receivedThrough: number;
  /** What keeps the lane from going on; unset while nothing does. */
  readonly broken?: LaneBreakKind;
}

/**
 * `behind`: the recipient holds facts that the source’s log no longer has. `forked`: the source told something else at a number.
 * `epoch-refused`: the source’s new epoch does not begin where the recipient stands. `fact-refused`: the source tells what it may not.
 * `fact-unfit`: it tells what no log can keep.
 */
export type LaneBreakKind = 'behind' | 'forked' | 'epoch-refused' | 'fact-refused' | 'fact-unfit';

/** A lane whose two ends do not fit together. */
export type LaneBreak = LaneStand & { readonly broken: LaneBreakKind };

type Log = Pick<EventStore, 'readStream'>;

/** Every lane whose ends are both there, held against each other: they lie in logs, so this needs no running node. */
export async function laneStands(roster: readonly RosterEntry[], logOf: (code: string) => Log | undefined): Promise<readonly LaneStand[]> {
  const lanes = roster.flatMap((entry) => tells(entry, roster).map((to) => ({ from: entry.code, to })));
  const found = await Promise.all(
    lanes.map(async (lane) => {
      const [source, recipient] = [logOf(lane.from), logOf(lane.to)];
      return source && recipient ? standOf(lane, source, recipient) : undefined;
    }),
  );
  return found.flatMap((one) => (one ? [one] : []));
}

export async function laneBreaks(roster: readonly RosterEntry[], logOf: (code: string) => Log | undefined): Promise<readonly LaneBreak[]> {
  return (await laneStands(roster, logOf)).flatMap(({ broken, ...stand }) => (broken === undefined ? [] : [{ ...stand, broken }]));
}

async function standOf(lane: { readonly from: string; readonly to: string }, source: Log, recipient: Log): Promise<LaneStand> {
  // The recipient first: what it has by now, its source had told before.
  const received = await lastEpoch(recipient, (epoch) => receivedStream(lane.from, epoch));
  const told = await lastEpoch(source, (epoch) => laneStream(lane.to, epoch));
  const stand = { ...lane, epoch: told.epoch, toldThrough: told.head, heldEpoch: received.epoch, receivedThrough: received.head };
  const broken = await breakOf(stand, source, recipient);
  return broken === undefined ? stand : { ...stand, broken };
}

async function breakOf(stand: LaneStand, source: Log, recipient: Log): Promise<LaneBreakKind | undefined> {
  const { from, to, epoch, heldEpoch, toldThrough, receivedThrough } = stand;
  if (epoch > heldEpoch) return (await goesOn(stand, source)) ? undefined : 'epoch-refused';
  if (epoch < heldEpoch) return 'behind';
  const last = await lastIn(recipient, recipientBreaks(from));
  // A fork stands until the lane is opened again.
  if (last?.type === 'LaneForked' && last.epoch === epoch) return 'forked';
  // Of a source that has told on since, the last fact that both ends know shows it.
  const shared = Math.min(toldThrough, receivedThrough);
  const different = shared < 0 ? undefined : await firstDifferent({ lane: { from, to }, source, recipient }, epoch, shared);
  if (different?.difference.code === 'LANE_FORKED') return 'forked';
  if (receivedThrough > toldThrough) return 'behind';
  // Where a transport stands between them, the recipient alone knows.
  for (const halt of [last, await lastIn(source, sourceBreaks(to))]) {
    if (halt?.type !== 'LaneHalted' || halt.epoch !== epoch || halt.number <= receivedThrough) continue;
    if (halt.code === 'LANE_FACT_REFUSED') return 'fact-refused';
    if (halt.code === 'LANE_FACT_UNFIT') return 'fact-unfit';
  }
  return undefined;
}

/** Whether the recipient will take the source’s new epoch: it is the next one, and begins where the recipient stands. */
async function goesOn({ to, epoch, heldEpoch, receivedThrough }: LaneStand, source: Log): Promise<boolean> {
  // What never heard of the lane begins with its first epoch, whatever came after it.
  if (receivedThrough < 0) return epoch === 1;
  const { events } = await source.readStream(laneStream(to, epoch), { limit: 1 });
  const opening = events[0] && decodeEvent(events[0]);
  return epoch === heldEpoch + 1 && opening?.data['after'] === receivedThrough;
}

async function lastIn(log: Log, stream: string) {
  const { events } = await log.readStream(stream, { direction: 'backwards', limit: 1 });
  if (!events[0]) return undefined;
  const { type, data } = decodeEvent(events[0]);
  return { type, code: data['code'], epoch: Number(data['epoch']), number: Number(data['number']) };
}
