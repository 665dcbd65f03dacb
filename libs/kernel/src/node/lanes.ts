import { type Clock } from '../clock.ts';
import { type EventStore, type StreamWrite } from '../event-store.ts';
import { type Exchange, type Lane, type LaneFact, type LaneSource, type Watermark, LANE_PAGE_FACTS_MAX } from '../exchange.ts';
import { idOf } from '../ids.ts';
import { decodeEvent, encodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';
import { type ViewStore } from '../view.ts';
import { type Trouble } from './consumer.ts';
import { type LaneReceiver, openLaneReceiver } from './lane-receiver.ts';
import { type LaneSender, readLane, startLaneSender } from './lane-sender.ts';
import { type LogReader } from './log-reader.ts';

export interface LanesOptions {
  readonly node: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly views: ViewStore;
  readonly clock: Clock;
  readonly exchange: Exchange;
  /** Where this node fetches what it missed. */
  readonly source: LaneSource;
  /** Whom it tells, and whom it hears: from the member register. */
  readonly tells: readonly string[];
  readonly hears: readonly string[];
  report(trouble: Trouble): void;
}

export interface Lanes {
  /** Resolves when everything this node’s log tells has been taken. */
  drained(): Promise<void>;
  /** The recipient’s side of the gap fetch, for lanes that start here. */
  readonly source: LaneSource;
  watermark(from: string): Watermark | undefined;
  health(): readonly { readonly lane: Lane; readonly sentThrough?: number; readonly receivedThrough?: number; readonly problem?: string }[];
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 1_000;

/** Opens this node’s ends of all its lanes. */
export async function openLanes(options: LanesOptions): Promise<Lanes> {
  const { node, store, exchange } = options;
  const heads = await openLaneStreams(options);
  const receivers = new Map<string, LaneReceiver>();
  const receptions: { readonly stop: () => Promise<void> }[] = [];
  for (const from of options.hears) {
    const receiver = await openLaneReceiver({ lane: { from, to: node }, store, source: options.source, clock: options.clock });
    receivers.set(from, receiver);
    receptions.push(await exchange.receive({ from, to: node }, (batch) => receiver.take(batch)));
  }
  const senders = new Map<string, LaneSender>();
  for (const [to, head] of heads)
    senders.set(
      to,
      await startLaneSender({ lane: { from: node, to }, store, exchange, views: options.views, head, report: options.report }),
    );
  const city = senders.get('city');
  options.reader.onEntries((entries) => {
    for (const { recorded } of entries) {
      if (recorded.stream.startsWith('lane-')) senders.get(recorded.stream.slice('lane-'.length))?.announce(recorded.revision);
    }
    // Reads are answered at the city: it hears of every move of the head at once, others each second.
    city?.heartbeat();
  });
  const heartbeat = setInterval(() => {
    for (const sender of senders.values()) sender.heartbeat();
  }, HEARTBEAT_MS).unref();

  return {
    async drained() {
      await Promise.all([...senders.values()].map((sender) => sender.drained()));
    },
    source: {
      fetch(lane: Lane, after: number, limit: number): Promise<readonly LaneFact[]> {
        if (lane.from !== node) throw new Error(`${node} is not the source of lane ${lane.from} → ${lane.to}`);
        return readLane(store, lane, after, Math.min(limit, LANE_PAGE_FACTS_MAX));
      },
    },
    watermark: (from) => receivers.get(from)?.watermark(),
    health: () => [
      ...[...senders.values()].map((sender) => withProblem({ lane: sender.lane, sentThrough: sender.sentThrough() }, sender.trouble())),
      ...[...receivers.values()].map((receiver) =>
        withProblem({ lane: receiver.lane, receivedThrough: receiver.head() }, receiver.fork() ? 'LANE_FORKED' : undefined),
      ),
    ],
    async stop() {
      clearInterval(heartbeat);
      for (const reception of receptions) await reception.stop();
      for (const sender of senders.values()) await sender.stop();
    },
  };
}

function withProblem<Health extends object>(health: Health, problem: string | undefined): Health & { readonly problem?: string } {
  return problem === undefined ? health : { ...health, problem };
}

/** Fact 0 of every lane says which epoch it is, written when the register first names the recipient. */
async function openLaneStreams({ node, store, tells, clock }: LanesOptions): Promise<ReadonlyMap<string, number>> {
  const heads = new Map<string, number>();
  const fresh: StreamWrite[] = [];
  for (const to of tells) {
    const stream = streamName('lane', to);
    const page = await store.readStream(stream, { direction: 'backwards', limit: 1 });
    const last = page.events[0];
    if (last && decodeEvent(last).stream === stream) {
      heads.set(to, page.head);
      continue;
    }
    const opened = encodeEvent({
      id: idOf('lane-opened', node, to, 1),
      type: `${node}.lane-opened.v1`,
      schemaVersion: 1,
      stream,
      data: { epoch: 1 },
      meta: { actor: { kind: 'lane', name: node } },
      recordedAt: clock.now(),
    });
    fresh.push({ stream, expected: 'no-stream', events: [opened] });
    heads.set(to, 0);
  }
  if (fresh.length > 0) await store.append(fresh);
  return heads;
}
