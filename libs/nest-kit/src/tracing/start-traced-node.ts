import { type Node, type NodeOptions, startNode } from '@interlock/kernel';
import { isTracing } from './start-tracing.ts';
import { traceCommands } from './trace-commands.ts';
import { traceExchange } from './trace-exchange.ts';
import { traceStore } from './trace-store.ts';
import { traceViews } from './trace-views.ts';

/** Starts a node; while traces are asked for, its commands, appends, views and lanes leave spans. Else it is the plain node, and costs nothing. */
export async function startTracedNode<Ports>(options: NodeOptions<Ports>): Promise<Node> {
  if (!isTracing()) return startNode(options);
  const { code, store, clock } = options;
  const shown = traceViews({ node: code, clock }, options);
  const node = await startNode({ ...options, ...shown, store: traceStore(code, store), exchange: traceExchange(options.exchange) });
  // Whoever watches the node’s store knows it by itself.
  return traceCommands({ ...node, store });
}
