import { isLostRace } from '../event-store.ts';
import { type Lane, type LaneBatch, type LaneFact, type LaneSource, type Watermark, LANE_PAGE_FACTS_MAX } from '../exchange.ts';
import { type Clock } from '../clock.ts';
import { type Instant, toMs } from '../instant.ts';
import { type LaneBreakEvent, recordBreak } from './lane-breaks.ts';
import { LaneError } from './lane-error.ts';
import { type Inbox, type InboxOptions, gapAt, nameOf, openInbox } from './lane-inbox.ts';
import { type Entry } from './log-reader.ts';
import { lastOf, recipientBreaks } from './lane-streams.ts';
import { problemOf } from './trouble.ts';

/** Takes one lane into `received-<source>`: fact n at exactly revision n. That stream is the inbox. */
export interface LaneReceiver {
  readonly lane: Lane;
  /** Durable when it resolves. Throws a LaneError when the lane is broken; throws when facts are missing and cannot be fetched. */
  take(batch: LaneBatch): Promise<void>;
  head(): number;
  /** The log has this, whoever wrote it. */
  seen(entry: Entry): void;
  /** The source’s last watermark that counts: everything up to it is here. */
  watermark(): Watermark | undefined;
  /**
   * Asks the source where it stands: a transport tells that to one of several replicas only. What it answers counts once all of it is here.
   * Never throws: of a source that does not answer nothing more is known.
   */
  ask(): Promise<void>;
  /** Code of what keeps it from taking the lane now. */
  problem(): string | undefined;
  /** How far the source’s clock is ahead of ours, as the batch shows that was under way the shortest of the last ones; unset before the first. */
  aheadMs(): number | undefined;
}

export interface LaneReceiverOptions extends InboxOptions {
  readonly source: LaneSource;
}

/** Only other replicas write between. */
const ATTEMPTS_MAX = 16;

export async function openLaneReceiver(options: LaneReceiverOptions): Promise<LaneReceiver> {
  const { lane } = options;
  const inbox = await openInbox(options);
  const { takeFacts, checkBehind, checkLeft, fetchUpTo, reopen } = takingInto(inbox, options);
  // A halt outlives a restart: only a reopening ends it.
  let fork = await openFork(options);
  let watermark: Watermark | undefined;
  let problem = fork === undefined ? undefined : 'LANE_FORKED';
  const skew = watchSkew(options.clock);
  const take = async ({ facts, watermark: told }: LaneBatch): Promise<void> => {
    const epoch = told.epoch ?? 1;
    if (epoch < inbox.epoch()) return checkLeft(told);
    if (epoch > inbox.epoch()) {
      await reopen(epoch, facts);
      fork = undefined;
      watermark = undefined;
    }
    if (fork !== undefined) throw forkAt(lane, fork);
    await takeFacts(facts);
    const isLate = isKnown(told, watermark);
    await checkBehind(told, isLate);
    await fetchUpTo(told.revision);
    if (!isLate) watermark = told;
  };
  /** Other replicas take the same lane: who comes second looks again, and finds a repetition. */
  const takeAfterOthers = async (batch: LaneBatch): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await take(batch);
        return;
      } catch (error) {
        if (!isLostRace(error) || attempt >= ATTEMPTS_MAX) throw error;
        await inbox.refresh();
        fork = await openFork(options);
      }
    }
  };
  return {
    lane,
    async take(batch) {
      skew.seen(batch.watermark.sentAt);
      try {
        await takeAfterOthers(batch);
        problem = undefined;
      } catch (error) {
        problem = problemOf(error).code;
        if (error instanceof LaneError && error.code === 'LANE_FORKED') fork = error.number;
        if (error instanceof LaneError) await recordHere(options, inbox.epoch(), error);
        throw error;
      }
    },
    head: inbox.head,
    seen({ recorded: { stream, revision, type, data } }) {
      inbox.seen(stream, revision);
      if (stream !== recipientBreaks(lane.from)) return;
      // Another replica met the break, or its end.
      if (type === 'LaneForked') fork = Number(data['number']);
      if (type === 'LaneReopened') fork = undefined;
    },
    watermark: () => watermark,
    ask: oneAtATime(async () => {
      const told = await askWhereItStands(options, inbox);
      if (told !== undefined && fork === undefined && !isKnown(told, watermark)) watermark = told;
    }),
    problem: () => problem,
    aheadMs: skew.aheadMs,
  };
}

function isKnown(told: Watermark, known: Watermark | undefined): boolean {
  return known?.storeId === told.storeId && BigInt(told.position) <= BigInt(known.position);
}

/** The source’s watermark if all that it had told is here; undefined if not, or if it does not answer. */
async function askWhereItStands({ source, lane }: LaneReceiverOptions, inbox: Inbox): Promise<Watermark | undefined> {
  const before = inbox.head();
  const told = await source.watermark?.(lane).catch(() => undefined);
  if (told === undefined || (told.epoch ?? 1) !== inbox.epoch()) return undefined;
  // A source that stands before what is here has lost some of it: that is for the lane itself to find.
  return told.revision >= before && told.revision <= inbox.head() ? told : undefined;
}

function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () =>
    (running ??= work().finally(() => {
      running = undefined;
    }));
}

