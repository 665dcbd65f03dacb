import { type IncomingMessage } from 'node:http';
import { type ExecutionContext, SetMetadata, createParamDecorator } from '@nestjs/common';
import { callerOf } from './caller.ts';

/** Edges: what stands between people and nodes. Only they send commands and queries (architecture.md 2). */
export const EDGES = ['gateway', 'player', 'cli'] as const;

/**
 * Whose certificate a route takes: named ones; the one named by a part of the path; or any that holds, where the route itself decides by what is
 * on record for the caller.
 */
export type CallerRule = { readonly names: readonly string[] } | { readonly param: string } | { readonly byRecord: true };

export const CALLED_BY = 'interlock:called-by';

/** Who may call a route of the peers’ server: one that does not say so is called by nobody. */
export function CalledBy(rule: CallerRule): MethodDecorator & ClassDecorator {
  return SetMetadata(CALLED_BY, rule);
}

/** Name in the caller’s certificate. */
export const CallerName = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const caller = callerOf(context.switchToHttp().getRequest<IncomingMessage>().socket);
  if (!caller.ok) throw new Error('The guard lets nobody through without a name');
  return caller.name;
});
