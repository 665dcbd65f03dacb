import { type Actor } from '../actor.ts';
import { type Decider, type Message } from '../decider.ts';
import { type EventStore } from '../event-store.ts';
import { type Recorded, decodeEvent, messageOf } from '../stored-event.ts';
import { type Stream, streamName } from '../stream.ts';

/** Left by the machinery where an accepted or a machine’s command changes nothing: every such command leaves its answer in the stream. */
export const COMMAND_ANSWERED = 'CommandAnswered';

/** What a command got the first time, by where its events stand. */
export interface FirstAnswer {
  readonly actor: Actor;
  readonly bodyHash: string | undefined;
  readonly refusal: Message | undefined;
  readonly firstRevision: number;
  readonly lastRevision: number;
}

export interface Folded<State> {
  readonly state: State;
  /** Head of the stream; -1 when it was never written. */
  readonly version: number;
  /** Shared by all folds of the stream: it only grows. */
  readonly answers: Map<string, FirstAnswer>;
}

/** Folded streams, most recently used ones kept. One entry is only ever replaced by a longer fold of the same stream. */
export interface Aggregates {
  load<Command extends Message, State, Event extends Message, Rejection extends Message>(
    stream: Stream<Command, State, Event, Rejection>,
    key: string,
  ): Promise<Folded<State>>;
  /** Takes in what was just appended. */
  advance<Command extends Message, State, Event extends Message, Rejection extends Message>(
    stream: Stream<Command, State, Event, Rejection>,
    key: string,
    from: Folded<State>,
    events: readonly Pick<Recorded, 'type' | 'data' | 'meta' | 'revision'>[],
  ): void;
  /** After a conflict: somebody else wrote; the next load reads on from the store. */
  stale(category: string, key: string): void;
  /** The log has this: a fold that does not is read on from the store. A replica may have written it. */
  seen(stream: string, revision: number): void;
}

const PAGE_EVENTS = 1_000;

export function createAggregates(store: EventStore, entriesMax: number): Aggregates {
  const cache = new Map<string, { readonly folded: Folded<unknown>; readonly isStale: boolean }>();
  const keep = (name: string, folded: Folded<unknown>, isStale: boolean): void => {
    // A load that was overtaken by an append must not bring back what was before it.
    if ((cache.get(name)?.folded.version ?? -1) > folded.version) return;
    cache.delete(name);
    cache.set(name, { folded, isStale });
    if (cache.size > entriesMax) {
      const oldest = cache.keys().next().value;
      if (oldest !== undefined) cache.delete(oldest);
    }
  };

  return {
    async load<Command extends Message, State, Event extends Message, Rejection extends Message>(
      stream: Stream<Command, State, Event, Rejection>,
      key: string,
    ) {
      const name = streamName(stream.category, key);
      const cached = cache.get(name);
      let folded = cached
        ? stateIn(stream.decider, cached.folded)
        : { state: stream.decider.initial, version: -1, answers: new Map<string, FirstAnswer>() };
      if (cached?.isStale === false) return folded;
      for (;;) {
        const page = await store.readStream(name, { from: folded.version + 1, limit: PAGE_EVENTS });
        folded = foldOn(stream.decider, folded, page.events.map(decodeEvent));
        if (folded.version >= page.head) break;
      }
      keep(name, folded, false);
      return folded;
    },
    advance(stream, key, from, events) {
      keep(streamName(stream.category, key), foldOn(stream.decider, from, events), false);
    },
    stale(category, key) {
      const name = streamName(category, key);
      const cached = cache.get(name);
      if (cached) cache.set(name, { folded: cached.folded, isStale: true });
    },
    seen(name, revision) {
      const cached = cache.get(name);
      if (cached && cached.folded.version < revision) cache.set(name, { folded: cached.folded, isStale: true });
    },
  };
}

/** The cache holds states of many types; a stream’s name belongs to one decider only. */
function stateIn<State>(_decider: Decider<never, State, Message, Message>, folded: Folded<unknown>): Folded<State> {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- put there under the same stream name by the same decider
  return folded as Folded<State>;
}

function foldOn<Command extends Message, State, Event extends Message, Rejection extends Message>(
  decider: Decider<Command, State, Event, Rejection>,
  from: Folded<State>,
  events: readonly Pick<Recorded, 'type' | 'data' | 'meta' | 'revision'>[],
): Folded<State> {
  if (events.length === 0) return from;
  const { answers } = from;
  let { state, version } = from;
  for (const event of events) {
    version = event.revision;
    const { actor, commandId, bodyHash, refusal } = event.meta;
    if (commandId !== undefined) {
      const firstRevision = answers.get(commandId)?.firstRevision ?? event.revision;
      answers.set(commandId, { actor, bodyHash, refusal, firstRevision, lastRevision: event.revision });
    }
    if (event.type !== COMMAND_ANSWERED) state = decider.evolve(state, eventOf(decider, event));
  }
  return { state, version, answers };
}

/** Our own log: what stands in a stream was written by its decider (fixtures of every version replay in a test). */
export function eventOf<Event extends Message>(
  _decider: Decider<never, unknown, Event, Message>,
  event: Pick<Recorded, 'type' | 'data'>,
): Event {
  const message: unknown = messageOf(event);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- see above
  return message as Event;
}
