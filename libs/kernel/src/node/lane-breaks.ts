import { type Clock } from '../clock.ts';
import { type EventStore, type StreamWrite, isLostRace } from '../event-store.ts';
import { type Lane } from '../exchange.ts';
import { idOf } from '../ids.ts';
import { encodeEvent } from '../stored-event.ts';
import { type Actor } from '../actor.ts';
import { lastOf } from './lane-streams.ts';

/** What one end of a lane records of its breaks: the recipient in `fork-<from>`, the source in `forked-<to>`. */
export interface LaneBreakEvent {
  readonly type: 'LaneForked' | 'LaneBehind' | 'LaneHalted' | 'LaneGap' | 'LaneReopened';
  readonly epoch: number;
  readonly [field: string]: unknown;
}

interface BreakOptions {
  readonly lane: Lane;
  readonly store: Pick<EventStore, 'readStream' | 'append'>;
  readonly clock: Clock;
  readonly stream: string;
  /** A machine of the lane’s source, unless a person did it. */
  readonly actor?: Actor;
}

/** Both sides record what breaks a lane. The same break is recorded once, whichever replica meets it. */
export async function recordBreak(options: BreakOptions, broken: LaneBreakEvent): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { event } = await lastOf(options.store, options.stream);
    if (event?.type === broken.type && ['epoch', 'number', 'code'].every((field) => event.data[field] === broken[field])) return;
    try {
      await options.store.append([await breakWrite(options, broken)]);
      return;
    } catch (error) {
      if (!isLostRace(error) || attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}

const ATTEMPTS_MAX = 5;

export async function breakWrite(
  { lane, store, clock, stream, actor }: BreakOptions,
  { type, ...data }: LaneBreakEvent,
): Promise<StreamWrite> {
  const { head } = await lastOf(store, stream);
  const event = encodeEvent({
    id: idOf('lane-break', stream, lane.from, lane.to, head + 1, type),
    type,
    schemaVersion: 1,
    stream,
    data: { from: lane.from, to: lane.to, ...data },
    meta: { actor: actor ?? { kind: 'lane', name: lane.from } },
    recordedAt: clock.now(),
  });
  return { stream, expected: head === -1 ? 'no-stream' : head, events: [event] };
}
