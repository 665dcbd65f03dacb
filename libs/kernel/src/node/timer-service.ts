import { type Clock } from '../clock.ts';
import { type Message } from '../decider.ts';
import { type EventStore } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { type Instant, isAfter, plusMs, toMs } from '../instant.ts';
import { type MachineTime } from '../machine-time.ts';
import { type Reaction } from '../stream.ts';
import { type TimerRule, type TimerSet } from '../timer.ts';
import { type View, type ViewStore } from '../view.ts';
import { watchClock } from './clock-watch.ts';
import { type Entry } from './log-reader.ts';
import { type Failing, type Trouble, failedAgain, problemOf } from './trouble.ts';
import { isFor, isLane } from './view-consumers.ts';

/** A deadline that stands: a row of the due view of its rule. */
export interface DueRow {
  readonly id: string;
  readonly dueAt: Instant;
  readonly reaction: Reaction;
  /** Of the firing: the same for whoever fires it, another when the same deadline is set again. */
  readonly commandId: string;
  /** What older logs name its firing: the same for every setting of one deadline for one moment. */
  readonly olderCommandId: string;
}

/** The due view of a rule: deadlines folded from events, rows leave when cancelled or fired. */
export function dueView(kind: string, rule: TimerRule): View<DueRow> {
  return {
    name: `${kind}_due_${rule.name}`,
    version: 2,
    rows: { key: 'id', indexes: ['dueAt', 'commandId', 'olderCommandId'] },
    on: rule.on,
    apply(event: Message, rows, recorded) {
      const { actor, commandId } = recorded.meta;
      if (actor.kind === 'timer' && actor.name === rule.name && commandId !== undefined)
        for (const fired of [...rows.where('commandId', commandId), ...rows.where('olderCommandId', commandId)]) rows.remove(fired.id);
      if (!rule.on.includes(event.type)) return;
      for (const change of rule.changes(event, recorded)) {
        if ('cancel' in change) rows.remove(change.cancel);
        else rows.put(dueRow(rule, change, recorded.id));
      }
    },
  };
}

function dueRow(rule: TimerRule, { set: id, dueAt, then: reaction }: TimerSet, setBy: string): DueRow {
  const olderCommandId = idOf('timer', rule.name, id, dueAt);
  return { id, dueAt, reaction, commandId: idOf(olderCommandId, setBy), olderCommandId };
}

/** Which events the due view must see: those of its rule, and the answers to its own firings. */
export function concernsDue(rule: TimerRule): (entry: Entry) => boolean {
  const wanted = new Set<string>(rule.on);
  return (entry) => isFor(wanted, entry) || isAnswerTo(rule, entry);
}

function isAnswerTo({ name }: TimerRule, { recorded: { stream, meta } }: Entry): boolean {
  return !isLane(stream) && meta.actor.kind === 'timer' && meta.actor.name === name;
}

/** Makes a due deadline’s command; a throw leaves it due. */
export type Fire = (rule: TimerRule, due: DueRow) => Promise<void>;

export interface TimerService {
  /** Earliest deadline that stands. */
  nextDue(): Instant | undefined;
  /** Fires what is due now, in due order; answers how many. One that fails keeps no other waiting; then it throws. */
  fireDue(): Promise<number>;
  /** Set while a clock jump keeps timers from firing. */
  suspendedSince(): Instant | undefined;
  /** An operator vouches for the clock: a recorded act. */
  resume(person: string): Promise<void>;
  /** Set while a look at the deadlines fails. */
  failing(): Failing | undefined;
  /** Resolves when no look is under way. */
  idle(): Promise<void>;
  /** Resolves when what is being fired has been answered; nothing is fired after it. */
  stop(): Promise<void>;
}

const SLEEP_MAX_MS = 1_000;
/** Looked at and fired side by side. */
const PAGE_ROWS = 200;
/** A look takes in what comes due meanwhile for so long: then it ends, and what failed in it or was set behind it has its turn. */
const LOOK_MAX_MS = 2_000;
/** After a firing: more may have come due meanwhile, and what was fired takes a moment to leave the due view. */
const LOOK_AGAIN_MS = 100;

export interface TimersOptions {
  readonly node: string;
  readonly kind: string;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly time: MachineTime;
  readonly views: ViewStore;
  readonly rules: readonly TimerRule[];
  readonly fire: Fire;
  /** Reads what the firing will be decided on. */
  prepare(due: DueRow): Promise<unknown>;
  report(trouble: Trouble): void;
}

