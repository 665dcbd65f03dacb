import { type Node } from '@interlock/kernel';
import { SpanKind } from '@opentelemetry/api';
import { endingSpans, startSpan, traceparentOf } from './spans.ts';

/** The same node; each command that a caller sends it is a span, and what it leaves in the log follows that span. */
export function traceCommands(node: Node): Node {
  return {
    ...node,
    async execute(request) {
      const span = startSpan({
        ...{ name: `command ${request.name}`, kind: SpanKind.SERVER, parent: request.traceparent },
        attributes: { 'interlock.node': node.code, 'interlock.command.id': request.commandId, 'interlock.command.name': request.name },
      });
      return endingSpans([span], async () => {
        const answer = await node.execute({ ...request, traceparent: traceparentOf(span) });
        if (answer.ok) span.setAttribute('interlock.repeated', answer.repeated);
        else
          span.setAttribute(
            'interlock.refusals',
            answer.errors.map(({ code }) => code),
          );
        return answer;
      });
    },
  };
}
