import { type Exchange, type Lane, type LaneBatch } from '@interlock/kernel';
import { type Span, SpanKind } from '@opentelemetry/api';
import { endingSpans, startSpan, traceparentOf } from './spans.ts';

/** The same exchange; each fact of a trace is a span where it leaves and another where it arrives, and goes on as what the latter led to. */
export function traceExchange(exchange: Exchange): Exchange {
  return {
    send(lane, batch) {
      const { traced, spans } = spansOf(lane, batch, { name: 'publish', kind: SpanKind.PRODUCER });
      return endingSpans(spans, () => exchange.send(lane, traced));
    },
    sentThrough: (lane) => exchange.sentThrough(lane),
    receive: (lane, handler) =>
      exchange.receive(lane, (batch) => {
        const { traced, spans } = spansOf(lane, batch, { name: 'receive', kind: SpanKind.CONSUMER });
        return endingSpans(spans, () => handler(traced));
      }),
    close: () => exchange.close(),
  };
}

/** The batch as it goes on: who takes it follows these spans. */
function spansOf(
  { from, to }: Lane,
  batch: LaneBatch,
  { name, kind }: { readonly name: string; readonly kind: SpanKind },
): { readonly traced: LaneBatch; readonly spans: readonly Span[] } {
  const spans: Span[] = [];
  const facts = batch.facts.map((fact) => {
    if (fact.traceparent === undefined) return fact;
    const span = startSpan({
      ...{ name: `${name} ${fact.type}`, kind, parent: fact.traceparent },
      attributes: {
        ...{ 'interlock.node': kind === SpanKind.PRODUCER ? from : to, 'interlock.lane': `${from} → ${to}` },
        ...{ 'interlock.fact.id': fact.id, 'interlock.fact.number': fact.number },
        ...(fact.correlationId !== undefined && { 'interlock.case.id': fact.correlationId }),
      },
    });
    spans.push(span);
    return { ...fact, traceparent: traceparentOf(span) };
  });
  return { traced: spans.length === 0 ? batch : { ...batch, facts }, spans };
}
