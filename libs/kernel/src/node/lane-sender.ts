import { type EventStore } from '../event-store.ts';
import { type Exchange, type Lane, type LaneFact, LANE_BATCH_FACTS_MAX } from '../exchange.ts';
import { type Recorded, decodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';
import { type View, type ViewStore } from '../view.ts';
import { type Trouble } from './consumer.ts';

/** Carries one lane: one batch in flight, the same batch again after a failure. Losing its place only repeats. */
export interface LaneSender {
  readonly lane: Lane;
  /** The lane’s head as the log’s reader saw it. */
  announce(head: number): void;
  /** Sends the watermark when the source’s head moved and nothing else told the recipient. */
  heartbeat(): void;
  /** Resolves when everything announced has been taken by the transport. */
  drained(): Promise<void>;
  sentThrough(): number;
  trouble(): string | undefined;
  stop(): Promise<void>;
}

export interface LaneSenderOptions {
  readonly lane: Lane;
  readonly store: EventStore;
  readonly exchange: Exchange;
  readonly views: ViewStore;
  /** The lane’s head at the start; -1 for none. */
  readonly head: number;
  report(trouble: Trouble): void;
}

const BACK_OFF_FIRST_MS = 20;
const BACK_OFF_MAX_MS = 5_000;

export async function startLaneSender(options: LaneSenderOptions): Promise<LaneSender> {
  const { lane, store, exchange } = options;
  const place = senderPlace(lane, options.views);
  // A place beyond the head is of another log, before a restore: from the head on everything is sent, and the recipient finds the fork.
  let sent = Math.min((await exchange.sentThrough(lane)) ?? place.stored, options.head);
  let head = options.head;
  let watermarkAt = -1n;
  let wantsHeartbeat = false;
  let stopped = false;
  let trouble: string | undefined;
  let running: Promise<void> | undefined;
  let wakeBackOff: (() => void) | undefined;

  const sendNext = async (): Promise<void> => {
    const position = store.head();
    const facts = sent < head ? await readLane(store, lane, sent, LANE_BATCH_FACTS_MAX) : [];
    await exchange.send(lane, { facts, watermark: { storeId: store.storeId, position: String(position), revision: head } });
    sent = facts.at(-1)?.number ?? sent;
    watermarkAt = position;
    place.reached(sent);
  };
  const run = async (): Promise<void> => {
    let attempt = 0;
    while (!stopped && (sent < head || (wantsHeartbeat && watermarkAt < store.head()))) {
      wantsHeartbeat = false;
      try {
        await sendNext();
        attempt = 0;
        trouble = undefined;
      } catch (error) {
        attempt += 1;
        trouble = error instanceof Error ? error.message : String(error);
        options.report({ node: lane.from, consumer: `lane to ${lane.to}`, message: trouble, attempt });
        await new Promise<void>((resolve) => {
          wakeBackOff = resolve;
          setTimeout(resolve, Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** attempt));
        });
      }
    }
  };
  const go = (): void => {
    running ??= run().finally(() => {
      running = undefined;
      if (!stopped && sent < head) go();
    });
  };
  go();
  return {
    lane,
    announce(announced) {
      head = Math.max(head, announced);
      go();
    },
    heartbeat() {
      wantsHeartbeat = true;
      go();
    },
    async drained() {
      while (!stopped && sent < head) await running;
    },
    sentThrough: () => sent,
    trouble: () => trouble,
    async stop() {
      stopped = true;
      wakeBackOff?.();
      await running;
      place.flush();
    },
  };
}

/** Facts of a lane after a number, as they lie in the source’s log. */
export async function readLane(store: EventStore, lane: Lane, after: number, limit: number): Promise<readonly LaneFact[]> {
  const page = await store.readStream(streamName('lane', lane.to), { from: after + 1, limit });
  return page.events.map((event) => laneFactOf(decodeEvent(event)));
}

function laneFactOf(recorded: Recorded): LaneFact {
  const { causationId, correlationId, traceparent } = recorded.meta;
  return {
    number: recorded.revision,
    id: recorded.id,
    type: recorded.type,
    data: recorded.data,
    position: String(recorded.position),
    ...(causationId !== undefined && { causationId }),
    ...(correlationId !== undefined && { correlationId }),
    ...(traceparent !== undefined && { traceparent }),
  };
}

/** The sender’s place is a view without rows: it only saves repeating, and goes with the view file. */
function senderPlace(lane: Lane, views: ViewStore): { readonly stored: number; reached(sent: number): void; flush(): void } {
  const place: View<{ readonly none: string }> = {
    name: `lane_${lane.from}_${lane.to}`.replaceAll('-', '_'),
    version: 1,
    rows: { key: 'none', indexes: [] },
    on: [],
    apply: () => undefined,
  };
  const stored = Number(views.open(place).checkpoint);
  let noted = stored;
  let written = stored;
  const write = (): void => {
    if (noted > written) views.transact(place, BigInt(noted), () => undefined);
    written = noted;
  };
  return {
    stored,
    reached(sent) {
      noted = sent;
      if (noted - written >= LANE_BATCH_FACTS_MAX) write();
    },
    flush: write,
  };
}
