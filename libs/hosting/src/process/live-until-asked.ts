/** Something that starts, runs until somebody asks it to stop, and stops. */
export interface Life<Running> {
  /** Somebody asks it to stop; perhaps before it runs. */
  readonly asked: Promise<unknown>;
  start(): Promise<Running>;
  running(running: Running): void;
  stopping(): void;
  stop(running: Running): Promise<void>;
  /** Starting or stopping has gone on for too long since it was asked to stop. */
  overdue(): void;
}

/** A stop that takes longer is given up (interfaces.md 6: 20 s in all); what was acknowledged is in the logs all the same. */
const STOP_MS_MAX = 18_000;

/**
 * Starts it, and stops it when it is asked: also while it is still starting, and then from that moment on it has no longer than for any stop.
 * What fails in a start that was to be stopped is no failure: nothing was begun. Rejects with what kept it from starting or stopping.
 */
export async function liveUntilAsked<Running>({ asked, start, running, stopping, stop, overdue }: Life<Running>): Promise<void> {
  const life = { isAsked: false, isOver: false };
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const ask = asked.then(() => {
    if (life.isOver) return;
    life.isAsked = true;
    stopping();
    deadline = setTimeout(overdue, STOP_MS_MAX);
  });
  try {
    const started = await startUnless(start, () => life.isAsked);
    if (started === undefined) return;
    if (!life.isAsked) running(started.running);
    await ask;
    await stop(started.running);
  } finally {
    life.isOver = true;
    clearTimeout(deadline);
  }
}

async function startUnless<Running>(
  start: () => Promise<Running>,
  isAsked: () => boolean,
): Promise<{ readonly running: Running } | undefined> {
  try {
    return { running: await start() };
  } catch (error) {
    if (isAsked()) return undefined;
    throw error;
  }
}
