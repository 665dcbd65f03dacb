import { type Clock } from '../clock.ts';
import { type EventStore, type StreamWrite, isLostRace } from '../event-store.ts';
import { type Exchange, type Lane, type LaneHeld, type LaneSource, type Watermark, LANE_PAGE_FACTS_MAX } from '../exchange.ts';
import { idOf } from '../ids.ts';
import { type Instant } from '../instant.ts';
import { type MachineTime, every } from '../machine-time.ts';
import { encodeEvent } from '../stored-event.ts';
import { type ViewStore } from '../view.ts';
import { type LaneReceiver, openLaneReceiver } from './lane-receiver.ts';
import { type LaneSender, startLaneSender } from './lane-sender.ts';
import { laneStream, lastEpoch, readHeld, readLane } from './lane-streams.ts';
import { type Untold } from './lane-untold.ts';
import { type LogReader } from './log-reader.ts';
import { type Failing, type Trouble } from './trouble.ts';
import { isLane } from './view-consumers.ts';

export interface LanesOptions {
  readonly node: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly views: ViewStore;
  readonly clock: Clock;
  readonly time: MachineTime;
  readonly exchange: Exchange;
  /** Where this node fetches what it missed. */
  readonly source: LaneSource;
  /** Whom it tells, and whom it hears: from the member register. */
  readonly tells: readonly string[];
  readonly hears: readonly string[];
  /** Nodes of the register by code, with their kind. */
  readonly peers: ReadonlyMap<string, string>;
  readonly prepared: PreparedLanes;
  report(trouble: Trouble): void;
}

/** Lanes that start here, by recipient: an epoch ends only while its node is stopped. */
export type LaneEpochs = ReadonlyMap<string, { readonly epoch: number; readonly head: number }>;

/** What must be there before anything of the node runs: whoever tells a fact finds its lane open, and none told from then on is missed. */
export interface PreparedLanes {
  readonly epochs: LaneEpochs;
  readonly senders: Map<string, LaneSender>;
  /** What the log’s reader announced last of a lane; undefined while it has announced nothing. */
  heard(lane: Lane): Heard | undefined;
}

/** The last fact of a run of entries, and when the run’s first was recorded. */
interface Heard {
  readonly head: number;
  readonly recordedAt: Instant;
}

export interface LaneHealth {
  readonly lane: Lane;
  readonly sentThrough?: number;
  /** At the source: what waits to be sent. */
  readonly untold?: Untold;
  readonly receivedThrough?: number;
  /** How far the source’s clock is ahead of the recipient’s. */
  readonly aheadMs?: number;
  /** Code of what fails or halts it. */
  readonly problem?: string;
}

