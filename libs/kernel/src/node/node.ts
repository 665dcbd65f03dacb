import { type Clock } from '../clock.ts';
import { type NodeContext } from '../commands.ts';
import { type EventStore, type Position } from '../event-store.ts';
import { type Exchange, type LaneSource } from '../exchange.ts';
import { type Instant } from '../instant.ts';
import { type MachineTime, realTime } from '../machine-time.ts';
import { type NodeDefinition } from '../node-definition.ts';
import { type KeyStore, type References } from '../sealed.ts';
import { type ViewStore } from '../view.ts';
import { createAggregates } from './aggregates.ts';
import { type CommandHost } from './command-handling.ts';
import { contextOf, dispatcher, firingBy } from './commanding.ts';
import { type Consumer } from './consumer.ts';
import { startEffect } from './effect-runner.ts';
import { createGrants } from './grants.ts';
import { type ConsumerHealth, healthOf, LOG, logHealth, timersHealth } from './health.ts';
import { type Lanes, openLanes, prepareLanes } from './lanes.ts';
import { type LogReader, createLogReader } from './log-reader.ts';
import { startMemory } from './memories.ts';
import { type Parked } from './parking.ts';
import { type RunningPolicy, startPolicy } from './policy-runner.ts';
import { type Queue, createQueue } from './queue.ts';
import { type Readings, readingsOf } from './received.ts';
import { type Requests, createRequests } from './requests.ts';
import { type PositionToken, waitForSight } from './sight.ts';
import { type TimerService, concernsDue, dueView, startTimers } from './timer-service.ts';
import { type Failing, type Trouble, whileMoving } from './trouble.ts';
import { type UnreadFacts, isUnread, unreadIn, unreadView } from './unread-facts.ts';
import { startView } from './view-consumers.ts';

export interface NodeOptions<Ports> {
  /** Node code: `police`, `bank-industry`, `city`. */
  readonly code: string;
  /** The member that runs it: its people may command it. */
  readonly member: string;
  readonly definition: NodeDefinition<Ports>;
  readonly ports: Ports;
  readonly store: EventStore;
  readonly views: ViewStore;
  readonly keys: KeyStore;
  readonly references: References;
  readonly clock: Clock;
  /** Unset: the machine’s own. */
  readonly time?: MachineTime;
  readonly exchange: Exchange;
  readonly source: LaneSource;
  readonly tells: readonly string[];
  readonly hears: readonly string[];
  /** Nodes of the register by code, with their kind. */
  readonly peers: ReadonlyMap<string, string>;
  /** Units of the register by code, with their kind; unset: none is known. */
  readonly units?: ReadonlyMap<string, string>;
  report(trouble: Trouble): void;
}

/** One running member: its log, views, policies, effects, timers and lanes. */
export interface Node extends Requests {
  readonly code: string;
  readonly member: string;
  readonly kind: string;
  readonly context: NodeContext;
  readonly store: EventStore;
  readonly views: ViewStore;
  readonly lanes: Lanes;
  readonly timers: TimerService;
  token(position: Position): PositionToken;
  /** Whether this node’s views show what the token stands for; waits at most that long (machine time). */
  waitFor(token: PositionToken, timeoutMs: number): Promise<boolean>;
  /**
   * Resolves when nothing is running, and everything in the log has been handled and told; a halted lane tells nothing.
   * Rejects with NODE_STUCK when something it waits for has been failing longer than that (machine time, default 10 s).
   */
  settled(patienceMs?: number): Promise<void>;
  consumers(): readonly ConsumerHealth[];
  policies(): readonly RunningPolicy[];
  parked(): readonly Parked[];
  /** Received facts that cannot be read here: kept and counted, by lane, type and reason. */
  unread(): readonly UnreadFacts[];
  keyGranted(keyId: string, recipient: string): Promise<boolean>;
  nextDue(): Instant | undefined;
  /** Finishes commands in hand, stops consumers at a checkpoint, leaves the store open. */
  stop(): Promise<void>;
}

const AGGREGATES_MAX = 20_000;
const SETTLE_PATIENCE_MS = 10_000;

/** Starts a node on its log. Everything it keeps beside the log is rebuilt from it. A start that fails leaves nothing running. */
export async function startNode<Ports>(options: NodeOptions<Ports>): Promise<Node> {
  const { code, store, views, clock, time = realTime, report } = options;
  const readings = readingsOf(options.definition);
  const reader = createLogReader({
    ...{ store, readings, time },
    report({ code: problem, message, attempts }) {
      report({ node: code, consumer: LOG, code: problem, message, attempt: attempts });
    },
  });
  const started = { node: code, store, reader, readings, views, clock, time, report };
  const begun: (() => Promise<void>)[] = [];
  try {
    return await startParts(options, started, begun);
  } catch (error) {
    reader.close();
    await Promise.allSettled(begun.map((stop) => stop()));
    throw error;
  }
}

