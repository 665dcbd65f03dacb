import { type Clock, type Instant, type NodeAnswer, type SentRequest, msBetween, plusMs, settlesCommand } from '@interlock/kernel';

/** A command whose answer did not come, by who sent it: nobody else hears of it. */
export interface OutcomeKey {
  readonly member: string;
  readonly person: string;
  /** The node that owns the stream. */
  readonly node: string;
  readonly commandId: string;
}

/**
 * UNKNOWN: it was sent, no answer came, and the gateway asks on. ANSWERED: the node’s first answer. EXPIRED: no answer came while the gateway
 * asked; whoever sent it asks again under the same id.
 */
export type CommandOutcome = {
  readonly since: Instant;
  /** The command’s contract. */
  readonly name: string;
} & ({ readonly state: 'UNKNOWN' } | { readonly state: 'ANSWERED'; readonly answer: NodeAnswer } | { readonly state: 'EXPIRED' });

export interface Outcomes {
  of(key: OutcomeKey): CommandOutcome | undefined;
  /** Asks on in the background until there is an answer or its time is over. */
  follow(key: OutcomeKey, request: SentRequest): void;
  /** What a repetition by the sender himself was answered. */
  heard(key: OutcomeKey, answer: NodeAnswer): void;
  /** How many are unknown now. */
  unknown(): number;
  close(): void;
}

export interface OutcomesOptions {
  readonly clock: Clock;
  /** Most that are kept, answered ones included. */
  readonly outcomesMax: number;
  /** How long after its `validUntil` a command is still asked for. */
  readonly graceMs: number;
  /** The same command again, to the same node. */
  repeat(node: string, request: SentRequest): Promise<NodeAnswer>;
  /** The number of unknown ones changed. */
  onChanged?(unknown: number): void;
  report(error: unknown): void;
}

interface Kept {
  outcome: CommandOutcome;
  timer?: ReturnType<typeof setTimeout>;
  /** It had to make room. */
  isForgotten?: boolean;
}

/** Machine time. */
const REPEAT_AFTER_MS = [250, 500, 1_000, 2_000, 5_000, 15_000] as const;
/** Of a command that names no end. */
const VALID_MS = 120_000;

/** What this gateway knows of commands whose answer did not come. It dies with the process: the truth is in the owning node’s log. */
export function makeOutcomes(options: OutcomesOptions): Outcomes {
  const { clock, outcomesMax, graceMs, repeat, report } = options;
  const kept = new Map<string, Kept>();
  let isClosed = false;
  const unknown = (): number => [...kept.values()].filter(({ outcome }) => outcome.state === 'UNKNOWN').length;
  const settle = (one: Kept, outcome: CommandOutcome): void => {
    clearTimeout(one.timer);
    one.outcome = outcome;
    options.onChanged?.(unknown());
  };
  const makeRoom = (): void => {
    // What is settled goes first, the oldest before the others; of what is unknown the oldest is asked for no longer.
    while (kept.size >= outcomesMax) {
      const settled = [...kept].find(([, { outcome }]) => outcome.state !== 'UNKNOWN');
      const [name, one] = settled ?? [...kept][0] ?? [];
      if (name === undefined || one === undefined) return;
      clearTimeout(one.timer);
      one.isForgotten = true;
      kept.delete(name);
    }
  };
  const askAgain = (one: Kept, node: string, request: SentRequest, endsMs: number, attempt: number): void => {
    const pauseMs = REPEAT_AFTER_MS[Math.min(attempt, REPEAT_AFTER_MS.length - 1)] ?? 0;
    one.timer = setTimeout(() => {
      void (async () => {
        const { since, name } = one.outcome;
        const answer = await repeat(node, request).catch((error: unknown) => {
          report(error);
          return undefined;
        });
        // The sender may have heard it meanwhile, or it had to make room.
        if (isClosed || one.outcome.state !== 'UNKNOWN' || one.isForgotten) return;
        if (answer && settlesCommand(answer)) settle(one, { state: 'ANSWERED', since, name, answer });
        else if (performance.now() >= endsMs) settle(one, { state: 'EXPIRED', since, name });
        else askAgain(one, node, request, endsMs, attempt + 1);
      })();
    }, pauseMs).unref();
  };
  return {
    of: (key) => kept.get(nameOf(key))?.outcome,
    follow(key, request) {
      const place = nameOf(key);
      if (isClosed || kept.get(place)?.outcome.state === 'UNKNOWN') return;
      kept.delete(place);
      makeRoom();
      const now = clock.now();
      const one: Kept = { outcome: { state: 'UNKNOWN', since: now, name: request.name } };
      kept.set(place, one);
      const leftMs = msBetween(now, request.validUntil ?? plusMs(now, VALID_MS));
      askAgain(one, key.node, request, performance.now() + Math.max(0, leftMs) + graceMs, 0);
      options.onChanged?.(unknown());
    },
    heard(key, answer) {
      const one = kept.get(nameOf(key));
      if (!one || one.outcome.state === 'ANSWERED' || !settlesCommand(answer)) return;
      const { since, name } = one.outcome;
      settle(one, { state: 'ANSWERED', since, name, answer });
    },
    unknown,
    close() {
      isClosed = true;
      for (const { timer } of kept.values()) clearTimeout(timer);
      kept.clear();
      options.onChanged?.(0);
    },
  };
}

function nameOf({ member, person, node, commandId }: OutcomeKey): string {
  return JSON.stringify([member, person, node, commandId]);
}
