import { type Appended, type StreamWrite } from '@interlock/kernel';
import { type StoreTrouble } from '../event-log/judge-append.ts';
import { type PackedAnswers, unpackAnswers } from './messages.ts';
import { storeErrorOf } from './sqlite-errors.ts';

interface Waiting {
  readonly writes: readonly StreamWrite[];
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/** Appends between caller and writer thread. Answers come in the order of the questions. */
export interface AppendQueue {
  readonly push: (writes: readonly StreamWrite[]) => Promise<Appended>;
  readonly settle: (answers: PackedAnswers) => void;
  readonly fail: (trouble: StoreTrouble) => void;
  /** Sends what has not been sent and resolves when nothing is under way. */
  readonly drain: () => Promise<void>;
}

/** What is asked for in one turn of the event loop goes to the thread as one message. */
export function makeAppendQueue(send: (appends: readonly (readonly StreamWrite[])[]) => void): AppendQueue {
  let unsent: Waiting[] = [];
  let sent: Waiting[] = [];
  let scheduled = false;
  let drained: PromiseWithResolvers<void> | undefined;

  const flush = (): void => {
    scheduled = false;
    if (unsent.length === 0) return;
    const batch = unsent;
    unsent = [];
    sent.push(...batch);
    send(batch.map(({ writes }) => writes));
  };
  const noteIdle = (): void => {
    if (sent.length + unsent.length > 0) return;
    drained?.resolve();
    drained = undefined;
  };
  return {
    push(writes) {
      const { promise, resolve, reject } = Promise.withResolvers<Appended>();
      unsent.push({ writes, resolve, reject });
      if (!scheduled) setImmediate(flush);
      scheduled = true;
      return promise;
    },
    settle(packed) {
      const answers = unpackAnswers(
        packed,
        sent.map(({ writes }) => writes),
      );
      const answered = sent.slice(0, answers.length);
      sent = sent.slice(answers.length);
      for (const [index, answer] of answers.entries()) {
        const caller = answered[index];
        if (answer.type === 'stored') caller?.resolve(answer.answer);
        else caller?.reject(storeErrorOf(answer.trouble));
      }
      noteIdle();
    },
    fail(trouble) {
      const lost = [...sent, ...unsent];
      sent = [];
      unsent = [];
      for (const { reject } of lost) reject(storeErrorOf(trouble));
      noteIdle();
    },
    async drain() {
      flush();
      if (sent.length === 0) return;
      drained ??= Promise.withResolvers();
      await drained.promise;
    },
  };
}
