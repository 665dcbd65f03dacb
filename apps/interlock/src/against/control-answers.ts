import { type Instant, isInstant } from '@interlock/kernel';
import { type ControlledNode, type CountedNode } from '@interlock/nest-kit';
import { z } from 'zod';

const moment = z.string().refine(isInstant, 'is no instant');
const numbers = z.record(z.string(), z.int());

const node = z.object({
  node: z.string(),
  kind: z.string(),
  now: moment,
  nextDue: moment.nullable(),
  head: z.string().regex(/^-?\d+$/),
  lanes: z.object({ sent: numbers, received: numbers }),
  parked: z.array(z.object({ policy: z.string(), reason: z.string() })),
  problem: z.string().nullable(),
}) satisfies z.ZodType<ControlledNode>;
const settledState = z.object({ now: moment, nodes: z.array(node) });
const countedState = z.object({ now: moment, nodes: z.array(node.extend({ events: z.int(), acts: z.int() })) });

export function readSettled(answer: unknown): readonly ControlledNode[] {
  return settledState.parse(answer).nodes;
}

export function readCounted(answer: unknown): { readonly now: Instant; readonly nodes: readonly CountedNode[] } {
  return countedState.parse(answer);
}
