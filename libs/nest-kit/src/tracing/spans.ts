import {
  type Attributes,
  type Context,
  type Span,
  type SpanKind,
  type Tracer,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** Whose spans these are, in every backend. */
const TRACER = 'interlock';

/** W3C Trace Context, version 00: the only form that is passed on. */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const ZEROS = /^0+$/;

function tracer(): Tracer {
  return trace.getTracer(TRACER);
}

/** The text when it is a trace context, else nothing: what a stranger wrote into a header goes no further. */
export function readTraceparent(text: string | undefined): string | undefined {
  const [, traceId = '', spanId = ''] = TRACEPARENT.exec(text ?? '') ?? [];
  return traceId === '' || ZEROS.test(traceId) || ZEROS.test(spanId) ? undefined : text;
}

/** Where a span belongs that continues this trace; a new trace without one. */
function contextOf(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(readTraceparent(traceparent) ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true });
}

/** How others name this span as theirs to follow. */
export function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

export interface SpanStart {
  readonly name: string;
  readonly kind: SpanKind;
  /** The span that it follows; unset: it begins a trace. */
  readonly parent: string | undefined;
  readonly attributes: Attributes;
  /** Machine time, where it began before it was known to belong to a trace. */
  readonly startTime?: number;
}

export function startSpan({ name, kind, parent, attributes, startTime }: SpanStart): Span {
  return tracer().startSpan(name, { kind, attributes, ...(startTime !== undefined && { startTime }) }, contextOf(parent));
}

/** Ends what a promise stood for. An error leaves its code or its class: its text may name what a trace must not. */
export async function endingSpans<Result>(spans: readonly Span[], work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    for (const span of spans) fail(span, error);
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}

function fail(span: Span, error: unknown): void {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
  span.setStatus({ code: SpanStatusCode.ERROR, message: code ?? (error instanceof Error ? error.name : 'Unexpected') });
}
