import { type EventStore, type StoredEvent } from '../event-store.ts';
import { type Lane, type LaneFact, LANE_PAGE_BYTES_MAX } from '../exchange.ts';
import { type Recorded, decodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';

type Log = Pick<EventStore, 'readStream'>;

/** Where a source keeps what it tells a recipient: epoch 1 is `lane-<to>`, later ones `lane-<to>.e2`, … Node codes have no dot. */
export function laneStream(to: string, epoch: number): string {
  return streamName('lane', epoch === 1 ? to : `${to}.e${String(epoch)}`);
}

/** Where a recipient keeps what a source told it, fact n at revision n: `received-<from>`, `received-<from>.e2`, … */
export function receivedStream(from: string, epoch: number): string {
  return streamName('received', epoch === 1 ? from : `${from}.e${String(epoch)}`);
}

/** The source’s record of a lane’s breaks and reopenings; the recipient’s is `fork-<from>`. */
export function sourceBreaks(to: string): string {
  return streamName('forked', to);
}

export function recipientBreaks(from: string): string {
  return streamName('fork', from);
}

/** The epoch that a lane is in by one end’s log, and its head there; -1 when nothing was told. */
export async function lastEpoch(log: Log, streamOf: (epoch: number) => string): Promise<{ readonly epoch: number; readonly head: number }> {
  let known = { epoch: 1, head: await headOf(log, streamOf(1)) };
  // Nothing of a lane’s next epoch is there before something of this one.
  while (known.head >= 0) {
    const head = await headOf(log, streamOf(known.epoch + 1));
    if (head < 0) break;
    known = { epoch: known.epoch + 1, head };
  }
  return known;
}

export async function headOf(log: Log, stream: string): Promise<number> {
  return (await log.readStream(stream, { direction: 'backwards', limit: 1 })).head;
}

export async function lastOf(log: Log, stream: string): Promise<{ readonly head: number; readonly event: Recorded | undefined }> {
  const { events, head } = await log.readStream(stream, { direction: 'backwards', limit: 1 });
  return { head, event: events[0] && decodeEvent(events[0]) };
}

/** Facts of a lane after a number, as they lie in the source’s log. */
export async function readLane(log: Log, lane: Lane, after: number, limit: number): Promise<readonly LaneFact[]> {
  return (await readTold(log, lane, after, limit)).map(laneFactOf);
}

/** The same, with what the source’s log says of each besides. */
export async function readTold(log: Log, lane: Lane, after: number, limit: number): Promise<readonly Recorded[]> {
  const page = await log.readStream(laneStream(lane.to, lane.epoch ?? 1), { from: after + 1, limit });
  return cut(page.events).map(decodeEvent);
}

/** Facts of a lane after a number, as they lie in the recipient’s log. */
export async function readHeld(log: Log, lane: Lane, after: number, limit: number): Promise<readonly LaneFact[]> {
  const page = await log.readStream(receivedStream(lane.from, lane.epoch ?? 1), { from: after + 1, limit });
  return cut(page.events).map((event) => laneFactOf(decodeEvent(event)));
}

/** At least one, then as many as a page may carry. */
function cut(events: readonly StoredEvent[]): readonly StoredEvent[] {
  let bytes = 0;
  const end = events.findIndex((event) => (bytes += event.bytes.length) >= LANE_PAGE_BYTES_MAX);
  return end < 0 ? events : events.slice(0, end + 1);
}

export function laneFactOf(recorded: Recorded): LaneFact {
  const { causationId, correlationId, traceparent, source, backfilledFrom, versions } = recorded.meta;
  return {
    number: recorded.revision,
    id: recorded.id,
    type: recorded.type,
    data: recorded.data,
    position: source?.position ?? String(recorded.position),
    ...(causationId !== undefined && { causationId }),
    ...(correlationId !== undefined && { correlationId }),
    ...(traceparent !== undefined && { traceparent }),
    ...(backfilledFrom !== undefined && { backfilledFrom }),
    ...(versions && { versions }),
  };
}
