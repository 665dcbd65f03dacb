import { type RequestProblem } from '@interlock/contracts';
import { type CommandAnswer, type CommandRoute, type NodeContext, type QueryRoute, type Request, invalid } from '@interlock/kernel';

/** Who answers for the bank. Its people only: police and office ask by facts, never by commands. */
const BANK_STAFF: readonly string[] = ['operator', 'lead'];

interface Readable<Body> {
  readonly name: string;
  read(body: unknown): { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly problems: readonly RequestProblem[] };
}

/** A command for the bank's people: its body is read by the contract first. */
export function commandRoute<Body>(
  contract: Readable<Body>,
  handle: (body: Body, request: Request, context: NodeContext) => Promise<CommandAnswer>,
): CommandRoute {
  return {
    name: contract.name,
    roles: BANK_STAFF,
    async handle(request, context) {
      const read = contract.read(request.body);
      return read.ok ? handle(read.body, request, context) : invalid(read.problems);
    },
  };
}

/** A question of the bank's people; a body that does not fit is answered with its problems. */
export function queryRoute<Body>(
  contract: Readable<Body>,
  answer: (body: Body, context: NodeContext, request: Request) => unknown,
): QueryRoute {
  return {
    name: contract.name,
    roles: BANK_STAFF,
    async answer(request, context) {
      const read = contract.read(request.body);
      return read.ok ? answer(read.body, context, request) : invalid(read.problems);
    },
  };
}

/** What every command of a request carries over to its stream. */
export function carried(request: Request): Pick<Request, 'commandId' | 'actor' | 'body' | 'traceparent' | 'expectedVersion'> {
  const { commandId, actor, body, traceparent, expectedVersion } = request;
  return {
    commandId,
    actor,
    body,
    ...(traceparent !== undefined && { traceparent }),
    ...(expectedVersion !== undefined && { expectedVersion }),
  };
}
