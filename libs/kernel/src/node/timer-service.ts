import { type Clock } from '../clock.ts';
import { type Message } from '../decider.ts';
import { type EventStore, isStoreError } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { type Instant, isAfter, MS_PER_MINUTE, MS_PER_SECOND, plusMs, toMs } from '../instant.ts';
import { encodeEvent } from '../stored-event.ts';
import { type Reaction, streamName } from '../stream.ts';
import { type TimerRule } from '../timer.ts';
import { type View, type ViewStore } from '../view.ts';
import { type Trouble } from './consumer.ts';
import { type Entry } from './log-reader.ts';
import { isLane } from './view-consumers.ts';

/** A deadline that stands: a row of the due view of its rule. */
export interface DueRow {
  readonly id: string;
  readonly dueAt: Instant;
  readonly reaction: Reaction;
  /** Of the firing: the same for whoever fires it. */
  readonly commandId: string;
}

/** The due view of a rule: deadlines folded from events, rows leave when cancelled or fired. */
export function dueView(kind: string, rule: TimerRule): View<DueRow> {
  return {
    name: `${kind}_due_${rule.name}`,
    version: 1,
    rows: { key: 'id', indexes: ['dueAt', 'commandId'] },
    on: rule.on,
    apply(event: Message, rows, recorded) {
      const { actor, commandId } = recorded.meta;
      if (actor.kind === 'timer' && actor.name === rule.name && commandId !== undefined)
        for (const fired of rows.where('commandId', commandId)) rows.remove(fired.id);
      if (!rule.on.includes(event.type)) return;
      for (const change of rule.changes(event, recorded)) {
        if ('cancel' in change) rows.remove(change.cancel);
        else
          rows.put({
            id: change.set,
            dueAt: change.dueAt,
            reaction: change.then,
            commandId: idOf('timer', rule.name, change.set, change.dueAt),
          });
      }
    },
  };
}

/** Which events the due view must see: those of its rule, and the answers to its own firings. */
export function concernsDue(rule: TimerRule): (entry: Entry) => boolean {
  const wanted = new Set(rule.on);
  return ({ recorded }) =>
    !isLane(recorded.stream) &&
    (wanted.has(recorded.type) || (recorded.meta.actor.kind === 'timer' && recorded.meta.actor.name === rule.name));
}

export type Fire = (rule: TimerRule, due: DueRow) => Promise<void>;

export interface TimerService {
  /** Earliest deadline that stands. */
  nextDue(): Instant | undefined;
  /** Fires what is due now, in due order; answers how many. */
  fireDue(): Promise<number>;
  /** Set while a clock jump keeps timers from firing. */
  suspendedSince(): Instant | undefined;
  /** An operator vouches for the clock: a recorded act. */
  resume(person: string): Promise<void>;
  stop(): void;
}

const SLEEP_MAX_MS = 1_000;
/** Looked at and fired side by side. */
const PAGE_ROWS = 200;
/** After a firing: more may have come due meanwhile, and what was fired takes a moment to leave the due view. */
const LOOK_AGAIN_MS = 100;
/** Wall and monotonic time may disagree by this much between two looks. */
const JUMP_MS = 2 * MS_PER_SECOND;
const AGREEMENT_MS = MS_PER_MINUTE;

export function startTimers(options: {
  readonly node: string;
  readonly kind: string;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly views: ViewStore;
  readonly rules: readonly TimerRule[];
  readonly fire: Fire;
  report(trouble: Trouble): void;
}): TimerService {
  const { clock, rules, views } = options;
  const dues = rules.map((rule) => ({ rule, view: dueView(options.kind, rule) }));
  const watch = watchClock(options.node, options.store, clock);
  let firing: Promise<number> | undefined;

  const earliest = (view: View<DueRow>): Instant | undefined => views.list(view, { orderBy: 'dueAt', limit: 1 }).items[0]?.row.dueAt;
  const nextDue = (): Instant | undefined =>
    dues
      .map(({ view }) => earliest(view))
      .filter((due) => due !== undefined)
      .sort()[0];
  const fireRule = async (rule: TimerRule, view: View<DueRow>): Promise<number> => {
    const now = clock.now();
    let count = 0;
    let after: string | undefined;
    for (;;) {
      const { items, hasMore } = views.list(view, { orderBy: 'dueAt', limit: PAGE_ROWS, ...(after !== undefined && { after }) });
      const due = items.filter(({ row }) => !isAfter(row.dueAt, now));
      await Promise.all(due.map(({ row }) => options.fire(rule, row)));
      count += due.length;
      after = due.at(-1)?.cursor;
      if (after === undefined || due.length < items.length || !hasMore) return count;
    }
  };
  const fireAll = async (): Promise<number> => {
    if (!(await watch.agrees())) return 0;
    let count = 0;
    for (const { rule, view } of dues) count += await fireRule(rule, view);
    return count;
  };
  const fireDue = (): Promise<number> => {
    firing ??= fireAll().finally(() => {
      firing = undefined;
    });
    return firing;
  };
  const stop = rules.length > 0 ? keepLooking({ node: options.node, clock, fireDue, nextDue, report: options.report }) : () => undefined;
  return {
    nextDue,
    fireDue,
    suspendedSince: watch.suspendedSince,
    resume: watch.resume,
    stop,
  };
}