interface Due {
  readonly rule: TimerRule;
  readonly row: DueRow;
  readonly cursor: string;
}

export function startTimers(options: TimersOptions): TimerService {
  const { clock, rules, views } = options;
  const dues = rules.map((rule) => ({ rule, view: dueView(options.kind, rule) }));
  const watch = watchClock(options.node, options.store, clock);
  let stopped = false;
  const isOver = (): boolean => stopped;
  let looks: Promise<unknown> = Promise.resolve();
  let failing: Failing | undefined;

  const earliest = (view: View<DueRow>): Instant | undefined => views.list(view, { orderBy: 'dueAt', limit: 1 }).items[0]?.row.dueAt;
  const nextDue = (): Instant | undefined =>
    dues
      .map(({ view }) => earliest(view))
      .filter((due) => due !== undefined)
      .sort()[0];
  const fireAll = async (): Promise<number> => {
    const after = new Map<string, string>();
    const failed: unknown[] = [];
    let count = 0;
    let now = clock.now();
    const until = plusMs(now, LOOK_MAX_MS);
    while (!isOver() && (await watch.agrees())) {
      // What comes due while others are fired is fired in the same look: in a burst nothing waits for the next one.
      if (!isAfter(clock.now(), until)) now = clock.now();
      const run = nextRun(views, dues, { now, after });
      if (run.length === 0) break;
      // Their streams are read first: then each command is decided and appended in its turn, side by side and in due order.
      await Promise.allSettled(run.map(({ row }) => options.prepare(row)));
      const fired = await Promise.allSettled(run.map(({ rule, row }) => options.fire(rule, row)));
      for (const one of fired) if (one.status === 'rejected') failed.push(one.reason);
      count += fired.filter(({ status }) => status === 'fulfilled').length;
    }
    if (failed.length > 0) throw failed[0];
    return count;
  };
  /** One look after another: a look that is asked for sees the clock as it is then, whatever another one saw. */
  const fireDue = (): Promise<number> => {
    const look = looks.then(fireAll);
    looks = look.then(
      () => {
        failing = undefined;
      },
      (error: unknown) => {
        failing = failedAgain(failing, error, options.time);
      },
    );
    return look;
  };
  const stopLooking = rules.length > 0 ? keepLooking({ ...options, fireDue, nextDue, failing: () => failing }) : () => undefined;
  const idle = async (): Promise<void> => {
    await looks;
  };
  return {
    nextDue,
    fireDue,
    suspendedSince: watch.suspendedSince,
    resume: watch.resume,
    failing: () => failing,
    idle,
    async stop() {
      stopped = true;
      stopLooking();
      await idle();
    },
  };
}

/** The next run of due deadlines of all rules, in due order: no further than the first rule with more behind its page has been read. */
function nextRun(
  views: ViewStore,
  dues: readonly { readonly rule: TimerRule; readonly view: View<DueRow> }[],
  { now, after }: { readonly now: Instant; readonly after: Map<string, string> },
): readonly Due[] {
  const pages = dues.map(({ rule, view }) => {
    const from = after.get(rule.name);
    const { items, hasMore } = views.list(view, { orderBy: 'dueAt', limit: PAGE_ROWS, ...(from !== undefined && { after: from }) });
    const due = items.filter(({ row }) => !isAfter(row.dueAt, now)).map((item) => ({ ...item, rule }));
    return { due, end: hasMore && due.length === items.length ? due.at(-1)?.row.dueAt : undefined };
  });
  const horizon = pages.flatMap(({ end }) => end ?? []).sort()[0];
  const run = pages.flatMap(({ due }) => due.filter(({ row }) => horizon === undefined || row.dueAt <= horizon));
  for (const { rule, cursor } of run) after.set(rule.name, cursor);
  return run.sort((a, b) => (a.row.dueAt < b.row.dueAt ? -1 : a.row.dueAt > b.row.dueAt ? 1 : 0));
}

/** Looks at each deadline when it comes, and once a second in any case; the next look follows a firing soon. */
function keepLooking({
  clock,
  fireDue,
  nextDue,
  failing,
  ...options
}: Pick<TimersOptions, 'node' | 'clock' | 'report'> & Pick<TimerService, 'fireDue' | 'nextDue' | 'failing'>): () => void {
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
      options.report({ node: options.node, consumer: 'timers', ...problemOf(error), attempt: failing()?.attempts ?? 1 });
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
