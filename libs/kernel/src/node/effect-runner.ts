import { type Clock } from '../clock.ts';
import { type Message } from '../decider.ts';
import { type Effect, type EffectContext } from '../effect.ts';
import { type EventStore, type Position } from '../event-store.ts';
import { reactionIdOf } from '../ids.ts';
import { streamName } from '../stream.ts';
import { openCheckpoint } from './checkpoints.ts';
import { type Consumer, startConsumer } from './consumer.ts';
import { type LogReader } from './log-reader.ts';
import { type Dispatch } from './policy-runner.ts';
import { type Trouble, problemOf } from './trouble.ts';
import { isLane } from './view-consumers.ts';

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

/** Runs an effect after each intent event: the outside is called with the event’s id as key, the answer comes back as commands. */
export async function startEffect<Ports>(options: {
  readonly node: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly clock: Clock;
  readonly effect: Effect<Message, Ports>;
  readonly context: EffectContext<Ports>;
  readonly dispatch: Dispatch;
  report(trouble: Trouble): void;
}): Promise<{ readonly consumer: Consumer; stop(): Promise<void> }> {
  const { effect, node } = options;
  const name = `effect ${effect.name}`;
  const wanted = new Set<string>(effect.on);
  const checkpoint = await openCheckpoint(streamName('effect', effect.name), options.store, options.clock, (error) => {
    options.report({ node, consumer: name, ...problemOf(error), attempt: 0 });
  });
  let noted: Position = checkpoint.position;
  const consumer = startConsumer({
    node,
    name,
    reader: options.reader,
    after: checkpoint.position,
    batchMax: 1,
    async handle(entries, next) {
      for (const { message, recorded } of entries) {
        if (!wanted.has(message.type) || isLane(recorded.stream)) continue;
        const reactions = await effect.run(message, recorded, options.context).catch((error: unknown) => {
          throw new OutsideFailed(problemOf(error).code);
        });
        for (const reaction of reactions) {
          const commandId = reactionIdOf(recorded.id, `${effect.name}/${reaction.category}/${reaction.key}/${reaction.purpose}`);
          const refusal = await options.dispatch(reaction, { commandId, actor: { kind: 'effect', name: effect.name }, recorded });
          // The outside has acted: an answer that its own stream does not take is a bug, and must stay in sight.
          if (refusal) throw new AnswerRefused(`${reaction.command.type} refused: ${refusal.type}`);
        }
        noted = recorded.position;
        checkpoint.reached(next);
      }
      if (next - noted > 1_000n) {
        noted = next;
        checkpoint.reached(next);
      }
    },
    report: options.report,
  });
  return {
    consumer,
    async stop() {
      await consumer.stop();
      await checkpoint.flush();
    },
  };
}
