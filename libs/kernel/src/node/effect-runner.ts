import { type Clock } from '../clock.ts';
import { type Message } from '../decider.ts';
import { type Effect, type EffectContext } from '../effect.ts';
import { type EventStore, type Position } from '../event-store.ts';
import { reactionIdOf } from '../ids.ts';
import { type MachineTime, within } from '../machine-time.ts';
import { type Reaction, streamName } from '../stream.ts';
import { openCheckpoint } from './checkpoints.ts';
import { type Consumer, startConsumer } from './consumer.ts';
import { type Intents, type IntentsOptions, createIntents } from './intents.ts';
import { type Entry, type LogReader, entryAt } from './log-reader.ts';
import { type Dispatch } from './policy-runner.ts';
import { type Readings } from './received.ts';
import { type Failing, type Trouble, problemOf } from './trouble.ts';
import { isFor } from './view-consumers.ts';

/** The outside acted, and the stream that asked for it does not take the answer. */
class AnswerRefused extends Error {
  override readonly name = 'AnswerRefused';
  readonly code = 'ANSWER_REFUSED';
}

/** What is outside failed. */
class OutsideFailed extends Error {
  override readonly name = 'OutsideFailed';
  readonly code: string;
  constructor(code: string) {
    // Its own words are not repeated: it was told names and numbers, and this ends in a log.
    super(`the outside failed: ${code}`);
    this.code = code;
  }
}

interface EffectOptions<Ports> {
  readonly node: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly clock: Clock;
  readonly time: MachineTime;
  readonly readings: Readings;
  readonly effect: Effect<Message, Ports>;
  readonly context: EffectContext<Ports>;
  readonly dispatch: Dispatch;
  report(trouble: Trouble): void;
}

const PAGE_EVENTS = 100;
/** Counted, not taken from positions: those need not be dense. */
const CHECKPOINT_EVENTS = 1_000;
/** What calls the outside may never get an answer: a stop waits for it no longer than this. */
const STOP_MAX_MS = 5_000;

/**
 * Runs an effect after each intent event: the outside is called with the event’s id as key, the answer comes back as commands. The intents of
 * one stream are followed one after another, those of different streams side by side: one that fails is tried again and keeps no other waiting.
 */
export async function startEffect<Ports>(options: EffectOptions<Ports>): Promise<{ readonly consumer: Consumer; stop(): Promise<void> }> {
  const { effect, node, store, time, report } = options;
  const name = `effect ${effect.name}`;
  const wanted = new Set<string>(effect.on);
  const checkpoint = await openCheckpoint(streamName('effect', effect.name), options, (error) => {
    report({ node, consumer: name, ...problemOf(error), attempt: 0 });
  });
  let taken: Position = checkpoint.through;
  let sinceNoted = 0;
  const note = (): void => {
    sinceNoted = 0;
    checkpoint.reached(taken, intents.open);
  };
  const intents = createIntents({
    ...options,
    ...callsOf(options),
    done: note,
    failed(stream, { code, message, attempts }) {
      report({ node, consumer: name, code, message: `${stream}: ${message}`, attempt: attempts });
    },
  });
  // Nothing is done outside because of what is told long after it happened.
  const isWanted = (entry: Entry): boolean => isFor(wanted, entry) && entry.recorded.meta.backfilledFrom === undefined;
  const left: Entry[] = [];
  for (const position of checkpoint.open) left.push(await entryAt(store, position, options.readings));
  left.forEach(intents.take);
  const taker = startConsumer({
    ...{ node, name, reader: options.reader, time, after: taken, batchMax: PAGE_EVENTS, report },
    async handle(entries, next) {
      for (const entry of entries) {
        if (isWanted(entry)) {
          await intents.room();
          intents.take(entry);
        }
        taken = entry.recorded.position;
      }
      taken = next;
      sinceNoted += entries.length;
      if (entries.some(isWanted) || sinceNoted > CHECKPOINT_EVENTS) note();
    },
  });
  const consumer = consumerOf(taker, intents, time);
  return {
    consumer,
    async stop() {
      await consumer.stop();
      await checkpoint.flush();
    },
  };
}

function callsOf<Ports>({ effect, context, dispatch }: EffectOptions<Ports>): Pick<IntentsOptions<readonly Reaction[]>, 'call' | 'record'> {
  return {
    call: ({ message, recorded }) =>
      effect.run(message, recorded, context).catch((error: unknown) => {
        throw new OutsideFailed(problemOf(error).code);
      }),
    async record({ recorded }, reactions) {
      for (const reaction of reactions) {
        const commandId = reactionIdOf(recorded.id, `${effect.name}/${reaction.category}/${reaction.key}/${reaction.purpose}`);
        const refusal = await dispatch(reaction, { commandId, actor: { kind: 'effect', name: effect.name }, recorded });
        // The outside has acted: an answer that its own stream does not take is a bug, and must stay in sight.
        if (refusal) throw new AnswerRefused(`${reaction.command.type} refused: ${refusal.type}`);
      }
    },
  };
}

/** Follows the log as far as its intents are done. What fails shows by itself, and does not count as events not seen. */
function consumerOf(taker: Consumer, intents: Intents, time: MachineTime): Consumer {
  const position = (): Position => {
    const first = intents.firstUnhindered();
    return first === undefined ? taker.position() : first - 1n;
  };
  return {
    name: taker.name,
    position,
    failing: () => taker.failing() ?? longest(intents.failing().map(({ failing }) => failing)),
    failingStreams: () => (taker.failing() ? [] : intents.failing()),
    failures: () => taker.failures() + intents.failures(),
    async through(wanted, givenUp) {
      await taker.through(wanted, givenUp);
      await intents.doneThrough(wanted, givenUp);
    },
    async stop() {
      await within(time, STOP_MAX_MS, Promise.all([intents.end(), taker.stop()]), undefined);
    },
  };
}

function longest(failings: readonly Failing[]): Failing | undefined {
  return failings.reduce<Failing | undefined>((first, one) => (first && first.sinceMs <= one.sinceMs ? first : one), undefined);
}
