import { type Actor } from '../actor.ts';
import { type Clock } from '../clock.ts';
import { type NodeContext } from '../commands.ts';
import { type Message } from '../decider.ts';
import { type EventStore, type Position } from '../event-store.ts';
import { type Exchange, type LaneSource } from '../exchange.ts';
import { type Instant } from '../instant.ts';
import { type NodeDefinition } from '../node-definition.ts';
import { type Memory } from '../policy.ts';
import { type KeyStore, type References } from '../sealed.ts';
import { type Stream, streamName } from '../stream.ts';
import { type ViewStore } from '../view.ts';
import { createAggregates } from './aggregates.ts';
import { handleCommand } from './command-handling.ts';
import { type Consumer, type Trouble } from './consumer.ts';
import { startEffect } from './effect-runner.ts';
import { createGrants } from './grants.ts';
import { type Lanes, openLanes } from './lanes.ts';
import { type LogReader, createLogReader } from './log-reader.ts';
import { type RunningMemory, startMemory } from './memories.ts';
import { createOpenings } from './openings.ts';
import { type Parked } from './parking.ts';
import { type Dispatch, type RunningPolicy, startPolicy } from './policy-runner.ts';
import { createQueue } from './queue.ts';
import { type Requests, createRequests } from './requests.ts';
import { type Fire, type TimerService, concernsDue, dueView, startTimers } from './timer-service.ts';
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
  readonly exchange: Exchange;
  readonly source: LaneSource;
  readonly tells: readonly string[];
  readonly hears: readonly string[];
  /** Nodes of the register by code, with their kind. */
  readonly peers: ReadonlyMap<string, string>;
  report(trouble: Trouble): void;
}

/** Where an event stands, for reads that must see it. */
export interface PositionToken {
  readonly node: string;
  readonly storeId: string;
  readonly position: Position;
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
  /** Resolves when nothing is running, and everything in the log has been handled and told. */
  settled(): Promise<void>;
  consumers(): readonly { readonly name: string; readonly position: Position; readonly problem?: string }[];
  policies(): readonly RunningPolicy[];
  parked(): readonly Parked[];
  keyGranted(keyId: string, recipient: string): Promise<boolean>;
  nextDue(): Instant | undefined;
  /** Finishes commands in hand, stops consumers at a checkpoint, leaves the store open. */
  stop(): Promise<void>;
}

const AGGREGATES_MAX = 20_000;

/** Starts a node on its log. Everything it keeps beside the log is rebuilt from it. */
export async function startNode<Ports>(options: NodeOptions<Ports>): Promise<Node> {
  const { code, definition, store, views, clock, keys, report } = options;
  const reader = createLogReader(store);
  const grants = createGrants(code, store);
  const host = { node: code, store, clock, keys, aggregates: createAggregates(store, AGGREGATES_MAX), grants };
  const queue = createQueue();
  const started = { node: code, store, reader, views, clock, report };
  const memories = new Map(definition.memories.map((memory) => [memory.name, startMemory({ ...started, memory })]));
  const context = contextOf(options, { host, queue, memories });
  const running = await startConsumers(options, started, { host, queue });
  const lanes = await openLanes({
    ...started,
    exchange: options.exchange,
    source: options.source,
    tells: options.tells,
    hears: options.hears,
  });
  const { timers, policies } = running;
  const consumers = [...[...memories.values()].map((memory) => memory.consumer), ...running.consumers];
  const viewsThrough = async (position: Position): Promise<void> => {
    await reader.refresh();
    await Promise.all(running.views.map((consumer) => consumer.through(position)));
  };
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
    waitFor: (token, timeoutMs) => within(timeoutMs, () => hasSeen(token, { code, store, lanes, viewsThrough })),
    async settled() {
      for (;;) {
        const before = store.head();
        await queue.idle();
        await reader.refresh();
        await Promise.all(consumers.map((consumer) => consumer.through(reader.head())));
        await lanes.drained();
        if (store.head() === before && queue.size() === 0) return;
      }
    },
    consumers: () => consumers.map(healthOf),
    policies: () => policies,
    parked: () => policies.flatMap((policy) => policy.parked()),
    keyGranted: (keyId, recipient) => grants.granted(keyId, recipient),
    nextDue: timers.nextDue,
    async stop() {
      timers.stop();
      await queue.idle();
      // A checkpoint that cannot be written any more must not leave the rest running.
      const ended = await Promise.allSettled([lanes.stop(), ...running.stopping.map((one) => one.stop())]);
      reader.close();
      for (const consumer of consumers) await consumer.stop();
      for (const one of ended) if (one.status === 'rejected') throw one.reason;
    },
  };
}

interface Started {
  readonly node: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly views: ViewStore;
  readonly clock: Clock;
  report(trouble: Trouble): void;
}

interface Running {
  readonly views: readonly Consumer[];
  /** All of them, those of views included. */
  readonly consumers: readonly Consumer[];
  readonly policies: readonly RunningPolicy[];
  readonly timers: TimerService;
  /** What writes a checkpoint when it stops. */
  readonly stopping: readonly { stop(): Promise<void> }[];
}