/** Looks at each deadline when it comes, and once a second in any case; the next look follows a firing soon. */
function keepLooking({
  clock,
  fireDue,
  nextDue,
  ...options
}: {
  readonly node: string;
  readonly clock: Clock;
  fireDue(): Promise<number>;
  nextDue(): Instant | undefined;
  report(trouble: Trouble): void;
}): () => void {
  let cancelWake: (() => void) | undefined;
  let stopped = false;
  const sleepMs = (fired: number): number => {
    if (fired > 0) return LOOK_AGAIN_MS;
    const due = nextDue();
    return due === undefined ? SLEEP_MAX_MS : Math.min(SLEEP_MAX_MS, Math.max(LOOK_AGAIN_MS, toMs(due) - toMs(clock.now())));
  };
  const look = async (): Promise<number> => {
    try {
      return sleepMs(await fireDue());
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      options.report({ node: options.node, consumer: 'timers', message, attempt: 0 });
      return SLEEP_MAX_MS;
    }
  };
  const loop = (): void => {
    if (stopped) return;
    void look().then((ms) => {
      if (!stopped) cancelWake = clock.wakeAt(plusMs(clock.now(), ms), loop);
    });
  };
  loop();
  return () => {
    stopped = true;
    cancelWake?.();
  };
}

/** A forward jump must not lapse anything, a backward one must not delay for ever: firing stops until the clocks agree again for a minute, or a person says so. */
function watchClock(
  node: string,
  store: EventStore,
  clock: Clock,
): { agrees(): Promise<boolean>; suspendedSince(): Instant | undefined; resume(person: string): Promise<void> } {
  let wall = toMs(clock.now());
  let monotonic = clock.monotonicMs();
  let suspended: Instant | undefined;
  let agreedMs = 0;

  const record = async (type: string, data: Readonly<Record<string, unknown>>): Promise<void> => {
    const stream = streamName('clock', node);
    const { head } = await store.readStream(stream, { direction: 'backwards', limit: 1 });
    const event = encodeEvent({
      id: idOf('clock', node, head + 1),
      type,
      schemaVersion: 1,
      stream,
      data,
      meta: { actor: { kind: 'timer', name: 'clock' } },
      recordedAt: clock.now(),
    });
    await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: [event] }]).catch((error: unknown) => {
      // Another replica saw the same jump first.
      if (!isStoreError(error, 'WRONG_EXPECTED_REVISION')) throw error;
    });
  };
  return {
    async agrees() {
      const wallNow = toMs(clock.now());
      const monotonicNow = clock.monotonicMs();
      const jumpMs = wallNow - wall - (monotonicNow - monotonic);
      agreedMs += monotonicNow - monotonic;
      wall = wallNow;
      monotonic = monotonicNow;
      if (Math.abs(jumpMs) > JUMP_MS) {
        agreedMs = 0;
        suspended ??= clock.now();
        await record('ClockJumped', { jumpMs: Math.round(jumpMs) });
      } else if (suspended && agreedMs >= AGREEMENT_MS) {
        suspended = undefined;
        await record('ClockAgreed', {});
      }
      return suspended === undefined;
    },
    suspendedSince: () => suspended,
    async resume(person) {
      suspended = undefined;
      await record('ClockVouchedFor', { person });
    },
  };
}
