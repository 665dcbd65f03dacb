import { type AnyView, type Clock, type NodeDefinition, type Recorded, type ViewStore, msBetween } from '@interlock/kernel';
import { SpanKind } from '@opentelemetry/api';
import { startSpan } from './spans.ts';

export interface TracedViews<Ports> {
  readonly definition: NodeDefinition<Ports>;
  readonly views: ViewStore;
}

/** An event is shown soon after it is recorded: a view that is folded again from the start is no part of the traces of then. */
const SHOWN_WITHIN_MS = 60_000;

/** The same views; each event of a trace that a view takes in is a span, from the beginning of the transaction to its end. */
export function traceViews<Ports>(
  { node, clock }: { readonly node: string; readonly clock: Pick<Clock, 'now'> },
  { definition, views }: TracedViews<Ports>,
): TracedViews<Ports> {
  // Transactions of one store do not overlap: they are synchronous.
  let taken: Recorded[] = [];
  const traced = (view: AnyView): AnyView => ({
    ...view,
    apply(event, rows, recorded) {
      view.apply(event, rows, recorded);
      if (recorded.meta.traceparent !== undefined) taken.push(recorded);
    },
  });
  const transact: ViewStore['transact'] = (view, checkpoint, work) => {
    taken = [];
    const startTime = Date.now();
    views.transact(view, checkpoint, work);
    const now = clock.now();
    for (const recorded of taken)
      if (msBetween(recorded.recordedAt, now) <= SHOWN_WITHIN_MS) spanOf(recorded, { node, view: view.name, startTime });
    taken = [];
  };
  return {
    definition: { ...definition, views: definition.views.map(traced) },
    views: new Proxy(views, { get: (of, key): unknown => (key === 'transact' ? transact : Reflect.get(of, key, of)) }),
  };
}

function spanOf(
  { meta, type, stream, id }: Recorded,
  { node, view, startTime }: { readonly node: string; readonly view: string; readonly startTime: number },
): void {
  startSpan({
    ...{ name: `project ${view}`, kind: SpanKind.INTERNAL, parent: meta.traceparent, startTime },
    attributes: {
      ...{ 'interlock.node': node, 'interlock.stream': stream, 'interlock.event.type': type, 'interlock.event.id': id },
      ...(meta.correlationId !== undefined && { 'interlock.case.id': meta.correlationId }),
    },
  }).end();
}
