import { type Clock } from '../clock.ts';
import { type EventStore } from '../event-store.ts';
import { type Exchange, type Lane, type LaneBatch, LANE_BATCH_FACTS_MAX } from '../exchange.ts';
import { type Instant } from '../instant.ts';
import { type MachineTime } from '../machine-time.ts';
import { type View, type ViewStore } from '../view.ts';
import { createBackOff } from './back-off.ts';
import { recordBreak } from './lane-breaks.ts';
import { haltsLane } from './lane-error.ts';
import { laneFactOf, readTold, sourceBreaks } from './lane-streams.ts';
import { type Untold, type UntoldCount, countUntold } from './lane-untold.ts';
import { type Failing, type Trouble, failedAgain, problemOf } from './trouble.ts';

/** Carries one lane: one batch in flight, the same batch again after a failure. Losing its place only repeats. */
export interface LaneSender {
  readonly lane: Lane;
  /** The lane’s head as the log’s reader saw it, and when the first fact of the run was recorded that moved it there. */
  announce(head: number, recordedAt: Instant): void;
  /** Sends the watermark when the source’s head moved and nothing else told the recipient; and when it was last sent long ago. */
  heartbeat(): void;
  /** Resolves when everything announced has been taken by the transport, or the lane is halted. */
  drained(): Promise<void>;
  sentThrough(): number;
  untold(): Untold;
  failing(): Failing | undefined;
  /** Nothing is sent any more until a person has seen to it. */
  isHalted(): boolean;
  stop(): Promise<void>;
}

export interface LaneSenderOptions {
  /** With its epoch. */
  readonly lane: Lane;
  readonly store: EventStore;
  readonly exchange: Exchange;
  readonly views: ViewStore;
  readonly clock: Clock;
  readonly time: MachineTime;
  /** The lane’s head at the start; -1 for none. */
  readonly head: number;
  /** How far the log has been announced: all facts up to there have been. A watermark beyond it would promise facts that were not sent. */
  position(): bigint;
  report(trouble: Trouble): void;
}

export async function startLaneSender(options: LaneSenderOptions): Promise<LaneSender> {
  const { lane } = options;
  const place = senderPlace(lane, options.views);
  const tries = createTries(options);
  const sending = createSending(options);
  const watermark = watermarkOf(options);
  const told = await toldBefore(options, place.stored);
  const untold = countUntold(told, options.head);
  // The last fact is sent once more: its id shows whether both ends mean the same.
  let sent = Math.max(-1, told - 1);
  let wantsHeartbeat = false;
  let stopped = false;
  let running: Promise<void> | undefined;
  const isOver = (): boolean => stopped || tries.isHalted();
  const hasWork = (): boolean => !isOver() && (sent < untold.head() || (wantsHeartbeat && watermark.isDue()));

  const sendNext = async (): Promise<void> => {
    // Position and head are of the same moment, before anything is waited for.
    const [position, through] = [options.position(), untold.head()];
    const batch = await nextBatch({ ...options, untold }, { sent, through, position });
    if (!(await sending.isTaken(batch))) return;
    sent = batch.facts.at(-1)?.number ?? sent;
    untold.taken(sent);
    watermark.went(batch);
    place.reached(sent);
  };
  const run = async (): Promise<void> => {
    while (hasWork()) {
      wantsHeartbeat = false;
      try {
        await sendNext();
        tries.succeeded();
      } catch (error) {
        if (stopped) return;
        await tries.failed(error);
      }
    }
  };
  const go = (): void => {
    if (isOver()) return;
    running ??= run().finally(() => {
      running = undefined;
      if (hasWork()) go();
    });
  };
  go();
  return {
    lane,
    announce(head, recordedAt) {
      untold.announced(head, recordedAt);
      go();
    },
    heartbeat() {
      wantsHeartbeat = true;
      go();
    },
    async drained() {
      while (!isOver() && sent < untold.head()) await running;
    },
    sentThrough: () => sent,
    ...{ untold: untold.now, failing: tries.failing, isHalted: tries.isHalted },
    async stop() {
      stopped = true;
      tries.end();
      sending.giveUp();
      await running;
      place.flush();
    },
  };
}

/** What a transport took and lost is missed when something follows it: a source that rests says where it stands all the same. */
const REMIND_MS = 10_000;

/** The last watermark that went: another is due when the source’s head has moved since, or when it is long ago. */
function watermarkOf({ time, position }: LaneSenderOptions): { isDue(): boolean; went(batch: LaneBatch): void } {
  let at = -1n;
  let sentMs = -Infinity;
  return {
    isDue: () => at < position() || time.nowMs() - sentMs >= REMIND_MS,
    went({ watermark }) {
      at = BigInt(watermark.position);
      sentMs = time.nowMs();
    },
  };
}

