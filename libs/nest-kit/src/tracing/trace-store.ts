import { type EventStore, type EventToAppend, type StreamWrite, decodeEvent } from '@interlock/kernel';
import { SpanKind } from '@opentelemetry/api';
import { endingSpans, startSpan } from './spans.ts';

/** The same store; what an append leaves of a trace is a span of that trace. An append of several traces (received facts) is one of each. */
export function traceStore(node: string, store: EventStore): EventStore {
  const append: EventStore['append'] = (writes) => {
    const spans = tracedIn(writes).map(({ traceparent, stream, types, caseId }) =>
      startSpan({
        ...{ name: `append ${categoryOf(stream)}`, kind: SpanKind.INTERNAL, parent: traceparent },
        attributes: {
          ...{ 'interlock.node': node, 'interlock.stream': stream, 'interlock.event.types': types },
          ...(caseId !== undefined && { 'interlock.case.id': caseId }),
        },
      }),
    );
    return endingSpans(spans, () => store.append(writes));
  };
  return new Proxy(store, { get: (of, key): unknown => (key === 'append' ? append : Reflect.get(of, key, of)) });
}

interface Traced {
  readonly traceparent: string;
  /** First stream that it writes. */
  readonly stream: string;
  readonly types: string[];
  readonly caseId: string | undefined;
}

/** By trace, in the order of the writes. Read before the append: its bytes may move to another thread. */
function tracedIn(writes: readonly StreamWrite[]): readonly Traced[] {
  const traced = new Map<string, Traced>();
  for (const { stream, events } of writes)
    for (const event of events) {
      const { traceparent, correlationId } = metaOf(stream, event);
      if (traceparent === undefined) continue;
      const known = traced.get(traceparent) ?? { traceparent, stream, types: [], caseId: correlationId };
      known.types.push(event.type);
      traced.set(traceparent, known);
    }
  return [...traced.values()];
}

function metaOf(stream: string, event: EventToAppend): { readonly traceparent?: string; readonly correlationId?: string } {
  return decodeEvent({ ...event, stream, revision: 0, position: 0n }).meta;
}

/** The kind of stream: names of spans must be few, names of streams are many. */
function categoryOf(stream: string): string {
  return stream.startsWith('lane-') || stream.startsWith('received-') ? stream : (/^[a-z-]*[a-z](?=-)/.exec(stream)?.[0] ?? stream);
}
