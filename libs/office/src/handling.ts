import { type RequestProblem } from '@interlock/contracts';
import {
  type CommandAnswer,
  type CommandRoute,
  type NodeContext,
  type PersonActor,
  type QueryRoute,
  type Request,
  invalid,
} from '@interlock/kernel';

/** Who leads the joint office's work. */
export const OFFICE: readonly string[] = ['coordinator', 'office-head'];
/** People of any member who answer for its part. */
export const MEMBER_STAFF: readonly string[] = ['*/liaison', '*/operator', '*/lead'];
/** The police's own people who handle cases and warnings: the office's node is theirs. */
export const POLICE_STAFF: readonly string[] = ['officer', 'duty-officer', 'approving-head'];

interface Readable<Body> {
  readonly name: string;
  read(body: unknown): { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly problems: readonly RequestProblem[] };
}

/** A command: its body is read by the contract first. */
export function commandRoute<Body>(
  contract: Readable<Body>,
  roles: readonly string[],
  handle: (body: Body, request: Request, context: NodeContext) => Promise<CommandAnswer>,
): CommandRoute {
  return {
    name: contract.name,
    roles,
    async handle(request, context) {
      const read = contract.read(request.body);
      return read.ok ? handle(read.body, request, context) : invalid(read.problems);
    },
  };
}

/** A question; a body that does not fit is answered with its problems. */
export function queryRoute<Body>(
  contract: Readable<Body>,
  roles: readonly string[],
  answer: (body: Body, actor: PersonActor, context: NodeContext) => unknown,
): QueryRoute {
  return {
    name: contract.name,
    roles,
    async answer(request, context) {
      const read = contract.read(request.body);
      return read.ok ? answer(read.body, request.actor, context) : invalid(read.problems);
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

/** Coordinators see and steer all; everybody else what is their own member's. The node's own member holds these roles (police). */
export function leadsOffice({ member, role }: PersonActor): boolean {
  return member === OFFICE_MEMBER && OFFICE.includes(role);
}

/** The member that runs the joint office (members.yaml: `office: true`). */
export const OFFICE_MEMBER = 'police';

/** A list's page with its last cursor. */
export function pageOf<Row, Shown>(
  page: { readonly items: readonly { readonly cursor: string; readonly row: Row }[]; readonly hasMore: boolean },
  show: (row: Row) => Shown,
): { readonly items: readonly ({ readonly cursor: string } & Shown)[]; readonly hasMore: boolean; readonly endCursor?: string } {
  const last = page.items.at(-1)?.cursor;
  return {
    items: page.items.map(({ cursor, row }) => ({ cursor, ...show(row) })),
    hasMore: page.hasMore,
    ...(last !== undefined && { endCursor: last }),
  };
}
