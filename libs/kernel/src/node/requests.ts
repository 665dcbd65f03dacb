import { type PersonActor } from '../actor.ts';
import { refusal } from '../answers.ts';
import { type CommandAnswer, type CommandError, type CommandRoute, type NodeContext, type QueryRoute, type Request } from '../commands.ts';
import { isAfter } from '../instant.ts';

/** Deny by default: who may send what is decided here, at the owning node, whatever was checked before. */
export interface Requests {
  execute(request: Request): Promise<CommandAnswer>;
  ask(
    request: Request,
  ): Promise<{ readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly errors: readonly CommandError[] }>;
}

export function createRequests(
  context: NodeContext,
  options: { readonly member: string; readonly commands: readonly CommandRoute[]; readonly queries: readonly QueryRoute[] },
): Requests {
  const commands = new Map(options.commands.map((route) => [route.name, route]));
  const queries = new Map(options.queries.map((route) => [route.name, route]));
  const owner: Owner = { member: options.member, kinds: context.peers };
  return {
    async execute(request) {
      const route = commands.get(request.name);
      if (!route) return refusal({ code: 'UNKNOWN_COMMAND', details: { name: request.name } });
      const denied = deniedTo(route.roles, owner, request.actor) ?? secondMissing(route, owner, request);
      if (denied) return refusal(denied);
      return route.handle(request, inTime(context, request));
    },
    async ask(request) {
      const route = queries.get(request.name);
      if (!route) return { ok: false, errors: [{ code: 'UNKNOWN_QUERY', details: { name: request.name } }] };
      const denied = deniedTo(route.roles, owner, request.actor);
      if (denied) return { ok: false, errors: [denied] };
      return { ok: true, answer: await route.answer(request, context) };
    },
  };
}

/**
 * D-01: too late is decided when the command is accepted, and holds for every stream it reaches. Each stream still knows what it answered:
 * whoever repeats a command because the answer was lost hears what came of it, however late.
 */
function inTime(context: NodeContext, { validUntil }: Request): NodeContext {
  if (validUntil === undefined || !isAfter(context.clock.now(), validUntil)) return context;
  return { ...context, handle: (stream, command) => context.handle(stream, { ...command, expiredAt: validUntil }) };
}

interface Owner {
  readonly member: string;
  /** Kind of each node of the register. */
  readonly kinds: ReadonlyMap<string, string>;
}

/** Whoever no entry names is denied; see `CommandRoute.roles` for how they are written. */
function deniedTo(roles: readonly string[], owner: Owner, actor: PersonActor): CommandError | undefined {
  const isAllowed = roles.some((entry) => {
    const [who = '', role] = entry.includes('/') ? entry.split('/') : [owner.member, entry];
    return role === actor.role && isOneOf(who, actor.member, owner.kinds);
  });
  return isAllowed ? undefined : { code: 'NOT_ALLOWED', details: { member: actor.member, role: actor.role } };
}

function isOneOf(who: string, member: string, kinds: Owner['kinds']): boolean {
  if (who.startsWith('@')) return who === `@${kinds.get(member) ?? 'member'}`;
  return who === '*' || who === member;
}

/** a second person’s own token, of another person of the same organ. */
function secondMissing(route: CommandRoute, owner: Owner, { actor, second }: Request): CommandError | undefined {
  if (!route.secondRoles) return undefined;
  const wants = { roles: route.secondRoles };
  if (!second) return route.secondIsOptional ? undefined : { code: 'SECOND_PERSON_REQUIRED', details: wants };
  if (second.member === actor.member && second.person === actor.person) return { code: 'SECOND_PERSON_IS_THE_SAME', details: wants };
  return deniedTo(route.secondRoles, owner, second) && { code: 'SECOND_PERSON_NOT_ALLOWED', details: { ...wants, role: second.role } };
}
