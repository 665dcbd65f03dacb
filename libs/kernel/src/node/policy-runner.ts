import { type Actor } from '../actor.ts';
import { type Clock } from '../clock.ts';
import { type Message } from '../decider.ts';
import { type EventStore, type Position, isStoreError } from '../event-store.ts';
import { reactionIdOf } from '../ids.ts';
import { type MachineTime, sleep } from '../machine-time.ts';
import { type Policy } from '../policy.ts';
import { type Recorded } from '../stored-event.ts';
import { type Reaction, streamName } from '../stream.ts';
import { type Checkpoint, openCheckpoint } from './checkpoints.ts';
import { type Consumer, startConsumer } from './consumer.ts';
import { type Entry, type LogReader, entryAt } from './log-reader.ts';
import { evolveWith, foldMemory } from './memories.ts';
import { type Readings, familyOf } from './received.ts';
import { type Parked, type Parking, openParking } from './parking.ts';
import { createQueue } from './queue.ts';
import { type Trouble, problemOf } from './trouble.ts';
import { isLane } from './view-consumers.ts';

/** Sends a reaction to its stream; the answer, refusals too, is then a fact there. Answers the refusal that the policy did not expect. */
export type Dispatch = (
  reaction: Reaction,
  cause: { readonly commandId: string; readonly actor: Actor; readonly recorded: Recorded },
) => Promise<Message | undefined>;

export interface RunningPolicy {
  readonly name: string;
  readonly consumer: Consumer;
  parked(): readonly Parked[];
  /** Tries a parked fact, and what waits behind it in order, again. Answers how many were processed. */
  redrive(eventId: string, actor: Actor): Promise<number>;
  /** Leaves a parked fact for good: a recorded act of a person, with the reason. */
  skip(eventId: string, reason: string, actor: Actor): Promise<boolean>;
  stop(): Promise<void>;
}

export interface PolicyOptions {
  readonly node: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly clock: Clock;
  readonly time: MachineTime;
  readonly policy: Policy<Message, unknown>;
  readonly readings: Readings;
  readonly dispatch: Dispatch;
  report(trouble: Trouble): void;
}

/** A command that lacks its predecessor may come a moment early: tried again this often before its fact is parked. Machine time. */
const WAITS_MS = [10, 40, 160];
/** Counted, not taken from positions: those need not be dense. */
const CHECKPOINT_EVENTS = 1_000;

export async function startPolicy(options: PolicyOptions): Promise<RunningPolicy> {
  const { policy, store, node } = options;
  const name = `policy ${policy.name}`;
  const tell = (error: unknown): void => {
    options.report({ node, consumer: name, ...problemOf(error), attempt: 0 });
  };
  const parking = await openParking(policy.name, store, options.clock);
  const checkpoint = await openCheckpoint(streamName('policy', policy.name), options, tell);
  const folded = policy.memory ? await foldMemory(policy.memory, options, checkpoint.through) : undefined;
  const run = runPolicy(options, parking, checkpoint, folded);
  return {
    name: policy.name,
    consumer: run.consumer,
    parked: () => parking.list(),
    redrive: run.redrive,
    async skip(eventId, reason, actor) {
      if (!parking.has(eventId)) return false;
      await parking.settle(eventId, { type: 'FactSkipped', reason }, actor);
      return true;
    },
    async stop() {
      await run.consumer.stop();
      await checkpoint.flush();
    },
  };
}

