import { type RequestProblem } from '@interlock/contracts';
import {
  type CommandAnswer,
  type CommandError,
  type CommandRoute,
  type Instant,
  type NodeContext,
  type PersonActor,
  type QueryRoute,
  type Request,
  type Sealed,
  invalid,
} from '@interlock/kernel';
import { applicationIdOf } from '@interlock/rulebook';

/** Who acts on cases at the police, who signs beside, who reads. */
export const OFFICERS: readonly string[] = ['officer', 'duty-officer', 'lead'];
export const SECOND_OFFICERS: readonly string[] = ['officer', 'duty-officer'];
export const APPROVERS: readonly string[] = ['approving-head'];
const READERS: readonly string[] = [...OFFICERS, ...APPROVERS];

interface Readable<Body> {
  readonly name: string;
  read(body: unknown): { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly problems: readonly RequestProblem[] };
}

/** A command's route: a body that does not fit is answered with its problems and reaches no stream. */
export function onCommand<Body>(
  contract: Readable<Body>,
  people: { readonly roles: readonly string[]; readonly secondRoles?: readonly string[] },
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

/** A query's route; a body that does not fit is answered `{ok: false, errors}`. */
export function onQuery<Body>(
  contract: Readable<Body>,
  answer: (body: Body, request: Request, context: NodeContext) => unknown,
): QueryRoute {
  return {
    name: contract.name,
    roles: READERS,
    async answer(request, context) {
      const read = contract.read(request.body);
      return read.ok ? answer(read.body, request, context) : invalid(read.problems);
    },
  };
}

/** What every command of a request carries over to its stream. */
export function carried(request: Request, caseId?: string) {
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

/** Banks of the body that are no members, or no banks: an order to them would reach nobody. */
export function unknownBanks(
  context: NodeContext,
  banks: readonly { readonly path: string; readonly bank: string | undefined }[],
): readonly CommandError[] {
  return banks.flatMap(({ path, bank }) =>
    bank === undefined || isInstitution(context, bank) ? [] : [{ code: 'UNKNOWN_MEMBER', path, details: { bank } }],
  );
}

/** Banks and payment institutions run the same kind of node. */
export function isInstitution({ peers }: NodeContext, bank: string): boolean {
  return peers.get(bank) === 'bank';
}

/** the sequence is made of the order's id, so that a repeated command makes the same. */
export function applicationId(businessType: string, at: Instant, orderId: string): string {
  return applicationIdOf({ businessType, at, sequence: BigInt(`0x${orderId.replaceAll('-', '')}`) % 10n ** 18n });
}

/** Seals a field of a command's body under its subject's key. */
export type Seal = (subject: string, path: string, clear: string) => Promise<Sealed>;

export function sealer({ keys }: NodeContext, commandId: string): Seal {
  return (subject, path, clear) => keys.seal(subject, commandId, path, clear);
}

/** What another node sealed is opened for the purpose, which is recorded, and sealed anew before it is passed on. */
export async function sealAnew(
  context: NodeContext,
  field: Sealed,
  as: {
    readonly subject: string;
    readonly commandId: string;
    readonly path: string;
    readonly actor: PersonActor;
    readonly purpose: string;
    readonly caseId: string;
  },
): Promise<{ readonly ok: true; readonly sealed: Sealed } | { readonly ok: false; readonly error: CommandError }> {
  if (field.key.startsWith(`${context.node}/`)) return { ok: true, sealed: field };
  const { actor, purpose, caseId } = as;
  const [opened] = await context.open([field], { actor, purpose, caseId });
  if (!opened?.ok) return { ok: false, error: { code: opened?.code ?? 'KEY_UNKNOWN', path: as.path } };
  return { ok: true, sealed: await context.keys.seal(as.subject, as.commandId, as.path, opened.clear) };
}
