/** Both ends of a line between a test and a process that it started: each may ask the other, answers come as they come. */
export interface Wire {
  ask(what: string, told: unknown): Promise<unknown>;
  /** Everything that was asked and not answered fails. */
  cut(): void;
}

type Answering = (told: unknown) => unknown;

export interface Message {
  readonly ask?: number;
  readonly answer?: number;
  readonly what?: string;
  readonly told?: unknown;
  readonly failed?: { readonly code: string; readonly message: string };
}

export function createWire(
  line: { send(message: Message): void; hear(listener: (message: Message) => void): void },
  answers: Readonly<Record<string, Answering>>,
): Wire {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let asked = 0;
  let isCut = false;
  const answer = async ({ ask, what = '', told }: Message): Promise<Message> => {
    try {
      const answering = answers[what];
      if (!answering) throw new Error(`Nobody answers ${what}`);
      return { answer: ask ?? 0, told: await answering(told) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'UNEXPECTED';
      return { answer: ask ?? 0, failed: { code, message } };
    }
  };
  line.hear((message) => {
    if (message.ask !== undefined) {
      void answer(message).then((said) => {
        if (!isCut) line.send(said);
      });
      return;
    }
    const { failed } = message;
    const one = waiting.get(message.answer ?? -1);
    waiting.delete(message.answer ?? -1);
    if (failed) one?.reject(Object.assign(new Error(failed.message), { code: failed.code }));
    else one?.resolve(message.told);
  });
  return {
    ask(what, told) {
      if (isCut) return Promise.reject(new LineCut('The process is gone'));
      const ask = (asked += 1);
      const one = Promise.withResolvers<unknown>();
      waiting.set(ask, one);
      line.send({ ask, what, told });
      return one.promise;
    },
    cut() {
      isCut = true;
      for (const one of waiting.values()) one.reject(new LineCut('The process is gone'));
      waiting.clear();
    },
  };
}

/** Whoever was asked has died: whether it was done is not known. */
class LineCut extends Error {
  override readonly name = 'LineCut';
  readonly code = 'NODE_UNAVAILABLE';
}