async function startConsumers<Ports>(
  options: NodeOptions<Ports>,
  started: Started,
  { host, queue }: { readonly host: Host; readonly queue: Work },
): Promise<Running> {
  const { definition, clock, keys } = options;
  const streams = new Map(definition.streams.map((stream) => [stream.category, stream]));
  const dispatch = dispatcher(streams, host, queue);
  const views = definition.views.map((view) => startView({ ...started, view }));
  const dues = definition.timers.map((rule) =>
    startView({ ...started, view: dueView(definition.kind, rule), relevant: concernsDue(rule) }),
  );
  const contracts = new Map(definition.receives.map((contract) => [contract.type, contract]));
  const policies: RunningPolicy[] = [];
  for (const policy of definition.policies) policies.push(await startPolicy({ ...started, policy, contracts, dispatch }));
  const effects: { readonly consumer: Consumer; stop(): Promise<void> }[] = [];
  for (const effect of definition.effects)
    effects.push(
      await startEffect({ ...started, effect, dispatch, context: { ports: options.ports, keys, references: options.references, clock } }),
    );
  const timers = startTimers({ ...started, kind: definition.kind, rules: definition.timers, fire: fireBy(streams, host, queue) });
  const acting = [...policies, ...effects];
  return { views, consumers: [...views, ...dues, ...acting.map(({ consumer }) => consumer)], policies, timers, stopping: acting };
}

type Host = Parameters<typeof handleCommand>[0];
type Work = ReturnType<typeof createQueue>;

function contextOf<Ports>(
  { code, clock, keys, references, store, views, peers }: NodeOptions<Ports>,
  { host, queue, memories }: { readonly host: Host; readonly queue: Work; readonly memories: ReadonlyMap<string, RunningMemory<unknown>> },
): NodeContext {
  return {
    node: code,
    clock,
    keys,
    references,
    views,
    peers,
    handle: (stream, command) => queue.run(streamName(stream.category, command.key), () => handleCommand(host, stream, command)),
    load: (stream, key) => host.aggregates.load(stream, key),
    async memory<State>(memory: Memory<State>) {
      const running = memories.get(memory.name);
      if (!running) throw new Error(`${code} keeps no memory ${memory.name}`);
      const { state, position } = await running.read();
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the running memory of that name folds with this definition
      return { state: state as State, position };
    },
    open: createOpenings(code, store, keys, clock),
  };
}

/** How policies and effects command their own node’s streams. */
function dispatcher(streams: ReadonlyMap<string, Stream>, host: Host, queue: Work): Dispatch {
  return async (reaction, { commandId, actor, recorded }) => {
    const handled = await queue.run(streamName(reaction.category, reaction.key), () =>
      handleCommand(
        host,
        streamOf(streams, reaction.category),
        {
          commandId,
          key: reaction.key,
          command: reaction.command,
          actor,
          body: bodyOf(reaction.command),
          causationId: recorded.id,
          ...(recorded.meta.correlationId !== undefined && { correlationId: recorded.meta.correlationId }),
          ...(recorded.meta.traceparent !== undefined && { traceparent: recorded.meta.traceparent }),
        },
        { settles: reaction.settles },
      ),
    );
    return handled.ok || reaction.settles.includes(handled.rejection.type) ? undefined : handled.rejection;
  };
}

/** A machine’s command is told apart by what it wants: sealed fields differ at each sealing, and do not count. */
function bodyOf(command: Message): unknown {
  return { type: command.type };
}

function fireBy(streams: ReadonlyMap<string, Stream>, host: Host, queue: Work): Fire {
  return async (rule, { reaction, commandId }) => {
    const actor: Actor = { kind: 'timer', name: rule.name };
    await queue.run(streamName(reaction.category, reaction.key), () =>
      handleCommand(host, streamOf(streams, reaction.category), {
        commandId,
        key: reaction.key,
        command: reaction.command,
        actor,
        body: bodyOf(reaction.command),
      }),
    );
  };
}

function streamOf(streams: ReadonlyMap<string, Stream>, category: string): Stream {
  const stream = streams.get(category);
  if (!stream) throw new Error(`No stream of category ${category} here`);
  return stream;
}

/** An own token waits for the own views; another node’s waits until its watermark came, then for the views to show what came with it. */
async function hasSeen(
  token: PositionToken,
  seen: { readonly code: string; readonly store: EventStore; readonly lanes: Lanes; viewsThrough(position: Position): Promise<void> },
): Promise<boolean> {
  if (token.node === seen.code) {
    await seen.viewsThrough(token.position);
    return true;
  }
  const watermark = seen.lanes.watermark(token.node);
  if (watermark?.storeId !== token.storeId || BigInt(watermark.position) < token.position) return false;
  await seen.viewsThrough(seen.store.head());
  return true;
}

const LOOK_AGAIN_MS = 2;

async function within(timeoutMs: number, look: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const left = deadline - performance.now();
    const seen = await Promise.race([look(), new Promise<false>((resolve) => setTimeout(resolve, Math.max(0, left), false).unref())]);
    if (seen) return true;
    if (performance.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

function healthOf(consumer: Consumer): { readonly name: string; readonly position: Position; readonly problem?: string } {
  const problem = consumer.trouble();
  return { name: consumer.name, position: consumer.position(), ...(problem !== undefined && { problem }) };
}
