import { type NodeContext } from '../commands.ts';
import { type Message } from '../decider.ts';
import { type EventStore } from '../event-store.ts';
import { type Memory } from '../policy.ts';
import { type Stream, streamName } from '../stream.ts';
import { type CommandHost, handleCommand } from './command-handling.ts';
import { type RunningMemory } from './memories.ts';
import { createOpenings } from './openings.ts';
import { type Dispatch } from './policy-runner.ts';
import { type Queue } from './queue.ts';
import { type TimersOptions } from './timer-service.ts';

type OwnParts = Pick<NodeContext, 'clock' | 'keys' | 'references' | 'views' | 'peers'> & {
  readonly units?: ReadonlyMap<string, string>;
  readonly code: string;
  readonly store: EventStore;
};

const NO_UNITS: ReadonlyMap<string, string> = new Map();

/** What handlers of a node’s commands and queries may use. */
export function contextOf(
  { code, clock, keys, references, store, views, peers, units = NO_UNITS }: OwnParts,
  {
    host,
    queue,
    memories,
  }: { readonly host: CommandHost; readonly queue: Queue; readonly memories: ReadonlyMap<string, RunningMemory<unknown>> },
): NodeContext {
  return {
    node: code,
    clock,
    keys,
    references,
    views,
    peers,
    units,
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
export function dispatcher(streams: ReadonlyMap<string, Stream>, host: CommandHost, queue: Queue): Dispatch {
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

/** How a deadline commands its own node’s stream. */
export function firingBy(streams: ReadonlyMap<string, Stream>, host: CommandHost, queue: Queue): Pick<TimersOptions, 'fire' | 'prepare'> {
  return {
    prepare: async ({ reaction }) => host.aggregates.load(streamOf(streams, reaction.category), reaction.key),
    async fire(rule, { reaction, commandId }) {
      await queue.run(streamName(reaction.category, reaction.key), () =>
        handleCommand(host, streamOf(streams, reaction.category), {
          commandId,
          key: reaction.key,
          command: reaction.command,
          actor: { kind: 'timer', name: rule.name },
          body: bodyOf(reaction.command),
        }),
      );
    },
  };
}

function streamOf(streams: ReadonlyMap<string, Stream>, category: string): Stream {
  const stream = streams.get(category);
  if (!stream) throw new Error(`No stream of category ${category} here`);
  return stream;
}
