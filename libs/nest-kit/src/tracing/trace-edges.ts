import { type NodeAnswer, type SentRequest } from '@interlock/kernel';
import { SpanKind } from '@opentelemetry/api';

import { endingSpans, readTraceparent, startSpan, traceparentOf } from './spans.ts';
import { isTracing } from './start-tracing.ts';

/** A command on its way from an edge to the node that owns the stream. Without anybody who takes spans the caller’s own trace is passed on. */
export async function traceSending(
  to: string,
  request: SentRequest,
  send: (request: SentRequest) => Promise<NodeAnswer>,
): Promise<NodeAnswer> {
  const { traceparent: given, ...rest } = request;
  const parent = readTraceparent(given);
  if (!isTracing()) return send({ ...rest, ...(parent !== undefined && { traceparent: parent }) });
  const span = startSpan({
    ...{ name: `send ${request.name}`, kind: SpanKind.CLIENT, parent },
    attributes: { 'interlock.node': to, 'interlock.command.id': request.commandId, 'interlock.command.name': request.name },
  });
  return endingSpans([span], () => send({ ...rest, traceparent: traceparentOf(span) }));
}

/** An entry of a feed is handed to a member’s subscriber: call the answer when it has been taken. */
export function traceDelivery(entry: {
  readonly feed: string;
  readonly number: number;
  readonly entryId: string;
  readonly traceparent: string | undefined;
}): () => void {
  if (!isTracing() || entry.traceparent === undefined) return () => undefined;
  const span = startSpan({
    ...{ name: 'deliver feed entry', kind: SpanKind.PRODUCER, parent: entry.traceparent },
    attributes: { 'interlock.feed': entry.feed, 'interlock.feed.number': entry.number, 'interlock.fact.id': entry.entryId },
  });
  return () => {
    span.end();
  };
}