async function startParts<Ports>(options: NodeOptions<Ports>, started: Started, begun: Begun): Promise<Node> {
  const { code, definition, store, views, clock, keys } = options;
  const { reader, time } = started;
  const { exchange, source, tells, hears, peers } = options;
  const prepared = await prepareLanes({ ...started, tells });
  const grants = createGrants(code, store);
  const aggregates = createAggregates(store, AGGREGATES_MAX);
  reader.onEntries((entries) => {
    for (const { recorded } of entries) aggregates.seen(recorded.stream, recorded.revision);
  });
  const host = { node: code, store, clock, keys, aggregates, grants, epochs: prepared.epochs };
  const queue = createQueue();
  const memories = new Map(definition.memories.map((memory) => [memory.name, startMemory({ ...started, memory })]));
  begun.push(
    ...[...memories.values()].map(
      ({ consumer }) =>
        () =>
          consumer.stop(),
    ),
  );
  const context = contextOf(options, { host, queue, memories });
  const { timers, policies, ...running } = await startConsumers(options, started, { host, queue, begun });
  const lanes = await openLanes({ ...started, exchange, source, tells, hears, peers, prepared });
  const consumers = [...[...memories.values()].map((memory) => memory.consumer), ...running.consumers];
  const failing = (): readonly { readonly name: string; readonly failing: Failing | undefined }[] => [
    ...consumers.map((one) => ({ name: one.name, failing: one.failing() })),
    ...lanes.failing(),
    { name: LOG, failing: reader.failing() },
  ];
  return {
    code,
    member: options.member,
    kind: definition.kind,
    context,
    store,
    views,
    lanes,
    timers,
    ...createRequests(context, { member: options.member, commands: definition.commands, queries: definition.queries }),
    token: (position) => ({ node: code, storeId: store.storeId, position }),
    waitFor: (token, timeoutMs) => waitForSight(token, timeoutMs, { code, store, reader, lanes, views: running.views, time }),
    settled: (patienceMs = SETTLE_PATIENCE_MS) =>
      whileMoving(settle({ store, queue, reader, consumers, lanes, timers }), failing, { patienceMs, time }),
    consumers: () => [...consumers.map((one) => healthOf(one, reader)), ...timersHealth(timers, store), ...logHealth(reader, store)],
    policies: () => policies,
    parked: () => policies.flatMap((policy) => policy.parked()),
    unread: () => unreadIn(views, running.unread),
    keyGranted: (keyId, recipient) => grants.granted(keyId, recipient),
    nextDue: timers.nextDue,
    async stop() {
      await timers.stop();
      await queue.idle();
      // A checkpoint that cannot be written any more must not leave the rest running.
      const ended = await Promise.allSettled([lanes.stop(), ...running.stopping.map((one) => one.stop())]);
      reader.close();
      for (const consumer of consumers) await consumer.stop();
      for (const one of ended) if (one.status === 'rejected') throw one.reason;
    },
  };
}

/** How to stop what a start has begun so far. */
type Begun = (() => Promise<void>)[];

interface Started {
  readonly node: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly readings: Readings;
  readonly views: ViewStore;
  readonly clock: Clock;
  readonly time: MachineTime;
  report(trouble: Trouble): void;
}

interface Running {
  readonly views: readonly Consumer[];
  /** All of them, those of views included. */
  readonly consumers: readonly Consumer[];
  readonly policies: readonly RunningPolicy[];
  readonly timers: TimerService;
  /** Where received facts that cannot be read are counted. */
  readonly unread: ReturnType<typeof unreadView>;
  /** What writes a checkpoint when it stops. */
  readonly stopping: readonly { stop(): Promise<void> }[];
}

async function startConsumers<Ports>(
  options: NodeOptions<Ports>,
  started: Started,
  { host, queue, begun }: { readonly host: CommandHost; readonly queue: Queue; readonly begun: Begun },
): Promise<Running> {
  const { definition, clock, keys } = options;
  const streams = new Map(definition.streams.map((stream) => [stream.category, stream]));
  const dispatch = dispatcher(streams, host, queue);
  const views = definition.views.map((view) => startView({ ...started, view }));
  const dues = definition.timers.map((rule) =>
    startView({ ...started, view: dueView(definition.kind, rule), relevant: concernsDue(rule) }),
  );
  const unread = unreadView(definition, started.readings);
  const counting = startView({ ...started, view: unread, relevant: isUnread });
  begun.push(...[...views, ...dues, counting].map((consumer) => () => consumer.stop()));
  const policies: RunningPolicy[] = [];
  for (const policy of definition.policies) {
    const running = await startPolicy({ ...started, policy, dispatch });
    policies.push(running);
    begun.push(() => running.stop());
  }
  const effects: { readonly consumer: Consumer; stop(): Promise<void> }[] = [];
  const context = { ports: options.ports, keys, references: options.references, clock };
  for (const effect of definition.effects) {
    const running = await startEffect({ ...started, effect, dispatch, context });
    effects.push(running);
    begun.push(() => running.stop());
  }
  const timers = startTimers({ ...started, kind: definition.kind, rules: definition.timers, ...firingBy(streams, host, queue) });
  begun.push(() => timers.stop());
  const acting = [...policies, ...effects];
  return {
    views,
    consumers: [...views, ...dues, counting, ...acting.map(({ consumer }) => consumer)],
    policies,
    unread,
    timers,
    stopping: acting,
  };
}

async function settle(given: {
  readonly store: EventStore;
  readonly queue: Queue;
  readonly reader: LogReader;
  readonly consumers: readonly Consumer[];
  readonly lanes: Lanes;
  readonly timers: TimerService;
}): Promise<void> {
  const { store, queue, reader, consumers, lanes, timers } = given;
  for (;;) {
    const before = store.head();
    await timers.idle();
    await queue.idle();
    await reader.refresh();
    await Promise.all(consumers.map((consumer) => consumer.through(reader.head())));
    await lanes.drained();
    if (store.head() === before && queue.size() === 0) return;
  }
}
