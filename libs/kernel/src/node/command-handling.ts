import { type Actor } from '../actor.ts';
import { canonicalText } from '../canonical.ts';
import { type Clock } from '../clock.ts';
import { type Handled, type KernelRejection, type StreamCommand } from '../commands.ts';
import { type Answer, type Message, reject } from '../decider.ts';
import { type EventStore, type Position, type StreamWrite, isLostRace } from '../event-store.ts';
import { eventIdOf } from '../ids.ts';
import { type Instant } from '../instant.ts';
import { type KeyStore } from '../sealed.ts';
import { type EventMeta, type Recorded, type StoredEnvelope, decodeEvent, encodeEvent } from '../stored-event.ts';
import { type Stream, streamName } from '../stream.ts';
import { type Aggregates, type FirstAnswer, type Folded, COMMAND_ANSWERED, eventOf } from './aggregates.ts';
import { type Grants } from './grants.ts';
import { headOf, laneStream } from './lane-streams.ts';
import { type LaneEpochs } from './lanes.ts';
import { factEvent, laneEnvelope, mergeByStream, toldOf } from './telling.ts';

/** What handling a command needs of its node. */
export interface CommandHost {
  readonly node: string;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly keys: KeyStore;
  readonly aggregates: Aggregates;
  readonly grants: Grants;
  readonly epochs: LaneEpochs;
}

export interface HandleOptions {
  /** Refusals of a machine’s command that are ordinary answers: recorded as CommandAnswered. Undefined: all of them. */
  readonly settles?: readonly string[];
}

/** Conflicts come only from other processes and from key grants: inside the process commands to one stream stand in a queue. */
const ATTEMPTS_MAX = 16;
const APPEND_PAGE_EVENTS = 100;

