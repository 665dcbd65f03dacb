import { AppendConsistencyViolationError, AppendRecordSizeExceededError, TransactionMaxSizeExceededError } from '@kurrent/kurrentdb-client';
import { type Appended, type Position, type Revision, type StreamWrite, isStoreError, StoreError } from '@interlock/kernel';
import { type Attempt, checkForServer, makeAttempt } from './attempt.ts';
import { type Connection } from './connection.ts';
import { type Refused, judgeEmpty, judgeRefused } from './judge-refused.ts';
import { failureOf, unavailable } from './kurrent-errors.ts';
import { type Names } from './names.ts';
import { positionOf } from './positions.ts';
import { type Reads } from './reads.ts';

type Outcome =
  | { readonly type: 'committed'; readonly position: Position; readonly heads: ReadonlyMap<string, Revision> }
  | { readonly type: 'violated'; readonly refused: readonly Refused[] }
  | { readonly type: 'unavailable'; readonly isUnwritten: boolean; readonly message: string };

/** Appends of one store that the server has at a time. Others wait here, where no deadline runs for them yet. */
const UNDER_WAY_MAX = 64;

export interface AppenderOptions {
  readonly connection: Connection;
  readonly names: Names;
  readonly reads: Reads;
  readonly retryForMs: number;
  head(): Position;
}

/** Appends as the port wants them, by appendRecords of the server: one call, all streams or none. */
export function makeAppender(options: AppenderOptions): (writes: readonly StreamWrite[]) => Promise<Appended> {
  const { names, reads } = options;
  const turns = makeTurns();
  const places = makePlaces(UNDER_WAY_MAX);
  return async (writes) => {
    checkForServer(writes);
    const attempt = makeAttempt(names, writes);
    if (attempt.records.length === 0) return judgeEmpty(reads, writes, options.head());
    const ids = writes.flatMap(({ events }) => events.map(({ id }) => id));
    return turns.run(ids, async () => {
      const outcome = await places.run(() => send(options, attempt));
      return onceSent(
        outcome.type === 'violated' ? judgeRefused(options, writes, attempt, outcome.refused) : committed(options, writes, outcome),
      );
    });
  };
}

/** The server has written it, or claims of it stand there already: a read that fails afterwards does not make it unwritten. */
async function onceSent(judging: Promise<Appended>): Promise<Appended> {
  try {
    return await judging;
  } catch (error) {
    if (isStoreError(error, 'STORE_UNAVAILABLE')) throw new StoreError(error.code, error.message, { outcomeUnknown: true });
    throw error;
  }
}

/**
 * The same attempt again while the server cannot be reached: its claims make it safe. When patience is over and it may have
 * been written, the caller is told that nobody knows; the same ids, sent again, are answered as they were.
 */
async function send(options: AppenderOptions, attempt: Attempt): Promise<Exclude<Outcome, { readonly type: 'unavailable' }>> {
  const { connection } = options;
  const until = performance.now() + options.retryForMs;
  let mayBeWritten = false;
  for (let tries = 0; ; tries += 1) {
    const outcome = await sendOnce(options, attempt);
    if (outcome.type !== 'unavailable') return outcome;
    mayBeWritten ||= !outcome.isUnwritten;
    if (connection.isClosed() || performance.now() >= until) throw unavailable(outcome.message, mayBeWritten);
    await connection.pause(tries);
  }
}

async function sendOnce({ connection }: AppenderOptions, attempt: Attempt): Promise<Outcome> {
  const client = connection.client();
  try {
    const { position, responses } = await client.appendRecords(attempt.records, attempt.checks);
    const heads = new Map(responses.map(({ streamName, revision }) => [streamName, Number(revision)]));
    return { type: 'committed', position: positionOf(position), heads };
  } catch (error) {
    if (error instanceof AppendConsistencyViolationError) {
      const refused = error.violations.map(({ streamName, actualState }) => ({ streamName, actual: actualOf(actualState) }));
      return { type: 'violated', refused };
    }
    if (error instanceof AppendRecordSizeExceededError) {
      const details = { stream: error.stream, sizeBytes: error.size, limitBytes: error.maxSize };
      throw new StoreError('EVENT_TOO_LARGE', `The server takes events of at most ${String(error.maxSize)} bytes`, details);
    }
    if (error instanceof TransactionMaxSizeExceededError)
      throw new StoreError('EVENT_TOO_LARGE', `The server takes appends of at most ${String(error.maxSize)} bytes`, {
        ...{ sizeBytes: error.size, limitBytes: error.maxSize },
      });
    const failure = failureOf(error);
    // Of an error that nobody has foreseen nobody can say that nothing was written.
    if (failure.type !== 'unavailable') throw unavailable('message' in failure ? failure.message : failure.type, true);
    connection.learnFrom(client, error);
    return failure;
  }
}

/** -1 for none; this log’s streams are never deleted. */
function actualOf(state: unknown): Revision {
  return typeof state === 'bigint' ? Number(state) : -1;
}

async function committed(
  { names, reads }: AppenderOptions,
  writes: readonly StreamWrite[],
  { position, heads }: Extract<Outcome, { readonly type: 'committed' }>,
): Promise<Appended> {
  const answered: Appended['writes'][number][] = [];
  for (const { stream, expected, events } of writes) {
    const known =
      heads.get(names.ofStream(stream)) ?? (typeof expected === 'number' ? expected : expected === 'no-stream' ? -1 : undefined);
    const head = known ?? (await reads.headBefore(stream, position));
    answered.push({ stream, firstRevision: events.length === 0 ? head : head - events.length + 1, lastRevision: head });
  }
  return { position, writes: answered, deduplicated: false };
}

/**
 * Appends of this process that share an id go one after another. A server that has an event written and not yet shown drops a
 * repetition of it without an answer (StorageWriterService.cs, IdempotentNotReady), and its sender would wait for the deadline.
 */
function makeTurns() {
  const busy = new Map<string, Promise<unknown>>();
  return {
    async run<Result>(ids: readonly string[], work: () => Promise<Result>): Promise<Result> {
      for (;;) {
        const others = ids.flatMap((id) => busy.get(id) ?? []);
        if (others.length === 0) break;
        await Promise.allSettled(others);
      }
      const working = work();
      for (const id of ids) busy.set(id, working);
      try {
        return await working;
      } finally {
        for (const id of ids) busy.delete(id);
      }
    },
  };
}

/** Lets so many work at a time, in the order in which they came. */
function makePlaces(count: number) {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async run<Result>(work: () => Promise<Result>): Promise<Result> {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        // The place goes from hand to hand: nobody who comes meanwhile takes it.
        if (next) next();
        else free += 1;
      }
    },
  };
}
