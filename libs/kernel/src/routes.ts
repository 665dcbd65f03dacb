import { invalid } from './answers.ts';
import {
  type CommandAnswer,
  type CommandError,
  type CommandRoute,
  type NodeContext,
  type QueryRoute,
  type Request,
  type StreamCommand,
} from './commands.ts';
import { type Message } from './decider.ts';
import { type ListOptions } from './view.ts';

/** The part of a command's or query's contract that a route needs: its name, and what a body says or why it says nothing. */
export interface RequestContract<Body> {
  readonly name: string;
  read(
    body: unknown,
  ):
    | { readonly ok: true; readonly body: Body }
    | { readonly ok: false; readonly problems: readonly { readonly path: string; readonly problem: string }[] };
}

/** A command's route: a body that does not fit its contract is answered with its problems and reaches no stream. */
export function commandRoute<Body>(
  contract: RequestContract<Body>,
  people: Pick<CommandRoute, 'roles' | 'secondRoles' | 'secondIsOptional'>,
  handle: (body: Body, request: Request, context: NodeContext) => Promise<CommandAnswer>,
): CommandRoute {
  return {
    name: contract.name,
    ...people,
    async handle(request, context) {
      const read = contract.read(request.body);
      return read.ok ? handle(read.body, request, context) : invalid(read.problems);
    },
  };
}

/** A query's route: a body that does not fit is answered `{ok: false, errors}`. */
export function queryRoute<Body>(
  contract: RequestContract<Body>,
  people: Pick<QueryRoute, 'roles'>,
  answer: (body: Body, request: Request, context: NodeContext) => unknown,
): QueryRoute {
  return {
    name: contract.name,
    ...people,
    async answer(request, context) {
      const read = contract.read(request.body);
      return read.ok ? answer(read.body, request, context) : invalid(read.problems);
    },
  };
}

/** What every command of a request carries over to its stream; where it belongs to a case, its id. */
export function carried(request: Request, caseId?: string): Omit<StreamCommand<Message>, 'key' | 'command'> {
  const { commandId, actor, body, traceparent, expectedVersion } = request;
  return {
    commandId,
    actor,
    body,
    ...(caseId !== undefined && { correlationId: caseId }),
    ...(traceparent !== undefined && { traceparent }),
    ...(expectedVersion !== undefined && { expectedVersion }),
  };
}

/** An expected version is the head of one stream: an action over several, each with a head of its own, cannot be held against it. */
export function versionOfMany({ expectedVersion }: Request, streams: number): CommandError | undefined {
  if (expectedVersion === undefined || streams <= 1) return undefined;
  return { code: 'VERSION_OF_MANY', path: 'expectedVersion', details: { streams } };
}

/** How a view lists the page that was asked for; a filter that is not given filters nothing. */
export function pageOptions(
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  where: Readonly<Record<string, string | undefined>>,
): ListOptions {
  const given = Object.entries(where).flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const]));
  return { limit, where: Object.fromEntries(given), ...(after !== undefined && { after }) };
}
