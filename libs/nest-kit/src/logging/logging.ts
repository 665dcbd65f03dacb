import { type Trouble } from '@interlock/kernel';
import { type DestinationStream, destination as fileDestination, pino } from 'pino';
import { redact, redactText } from './redact.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a line is about. Any other field may be there; all are redacted. */
export interface LogFields {
  /** Node code. */
  readonly node?: string;
  readonly code?: string;
  readonly commandId?: string;
  readonly caseId?: string;
  readonly requestId?: string;
  /** Of the trace that it belongs to, where there is one. */
  readonly traceId?: string;
  /** What was thrown: class, code, message and causes are written. */
  readonly error?: unknown;
  readonly [field: string]: unknown;
}

/** One JSON line for each event of a service. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** What the kernel tries again: the first times, then ever more rarely, since the same thing may fail for hours. */
  trouble(trouble: Trouble): void;
  /** The same log, each line with these fields. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  /** `police`, `bank`, `gateway`. */
  readonly service: string;
  readonly level?: LogLevel;
  /** Takes whole lines; standard output unless named. */
  readonly destination?: DestinationStream;
}

/** The log of a service. Whatever is given to it, what must not be read is not written (redact.ts). */
export function makeLog({ service, level = 'info', destination }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: { service },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Written at once: the last line before a kill is the one that is looked for.
    destination ?? fileDestination({ fd: 1, sync: true }),
  );
  return logOf((at, message, fields) => {
    logger[at](redactedFields(fields), redactText(message));
  }, {});
}

type Write = (level: Exclude<LogLevel, 'silent'>, message: string, fields: LogFields) => void;

function logOf(write: Write, common: LogFields): Log {
  const at = (level: Exclude<LogLevel, 'silent'>) => (message: string, fields?: LogFields) => {
    write(level, message, { ...common, ...fields });
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    trouble(trouble) {
      if (!isTold(trouble.attempt)) return;
      const { node, consumer, code, message, attempt } = trouble;
      at(attempt > 1 ? 'error' : 'warn')(message, { node, consumer, attempt, ...(code !== undefined && { code }) });
    },
    with: (fields) => logOf(write, { ...common, ...fields }),
  };
}

/** The first and second try, the fourth, the eighth, … How often it failed is in `interlock_consumer_failures_total`. */
function isTold(attempt: number): boolean {
  return attempt <= 2 || Number.isInteger(Math.log2(attempt));
}

/** A line’s own fields keep their names: nobody overwrites who wrote it and when. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['level', 'time', 'service', 'message']);

function redactedFields(fields: LogFields): object {
  const redacted = redact(Object.fromEntries(Object.entries(fields).filter(([key, value]) => value !== undefined && !OWN_FIELDS.has(key))));
  return typeof redacted === 'object' && redacted !== null ? redacted : {};
}
