import { type MachineTime, every } from '../machine-time.ts';

/** Something that went wrong and is being tried again; the operator sees it. */
export interface Trouble {
  readonly node: string;
  readonly consumer: string;
  /** `STORE_UNAVAILABLE`, `LANE_FORKED`, …; `UNEXPECTED` for a bug. */
  readonly code?: string;
  /** Never holds personal data: codes and ids only. */
  readonly message: string;
  readonly attempt: number;
}

/** How something that is tried again and again stands now. */
export interface Failing {
  readonly code: string;
  readonly message: string;
  /** Tries in a row that failed. */
  readonly attempts: number;
  /** Machine time of the first of them. */
  readonly sinceMs: number;
}

/** A stream whose work fails now, while that of others goes on. */
export interface FailingStream {
  readonly stream: string;
  readonly failing: Failing;
}

const CODE = /^[A-Z][A-Z0-9_]*$/;

/** The code that an error carries, by its field and never by its class; whatever carries none is unexpected. */
export function problemOf(error: unknown): { readonly code: string; readonly message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const isCoded = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && CODE.test(error.code);
  return { code: isCoded ? String(error.code) : 'UNEXPECTED', message };
}

/** One more failed try of the same thing. */
export function failedAgain(before: Failing | undefined, error: unknown, time: MachineTime): Failing {
  return { ...problemOf(error), attempts: (before?.attempts ?? 0) + 1, sinceMs: before?.sinceMs ?? time.nowMs() };
}

/** Somebody waited for what has been failing for too long to be waited for. */
export class StuckError extends Error {
  override readonly name = 'StuckError';
  readonly code = 'NODE_STUCK';
}

const LOOK_EVERY_MS = 50;

/** Waits for the work as long as what it depends on gets on; rejects with what has been failing longer than the patience (machine time). */
export async function whileMoving<Result>(
  work: Promise<Result>,
  failing: () => readonly { readonly name: string; readonly failing: Failing | undefined }[],
  { patienceMs, time }: { readonly patienceMs: number; readonly time: MachineTime },
): Promise<Result> {
  const { promise: stuck, reject } = Promise.withResolvers<never>();
  const stopLooking = every(time, LOOK_EVERY_MS, () => {
    const late = failing().filter((one) => one.failing !== undefined && time.nowMs() - one.failing.sinceMs > patienceMs);
    if (late.length > 0) reject(new StuckError(late.map((one) => `${one.name}: ${String(one.failing?.code)}`).join(', ')));
  });
  try {
    return await Promise.race([work, stuck]);
  } finally {
    stopLooking();
  }
}