export interface Lanes {
  /** Resolves when everything this node’s log tells has been taken, but on lanes that are halted. */
  drained(): Promise<void>;
  /** The recipient’s side of the gap fetch, for lanes that start here. */
  readonly source: Required<LaneSource>;
  /** What is held here of lanes that end here: for a source that was restored from an older backup. */
  readonly held: LaneHeld;
  watermark(from: string): Watermark | undefined;
  /** Asks a source that is heard here where it stands; its watermark shows what came of it. */
  ask(from: string): Promise<void>;
  health(): readonly LaneHealth[];
  failing(): readonly { readonly name: string; readonly failing: Failing | undefined }[];
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 1_000;

/** Opens the streams of all lanes that start here, and listens to what the log tells. */
export async function prepareLanes(options: Pick<LanesOptions, 'node' | 'store' | 'reader' | 'clock' | 'tells'>): Promise<PreparedLanes> {
  const senders = new Map<string, LaneSender>();
  const heard = listen(options.reader, senders);
  return { senders, heard, epochs: await openLaneStreams(options) };
}

/** Opens this node’s ends of all its lanes. */
export async function openLanes(options: LanesOptions): Promise<Lanes> {
  const { node, store, exchange, reader } = options;
  const { senders, heard, epochs } = options.prepared;
  const receivers = new Map<string, LaneReceiver>();
  const receptions: { readonly stop: () => Promise<void> }[] = [];
  const beat = (): void => {
    for (const sender of senders.values()) sender.heartbeat();
  };
  const stopBeating = every(options.time, HEARTBEAT_MS, beat, 'background');
  const stop = async (): Promise<void> => {
    stopBeating();
    for (const reception of receptions) await reception.stop();
    await Promise.all([...senders.values()].map((sender) => sender.stop()));
  };
  try {
    for (const from of options.hears) {
      const kind = options.peers.get(from);
      const publishers = kind === undefined ? undefined : [from, kind];
      const receiver = await openLaneReceiver({ ...options, lane: { from, to: node }, ...(publishers && { publishers }) });
      receivers.set(from, receiver);
      reader.onEntries((entries) => {
        entries.forEach(receiver.seen);
      });
      receptions.push(await exchange.receive({ from, to: node }, (batch) => receiver.take(batch)));
    }
    for (const [to, { epoch, head }] of epochs) {
      const lane = { from: node, to, ...(epoch > 1 && { epoch }) };
      const sender = await startLaneSender({
        ...options,
        lane,
        head: Math.max(head, heard(lane)?.head ?? -1),
        position: () => reader.head(),
      });
      senders.set(to, sender);
      // What was appended while it opened.
      const last = heard(lane);
      if (last) sender.announce(last.head, last.recordedAt);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async drained() {
      await Promise.all([...senders.values()].map((sender) => sender.drained()));
    },
    ...endsOf(node, store),
    watermark: (from) => receivers.get(from)?.watermark(),
    ask: async (from) => receivers.get(from)?.ask(),
    health: () => [
      ...[...senders.values()].map((sender) =>
        withProblem({ lane: sender.lane, sentThrough: sender.sentThrough(), untold: sender.untold() }, sender.failing()?.code),
      ),
      ...[...receivers.values()].map((receiver) =>
        withProblem({ lane: receiver.lane, receivedThrough: receiver.head(), ...aheadOf(receiver) }, receiver.problem()),
      ),
    ],
    // Nobody waits for a lane that is halted.
    failing: () =>
      [...senders.values()].map((sender) => ({
        name: `lane to ${sender.lane.to}`,
        failing: sender.isHalted() ? undefined : sender.failing(),
      })),
    stop,
  };
}

/**
 * Hears what the log tells from now on, whether its sender is open yet or not. Of a run of entries the last fact of each lane is
 * announced once: the log’s position, which a watermark carries, stands behind all of them already.
 */
function listen(reader: LogReader, senders: ReadonlyMap<string, LaneSender>): (lane: Lane) => Heard | undefined {
  const heard = new Map<string, Heard>();
  reader.onEntries((entries) => {
    const moved = new Map<string, Heard>();
    for (const { recorded } of entries) {
      const { stream, revision, recordedAt } = recorded;
      if (isLane(stream)) moved.set(stream, { head: revision, recordedAt: moved.get(stream)?.recordedAt ?? recordedAt });
    }
    for (const [stream, last] of moved) heard.set(stream, last);
    for (const sender of moved.size > 0 ? senders.values() : []) {
      const last = moved.get(streamOf(sender.lane));
      if (last) sender.announce(last.head, last.recordedAt);
    }
    // Reads are answered at the city: it hears of every move of the head at once, others each second.
    senders.get('city')?.heartbeat();
  });
  return (lane) => heard.get(streamOf(lane));
}

function streamOf({ to, epoch }: Lane): string {
  return laneStream(to, epoch ?? 1);
}

function endsOf(node: string, store: EventStore): Pick<Lanes, 'source' | 'held'> {
  return {
    source: {
      async fetch(lane, after, limit) {
        if (lane.from !== node) throw new Error(`${node} is not the source of lane ${lane.from} → ${lane.to}`);
        return readLane(store, lane, after, Math.min(limit, LANE_PAGE_FACTS_MAX));
      },
      async watermark({ from, to }) {
        if (from !== node) throw new Error(`${node} is not the source of lane ${from} → ${to}`);
        // The position first: every fact up to it stands in the lane already.
        const position = String(store.head());
        const { epoch, head } = await lastEpoch(store, (one) => laneStream(to, one));
        return { storeId: store.storeId, position, revision: head, ...(epoch > 1 && { epoch }) };
      },
    },
    held: {
      async held(lane, after, limit) {
        if (lane.to !== node) throw new Error(`${node} is not the recipient of lane ${lane.from} → ${lane.to}`);
        return readHeld(store, lane, after, Math.min(limit, LANE_PAGE_FACTS_MAX));
      },
    },
  };
}

function aheadOf(receiver: LaneReceiver): { readonly aheadMs?: number } {
  const aheadMs = receiver.aheadMs();
  return aheadMs === undefined ? {} : { aheadMs };
}

function withProblem(health: LaneHealth, problem: string | undefined): LaneHealth {
  return problem === undefined ? health : { ...health, problem };
}

async function readLaneEpochs(store: EventStore, tells: readonly string[]): Promise<LaneEpochs> {
  const lanes = await Promise.all(tells.map(async (to) => [to, await lastEpoch(store, (epoch) => laneStream(to, epoch))] as const));
  return new Map(lanes);
}

const ATTEMPTS_MAX = 5;

/** Fact 0 of every lane says which epoch it is, written when the register first names the recipient. */
async function openLaneStreams(options: Pick<LanesOptions, 'node' | 'store' | 'clock' | 'tells'>): Promise<LaneEpochs> {
  for (let attempt = 1; ; attempt += 1) {
    const epochs = await readLaneEpochs(options.store, options.tells);
    const fresh = [...epochs].filter(([, { head }]) => head < 0).map(([to, { epoch }]) => openingOf(options, to, epoch));
    if (fresh.length === 0) return epochs;
    try {
      await options.store.append(fresh);
      return new Map([...epochs].map(([to, { epoch, head }]) => [to, { epoch, head: Math.max(0, head) }]));
    } catch (error) {
      // A replica opened some of them first.
      if (!isLostRace(error) || attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}

function openingOf({ node, clock }: Pick<LanesOptions, 'node' | 'clock'>, to: string, epoch: number): StreamWrite {
  const stream = laneStream(to, epoch);
  const opened = encodeEvent({
    id: idOf('lane-opened', node, to, epoch),
    type: `${node}.lane-opened.v1`,
    schemaVersion: 1,
    stream,
    data: { epoch },
    meta: { actor: { kind: 'lane', name: node } },
    recordedAt: clock.now(),
  });
  return { stream, expected: 'no-stream', events: [opened] };
}