/** The last fact that was taken, as far as it is known. A place beyond the head is of another log, before a restore. */
async function toldBefore({ lane, exchange, head }: LaneSenderOptions, stored: number): Promise<number> {
  // What a transport knows of a lane may be of an epoch before.
  const known = (lane.epoch ?? 1) === 1 ? await exchange.sentThrough(lane) : undefined;
  return Math.min(known ?? stored, head);
}

/**
 * A transport may keep a batch until the recipient is there. Who stops meanwhile does not wait for that: the batch is sent again at the
 * next start, and the recipient takes a repetition for what it is.
 */
function createSending({ lane, exchange }: LaneSenderOptions): { isTaken(batch: LaneBatch): Promise<boolean>; giveUp(): void } {
  let isGivenUp = false;
  let wake: () => void = () => undefined;
  return {
    isTaken: (batch) =>
      new Promise((resolve, reject) => {
        wake = () => {
          resolve(false);
        };
        if (isGivenUp) {
          wake();
          return;
        }
        exchange.send(lane, batch).then(() => {
          resolve(true);
        }, reject);
      }),
    giveUp: () => {
      isGivenUp = true;
      wake();
    },
  };
}

/** What has not been sent, or only the watermark. A watermark says no more than what has come with it: the rest follows. */
async function nextBatch(
  { lane, store, clock, untold }: LaneSenderOptions & { readonly untold: UntoldCount },
  { sent, through, position }: { readonly sent: number; readonly through: number; readonly position: bigint },
): Promise<LaneBatch> {
  const told = sent < through ? await readTold(store, lane, sent, Math.min(LANE_BATCH_FACTS_MAX, through - sent)) : [];
  if (sent < through && told.length === 0) throw new Error(`lane to ${lane.to}: fact ${String(sent + 1)} was announced and is not there`);
  untold.tried(told);
  const facts = told.map(laneFactOf);
  const last = facts.at(-1);
  const [revision, at] = last && last.number < through ? [last.number, last.position] : [through, String(position)];
  const epoch = lane.epoch ?? 1;
  return { facts, watermark: { storeId: store.storeId, position: at, revision, sentAt: clock.now(), ...(epoch > 1 && { epoch }) } };
}

/** The sender’s place is a view without rows: it only saves repeating, and goes with the view file. */
function senderPlace(lane: Lane, views: ViewStore): { readonly stored: number; reached(sent: number): void; flush(): void } {
  const epoch = lane.epoch ?? 1;
  const place: View<{ readonly none: string }> = {
    name: `lane_${lane.from}_${lane.to}${epoch > 1 ? `_e${String(epoch)}` : ''}`.replaceAll('-', '_'),
    version: 1,
    rows: { key: 'none', indexes: [] },
    on: [],
    apply: () => undefined,
  };
  const stored = Number(views.open(place).checkpoint);
  let noted = stored;
  let written = stored;
  const write = (): void => {
    if (noted > written) views.transact(place, BigInt(noted), () => undefined);
    written = noted;
  };
  return {
    stored,
    reached(sent) {
      noted = sent;
      if (noted - written >= LANE_BATCH_FACTS_MAX) write();
    },
    flush: write,
  };
}

/** What goes wrong on the way: tried again, or, where no repetition heals it, recorded as the source’s side of the break. */
function createTries({ lane, store, clock, time, report }: LaneSenderOptions) {
  const backOff = createBackOff(time);
  let failing: Failing | undefined;
  let isHalted = false;
  const tell = (code: string, message: string): void => {
    report({ node: lane.from, consumer: `lane to ${lane.to}`, code, message, attempt: failing?.attempts ?? 1 });
  };
  const halt = async (code: string, error: unknown): Promise<void> => {
    isHalted = true;
    const number = typeof error === 'object' && error !== null && 'number' in error ? Number(error.number) : undefined;
    const halted = { type: 'LaneHalted', epoch: lane.epoch ?? 1, code, ...(number !== undefined && { number }) } as const;
    try {
      await recordBreak({ lane, store, clock, stream: sourceBreaks(lane.to) }, halted);
    } catch (failure) {
      // The recipient has its record; the next start meets the break again.
      const problem = problemOf(failure);
      tell(problem.code, problem.message);
    }
  };
  return {
    failing: () => failing,
    isHalted: () => isHalted,
    end: backOff.end,
    succeeded(): void {
      failing = undefined;
    },
    async failed(error: unknown): Promise<void> {
      failing = failedAgain(failing, error, time);
      tell(failing.code, failing.message);
      await (haltsLane(failing.code) ? halt(failing.code, error) : backOff.wait(failing.attempts));
    },
  };
}