/** A batch that waited on its way makes the source look late, never early: the greatest of some is nearest to the truth. */
function watchSkew(clock: Clock): { seen(sentAt: Instant | undefined): void; aheadMs(): number | undefined } {
  let last: readonly number[] = [];
  return {
    seen(sentAt) {
      if (sentAt !== undefined) last = [...last.slice(1 - SKEW_BATCHES), toMs(sentAt) - toMs(clock.now())];
    },
    aheadMs: () => (last.length === 0 ? undefined : Math.max(...last)),
  };
}

const SKEW_BATCHES = 10;

/** What a batch may lead to; each throws why it cannot be taken. */
function takingInto(inbox: Inbox, options: LaneReceiverOptions) {
  const { lane, source } = options;
  const fetch = (after: number, limit: number): Promise<readonly LaneFact[]> =>
    source.fetch({ ...lane, epoch: inbox.epoch() }, after, limit);

  const fetchUpTo = async (number: number): Promise<void> => {
    // Before anybody is asked: another replica may have it.
    if (inbox.head() < number) await inbox.refresh();
    while (inbox.head() < number) {
      const missing = await fetch(inbox.head(), LANE_PAGE_FACTS_MAX).catch((error: unknown) => {
        throw gapAt(lane, inbox.head() + 1, number, `${lane.from} does not answer (${problemOf(error).code})`);
      });
      const next = missing.filter((fact) => fact.number > inbox.head() && fact.number <= number);
      if (next.length === 0) throw gapAt(lane, inbox.head() + 1, number);
      await inbox.append(next);
    }
  };
  const takeFacts = async (facts: readonly LaneFact[]): Promise<void> => {
    const forked = await inbox.forkIn(facts.filter((fact) => fact.number <= inbox.head()));
    if (forked) {
      const { knownId, fact } = forked;
      await record(options, { type: 'LaneForked', epoch: inbox.epoch(), number: fact.number, knownId, toldId: fact.id });
      throw forkAt(lane, fact.number);
    }
    const first = facts.find((fact) => fact.number > inbox.head());
    if (!first) return;
    await fetchUpTo(first.number - 1);
    const fresh = facts.filter((fact) => fact.number > inbox.head());
    if (fresh.length > 0) await inbox.append(fresh);
  };
  const behind = async (number: number, endsAt: string): Promise<never> => {
    const [receivedThrough, epoch] = [inbox.head(), inbox.epoch()];
    await record(options, { type: 'LaneBehind', epoch, number, receivedThrough });
    throw new LaneError(
      'LANE_BEHIND',
      number,
      `lane ${nameOf(lane)}: ${String(receivedThrough)} is received, and the source’s log ends at ${endsAt}`,
    );
  };
  /** A source whose head is below ours either speaks late, or its log has lost what it told. Where one does not answer, what is late waits for nobody. */
  const checkBehind = async ({ revision }: Watermark, isLate: boolean): Promise<void> => {
    if (revision >= inbox.head()) return;
    const follows = await fetch(revision, 1).catch((error: unknown) => {
      if (isLate) return undefined;
      throw error;
    });
    if (follows?.length === 0) await behind(revision + 1, String(revision));
  };
  /** What is left of a closed epoch on its way counts no more; a source that does not know the epoch after it has lost it. */
  const checkLeft = async ({ epoch }: Watermark): Promise<void> => {
    if ((await fetch(-1, 1)).length === 0) await behind(0, `epoch ${String(epoch ?? 1)}`);
  };
  /** The source has fetched back what is held here: this epoch is closed, the next one counts from 0. */
  const reopen = async (epoch: number, facts: readonly LaneFact[]): Promise<void> => {
    const after = inbox.head();
    const opening = facts[0]?.number === 0 ? facts[0] : (await source.fetch({ ...lane, epoch }, -1, 1))[0];
    const isNext = epoch === inbox.epoch() + 1 && opening?.data['epoch'] === epoch && opening.data['after'] === after;
    if (!isNext || opening.type !== `${lane.from}.lane-opened.v1`)
      throw new LaneError(
        'LANE_EPOCH_REFUSED',
        after,
        `lane ${nameOf(lane)}: epoch ${String(epoch)} does not go on after ${String(after)}`,
      );
    await inbox.reopen(epoch, opening);
  };
  return { takeFacts, checkBehind, checkLeft, fetchUpTo, reopen };
}

function forkAt(lane: Lane, number: number): LaneError {
  return new LaneError('LANE_FORKED', number, `lane ${nameOf(lane)} forked at ${String(number)}: the source told something else before`);
}

/** What keeps facts from coming in and is not recorded where it was found: by a transport in between its source may never hear of it. */
async function recordHere(options: LaneReceiverOptions, epoch: number, { code, number }: LaneError): Promise<void> {
  if (code === 'LANE_GAP') await record(options, { type: 'LaneGap', epoch, number });
  if (code === 'LANE_FACT_REFUSED' || code === 'LANE_FACT_UNFIT') await record(options, { type: 'LaneHalted', epoch, code, number });
}

/** Both sides record a break; this is the recipient’s record. */
function record(options: LaneReceiverOptions, broken: LaneBreakEvent): Promise<void> {
  return recordBreak({ ...options, stream: recipientBreaks(options.lane.from) }, broken);
}

async function openFork({ store, lane }: LaneReceiverOptions): Promise<number | undefined> {
  const { event } = await lastOf(store, recipientBreaks(lane.from));
  return event?.type === 'LaneForked' ? Number(event.data['number']) : undefined;
}
