import { type EventStore, type Position } from '../event-store.ts';
import { type Consumer } from './consumer.ts';
import { type LogReader } from './log-reader.ts';
import { type TimerService } from './timer-service.ts';
import { type Failing } from './trouble.ts';

/** How a view, memory, policy, effect or timer stands, for operators and metrics. */
export interface ConsumerHealth {
  readonly name: string;
  readonly position: Position;
  /** Events that it has not seen yet: exact where it is near the log’s end, at most so many elsewhere. */
  readonly behind: number;
  /** Code of what fails now; unset while nothing does. */
  readonly problem?: string;
  /** Tries in a row that failed, while it is failing. */
  readonly attempts?: number;
  /** Set where nothing fails but the work of these streams: all others go on. */
  readonly streams?: readonly StreamHealth[];
  /** Tries that failed since the start: only grows. */
  readonly failures: number;
}

/** A stream whose work fails now and is tried again. */
export interface StreamHealth {
  readonly stream: string;
  readonly problem: string;
  readonly attempts: number;
}

/** How the reading of the log itself is named among the consumers, while it fails. */
export const LOG = 'log';

export function healthOf(consumer: Consumer, reader: LogReader): ConsumerHealth {
  const position = consumer.position();
  const streams = consumer.failingStreams?.() ?? [];
  return {
    ...{ name: consumer.name, position, behind: reader.behind(position) },
    ...{ ...problemNow(consumer.failing()), failures: consumer.failures() },
    ...(streams.length > 0 && {
      streams: streams.map(({ stream, failing: { code, attempts } }) => ({ stream, problem: code, attempts })),
    }),
  };
}

/** Shown while they fail: deadlines are looked at, they follow no log. */
export function timersHealth(timers: TimerService, store: EventStore): readonly ConsumerHealth[] {
  const failing = timers.failing();
  return failing ? [{ name: 'timers', position: store.head(), behind: 0, ...problemNow(failing), failures: failing.attempts }] : [];
}

export function logHealth(reader: LogReader, store: EventStore): readonly ConsumerHealth[] {
  const failing = reader.failing();
  const behind = Number(store.head() - reader.head());
  return failing ? [{ name: LOG, position: reader.head(), behind, ...problemNow(failing), failures: failing.attempts }] : [];
}

function problemNow(failing: Failing | undefined): { readonly problem?: string; readonly attempts?: number } {
  return failing ? { problem: failing.code, attempts: failing.attempts } : {};
}
