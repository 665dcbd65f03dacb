import { type Appended, type Revision, type StoredEvent, type StreamWrite, START, StoreError } from '@interlock/kernel';
import { type FoundEvent, type LogLookup, type Verdict, judgeAppend } from '../event-log/judge-append.ts';
import { type Attempt, readClaim } from './attempt.ts';
import { type Connection } from './connection.ts';
import { type Names } from './names.ts';
import { unavailable } from './kurrent-errors.ts';
import { type Reads } from './reads.ts';

/** A stream of the server that was not as it was expected. */
export interface Refused {
  readonly streamName: string;
  readonly actual: Revision;
}

interface Given {
  readonly connection: Connection;
  readonly names: Names;
  readonly reads: Reads;
  readonly retryForMs: number;
}

/**
 * What a refused append is: a repetition when all its ids are claimed and what lies there is the same, and else a typed refusal.
 * All failing streams are among the server’s violations, so an id that is not among them was not claimed.
 */
export async function judgeRefused(
  given: Given,
  writes: readonly StreamWrite[],
  attempt: Attempt,
  refused: readonly Refused[],
): Promise<Appended> {
  const { names } = given;
  const actual = new Map(refused.map((one) => [one.streamName, one.actual]));
  const claimed = refused.flatMap(({ streamName }) => (streamName.startsWith(names.ids) ? [streamName] : []));
  const found = await findClaimed(given, claimed);
  const stored = [...found.events.values()];
  const began = stored.reduce((first, { position }) => (first === START || position < first ? position : first), START);
  const headsBefore = new Map<string, Revision>();
  if (stored.length > 0)
    for (const { stream, events } of writes) if (events.length === 0) headsBefore.set(stream, await given.reads.headBefore(stream, began));
  const verdict = judgeAppend(writes, {
    headOf: (stream) => actual.get(names.ofStream(stream)) ?? expectedHead(writes, stream),
    find: ({ id }): FoundEvent | undefined => found.events.get(id),
    headBefore: (stream) => headsBefore.get(stream) ?? -1,
    head: () => began,
  });
  const answer = answerOf(verdict);
  // Sent before by this very append, whose first answer was lost on the way: nothing was stored before it.
  return found.attempts.size === 1 && found.attempts.has(attempt.id) ? { ...answer, deduplicated: false } : answer;
}

/** What a write without events asks for, looked at without an append: the server takes none without a record. */
export async function judgeEmpty(reads: Reads, writes: readonly StreamWrite[], position: bigint): Promise<Appended> {
  const heads = new Map<string, Revision>();
  for (const { stream } of writes) heads.set(stream, await reads.headOf(stream));
  const headOf = (stream: string): Revision => heads.get(stream) ?? -1;
  const lookup: LogLookup<never> = { headOf, find: () => undefined, headBefore: headOf, head: () => position };
  const verdict = judgeAppend<never>(
    writes.map(({ stream, expected }) => ({ stream, expected, events: [] })),
    lookup,
  );
  if (verdict.type !== 'write') return answerOf(verdict);
  const answered = writes.map(({ stream }) => ({ stream, firstRevision: headOf(stream), lastRevision: headOf(stream) }));
  return { position, writes: answered, deduplicated: false };
}

function answerOf(verdict: Verdict): Appended {
  switch (verdict.type) {
    case 'repeat':
      return verdict.answer;
    case 'refused':
      throw new StoreError(verdict.trouble.code, verdict.trouble.message, verdict.trouble.details);
    case 'write':
      throw new Error('An append that the server refused has something against it');
  }
}

/** A stream that is not among the violations stands where it was expected. */
function expectedHead(writes: readonly StreamWrite[], name: string): Revision {
  const expected = writes.find(({ stream }) => stream === name)?.expected;
  if (typeof expected === 'number') return expected;
  return expected === 'no-stream' ? -1 : 0;
}

interface Found {
  readonly events: ReadonlyMap<string, StoredEvent>;
  readonly attempts: ReadonlySet<string>;
}

/** The events behind the claims: they follow their claims in the log, as many as the attempt had. */
async function findClaimed(given: Given, claimed: readonly string[]): Promise<Found> {
  const { names, reads } = given;
  const events = new Map<string, StoredEvent>();
  const attempts = new Set<string>();
  for (const streamName of claimed) {
    const id = streamName.slice(names.ids.length);
    if (events.has(id)) continue;
    const { claim, position } = await claimOf(given, streamName);
    const written = await reads.following(position, claim.events);
    for (const event of written) if (claimed.includes(names.ofId(event.id))) events.set(event.id, event);
    if (!events.has(id)) throw new StoreError('STORE_DAMAGED', `Event ${id} is claimed, and is not there`, { eventId: id });
    attempts.add(claim.attempt);
  }
  return { events, attempts };
}

/** The server judges by what it has written, and shows what a majority has: a claim may be seen a moment later than it refuses another. */
async function claimOf(given: Given, streamName: string) {
  const until = performance.now() + given.retryForMs;
  for (let attempt = 0; ; attempt += 1) {
    const event = await given.reads.firstOf(streamName);
    const claim = event && readClaim(event.data);
    if (claim && event.position) return { claim, position: event.position };
    if (event) throw new StoreError('STORE_DAMAGED', `${streamName} holds no claim of this adapter`);
    if (given.connection.isClosed() || performance.now() >= until) throw unavailable('a claim that is in the way cannot be read', true);
    await given.connection.pause(attempt);
  }
}