/** Decides and appends: the event, what others are told of it and the keys they need, in one act; answers a repetition from the fold. */
export async function handleCommand<Command extends Message, State, Event extends Message, Rejection extends Message>(
  host: CommandHost,
  stream: Stream<Command, State, Event, Rejection>,
  command: StreamCommand<Command>,
  options: HandleOptions = {},
): Promise<Handled<Event, Rejection>> {
  const bodyHash = host.keys.bodyHash(canonicalText({ to: stream.category, key: command.key, body: command.body }));
  for (let attempt = 1; ; attempt += 1) {
    const folded = await host.aggregates.load(stream, command.key);
    const first = folded.answers.get(command.commandId);
    if (first) return repeat(host, stream, command, first, bodyHash);
    const at = host.clock.now();
    const late = unasked(command, folded.version);
    const answer = late ? reject(late) : stream.decider.decide(acceptedAt(command.command, at), folded.state);
    const envelopes = late ? [] : envelopesFor(stream, command, answer, { folded, at, bodyHash, options });
    if (envelopes.length === 0) {
      if (answer.ok) throw new Error(`${stream.category}: an accepted command left nothing`);
      // No append shows what a replica wrote meanwhile: a refusal holds by the stream as it is now.
      const head = await headOf(host.store, streamName(stream.category, command.key));
      if (head === folded.version || attempt >= ATTEMPTS_MAX) return { ok: false, rejection: answer.rejection, repeated: false };
      host.aggregates.stale(stream.category, command.key);
      continue;
    }
    try {
      const appended = await append(host, stream, command.key, folded, envelopes);
      // A replica handled the same command in between: what it left is read, and is the first answer.
      if (appended === 'repeated') {
        host.aggregates.stale(stream.category, command.key);
        continue;
      }
      const { position } = appended;
      if (answer.ok) return { ok: true, events: answer.events, position, version: folded.version + envelopes.length, repeated: false };
      return { ok: false, rejection: answer.rejection, position, repeated: false };
    } catch (error) {
      host.aggregates.stale(stream.category, command.key);
      host.grants.forget();
      if (!isLostRace(error) || attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}

/** Refused before anything is decided. */
function unasked({ expiredAt, expectedVersion }: StreamCommand<Message>, actual: number): KernelRejection | undefined {
  if (expiredAt !== undefined) return { type: 'CommandExpired', validUntil: expiredAt };
  if (expectedVersion !== undefined && expectedVersion !== actual) return { type: 'StaleVersion', expected: expectedVersion, actual };
  return undefined;
}

function acceptedAt<Command extends Message>(wish: StreamCommand<Command>['command'], at: Instant): Command {
  const command: unknown = { ...wish, at };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a Wish is the command without `at`
  return command as Command;
}

async function repeat<Command extends Message, State, Event extends Message, Rejection extends Message>(
  host: CommandHost,
  stream: Stream<Command, State, Event, Rejection>,
  command: StreamCommand<Command>,
  first: FirstAnswer,
  bodyHash: string,
): Promise<Handled<Event, Rejection>> {
  if (first.bodyHash !== bodyHash || !isBySame(command.actor, first.actor))
    return { ok: false, rejection: { type: 'IdempotencyConflict', commandId: command.commandId }, repeated: true };
  const page = await host.store.readStream(streamName(stream.category, command.key), {
    from: first.firstRevision,
    limit: first.lastRevision - first.firstRevision + 1,
  });
  const recorded = page.events.map(decodeEvent);
  const last = recorded.at(-1)?.position;
  if (last === undefined) throw new Error(`${stream.category}-${command.key}: revision ${String(first.lastRevision)} is gone`);
  const position = await endOfAppend(host, recorded, last);
  if (first.refusal) return { ok: false, rejection: refusalOf(stream, first.refusal), position, repeated: true };
  const events = recorded.filter((event) => event.type !== COMMAND_ANSWERED).map((event) => eventOf(stream.decider, event));
  return { ok: true, events, position, version: first.lastRevision, repeated: true };
}

/** An answer belongs to the person who got it: another one’s command is another command. A machine’s id names what it reacts to. */
function isBySame(actor: Actor, first: Actor): boolean {
  if (actor.kind !== 'person') return true;
  return first.kind === 'person' && first.member === actor.member && first.person === actor.person;
}

/**
 * Where the append of these events ended, as the first answer said: the keys that were granted and the facts that others were told follow
 * them in the log, caused by them, and nothing else does so in the node’s own name.
 */
async function endOfAppend({ node, store }: CommandHost, events: readonly Recorded[], last: Position): Promise<Position> {
  const causes = new Set(events.map(({ id }) => id));
  for (let end = last; ;) {
    const page = await store.readAll({ after: end, limit: APPEND_PAGE_EVENTS });
    const others = page.events.findIndex((event) => !isOfAppend(decodeEvent(event), node, causes));
    const own = others < 0 ? page.events : page.events.slice(0, others);
    end = own.at(-1)?.position ?? end;
    if (others >= 0 || page.atHead) return end;
  }
}

function isOfAppend({ meta: { actor, causationId } }: Recorded, node: string, causes: ReadonlySet<string>): boolean {
  return actor.kind === 'lane' && actor.name === node && causationId !== undefined && causes.has(causationId);
}

function refusalOf<Rejection extends Message>(_stream: Stream<Message, unknown, Message, Rejection>, refusal: Message): Rejection {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- written by this stream’s decider as its answer
  return refusal as Rejection;
}

function envelopesFor<Command extends Message, Event extends Message>(
  stream: Stream<Command, unknown, Event>,
  command: StreamCommand<Command>,
  answer: Answer<Event, Message>,
  given: { readonly folded: Folded<unknown>; readonly at: Instant; readonly bodyHash: string; readonly options: HandleOptions },
): readonly StoredEnvelope[] {
  const events: readonly Message[] = answer.ok ? answer.events : (answer.events ?? []);
  const toRecord = events.length === 0 && leavesAnswer(command.actor, answer, given.options) ? [{ type: COMMAND_ANSWERED }] : events;
  const meta: EventMeta = {
    actor: command.actor,
    commandId: command.commandId,
    bodyHash: given.bodyHash,
    ...(command.causationId !== undefined && { causationId: command.causationId }),
    ...(command.correlationId !== undefined && { correlationId: command.correlationId }),
    ...(command.traceparent !== undefined && { traceparent: command.traceparent }),
    ...(!answer.ok && { refusal: answer.rejection }),
  };
  return toRecord.map((event, index) => {
    const { type, ...data } = event;
    return {
      id: eventIdOf(command.commandId, index, stream.category, command.key),
      type,
      schemaVersion: stream.schemaVersions?.[type] ?? 1,
      stream: streamName(stream.category, command.key),
      data,
      meta,
      recordedAt: given.at,
    };
  });
}

/** An answer without an event of its own: a person's plain refusal leaves nothing and is judged afresh, all others are on record. */
function leavesAnswer(actor: Actor, answer: Answer<Message, Message>, { settles }: HandleOptions): boolean {
  if (answer.ok) return true;
  if (actor.kind === 'person') return false;
  return settles === undefined || settles.includes(answer.rejection.type);
}

async function append<Command extends Message, State, Event extends Message, Rejection extends Message>(
  host: CommandHost,
  stream: Stream<Command, State, Event, Rejection>,
  key: string,
  folded: Folded<State>,
  envelopes: readonly StoredEnvelope[],
): Promise<{ readonly position: bigint } | 'repeated'> {
  const name = streamName(stream.category, key);
  const lanes = new Map<string, StoredEnvelope[]>();
  const grants: StreamWrite[] = [];
  for (const envelope of envelopes) {
    const told = toldOf(host.node, { stream, key }, envelope);
    if (told.length === 0) continue;
    grants.push(...(await host.grants.writesFor(told, { eventId: envelope.id, at: envelope.recordedAt })));
    for (const [index, fact] of told.entries()) {
      const lane = laneStream(fact.to, host.epochs.get(fact.to)?.epoch ?? 1);
      const list = lanes.get(lane) ?? [];
      list.push(laneEnvelope(host.node, lane, fact, index, envelope));
      lanes.set(lane, list);
    }
  }
  const writes: StreamWrite[] = [
    { stream: name, expected: folded.version === -1 ? 'no-stream' : folded.version, events: envelopes.map(encodeEvent) },
    ...mergeByStream(grants),
    ...[...lanes].map(([lane, facts]) => ({ stream: lane, expected: 'any' as const, events: facts.map(factEvent) })),
  ];
  const appended = await host.store.append(writes);
  host.grants.committed(grants);
  if (appended.deduplicated) return 'repeated';
  const firstRevision = appended.writes[0]?.firstRevision ?? folded.version + 1;
  host.aggregates.advance(
    stream,
    key,
    folded,
    envelopes.map((envelope, index) => ({ ...envelope, revision: firstRevision + index })),
  );
  return { position: appended.position };
}