function runPolicy(
  options: PolicyOptions,
  parking: Parking,
  checkpoint: Checkpoint,
  folded: unknown,
): Pick<RunningPolicy, 'consumer' | 'redrive'> {
  const { policy } = options;
  // A fact that arrives while parked ones are redriven must see them either parked or processed.
  const turns = createQueue();
  const parkedHere = streamName('parked', policy.name);
  const wanted = new Set<string>(policy.on);
  const families = new Set(policy.on.map(familyOf));
  const remembered = new Set<string>(policy.memory?.on ?? []);
  let state = folded;
  let sinceNoted = 0;
  // An entry that is tried again is folded once.
  let foldedThrough: Position = checkpoint.through;

  /** Its own, or another version of one of its own: what it cannot read waits until it can. */
  const isConcerned = (entry: Entry): boolean =>
    !isLane(entry.recorded.stream) &&
    (wanted.has(entry.type) || (families.has(familyOf(entry.recorded.type)) && entry.unread?.code === 'CONTRACT_UNKNOWN_VERSION'));
  const process = async ({ type, message, recorded, unread }: Entry): Promise<string | undefined> => {
    if (unread) return `${unread.code}: ${unread.problem}`;
    for (const reaction of wanted.has(type) ? policy.react(message, recorded, state) : []) {
      const refusal = await dispatchPatiently(options, reaction, recorded).catch(refusedForEver);
      if (refusal) return `${reaction.command.type} refused: ${refusal.type}`;
    }
    return undefined;
  };
  const handle = async (entries: readonly Entry[], next: Position): Promise<void> => {
    let hasActed = false;
    for (const entry of entries) {
      if (policy.memory && entry.recorded.position > foldedThrough) {
        state = evolveWith(policy.memory, remembered, state, entry);
        foldedThrough = entry.recorded.position;
      }
      if (entry.recorded.stream === parkedHere) await parking.refresh();
      if (!isConcerned(entry) || isHistory(policy, entry)) continue;
      hasActed = true;
      const keys = entry.unread ? keysOfUnread(policy, entry.message) : policy.keys(entry.message);
      if (parking.has(entry.recorded.id)) continue;
      const waits = !entry.unread && parking.holds(keys);
      const problem = waits ? 'waits behind a parked fact' : await process(entry);
      if (problem !== undefined)
        await parking.park({ eventId: entry.recorded.id, position: String(entry.recorded.position), keys, reason: problem });
    }
    sinceNoted += entries.length;
    if (!hasActed && sinceNoted < CHECKPOINT_EVENTS) return;
    sinceNoted = 0;
    checkpoint.reached(next);
  };
  const consumer = startConsumer({
    node: options.node,
    name: `policy ${policy.name}`,
    reader: options.reader,
    time: options.time,
    after: checkpoint.through,
    // One at a time: a memory must stand exactly at the event that is reacted to, also when a batch is tried again.
    batchMax: 1,
    handle: (entries, next) => turns.run('', () => handle(entries, next)),
    report: options.report,
  });
  const redrive = (eventId: string, actor: Actor): Promise<number> =>
    turns.run('', () => redriveFrom(eventId, actor, { ...options, parking, process }));
  return { consumer, redrive };
}

/**
 * Tries the fact, and whatever waits behind it or behind one of those, in order. One that is refused again keeps those behind it
 * waiting, and no others. While something parked earlier shares a key with the fact, nothing is tried.
 */
async function redriveFrom(
  eventId: string,
  actor: Actor,
  given: {
    readonly parking: Parking;
    readonly store: EventStore;
    readonly readings: Readings;
    process(entry: Entry): Promise<string | undefined>;
  },
): Promise<number> {
  const { parking } = given;
  await parking.refresh();
  const all = parking.list();
  const at = all.findIndex((one) => one.eventId === eventId);
  const waitingFor = new Set(all.slice(0, Math.max(0, at)).flatMap(({ keys }) => keys));
  const freed = new Set<string>();
  let count = 0;
  for (const one of at < 0 ? [] : all.slice(at)) {
    if (one.eventId !== eventId && !one.keys.some((key) => freed.has(key))) continue;
    const isFree = !one.keys.some((key) => waitingFor.has(key));
    if (isFree && (await given.process(await entryAt(given.store, BigInt(one.position), given.readings))) === undefined) {
      await parking.settle(one.eventId, { type: 'FactRedriven' }, actor);
      for (const key of one.keys) freed.add(key);
      count += 1;
    } else for (const key of one.keys) waitingFor.add(key);
  }
  return count;
}

/** What this leads to cannot be stored, however often it is tried. */
function refusedForEver(error: unknown): Message {
  if (isStoreError(error, 'EVENT_TOO_LARGE') || isStoreError(error, 'STREAM_NAME_REFUSED')) return { type: error.code };
  throw error;
}

/** Told long after its event: nothing is done about it now, unless the policy says so. */
function isHistory({ onBackfilled }: Policy<Message, unknown>, { recorded }: Entry): boolean {
  return recorded.meta.backfilledFrom !== undefined && onBackfilled !== 'react';
}

/** An unknown version may have lost the fields that keys are made of: then it keeps nobody else waiting. */
function keysOfUnread(policy: Policy<Message, unknown>, message: Message): readonly string[] {
  try {
    return policy.keys(message).filter((key) => typeof key === 'string');
  } catch {
    return [];
  }
}

async function dispatchPatiently(options: PolicyOptions, reaction: Reaction, recorded: Recorded): Promise<Message | undefined> {
  const cause = {
    commandId: reactionIdOf(recorded.id, `${options.policy.name}/${reaction.category}/${reaction.key}/${reaction.purpose}`),
    actor: { kind: 'policy', name: options.policy.name } as const,
    recorded,
  };
  let refusal = await options.dispatch(reaction, cause);
  for (const waitMs of WAITS_MS) {
    if (!refusal) return undefined;
    await sleep(options.time, waitMs);
    refusal = await options.dispatch(reaction, cause);
  }
  return refusal;
}
