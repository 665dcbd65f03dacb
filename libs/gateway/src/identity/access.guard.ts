import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import { refusedBy, unauthenticated } from '../errors.ts';
import { type GatewayOptions, GATEWAY_OPTIONS } from '../gateway-options.ts';
import { type Who, ALLOWED, memberKindOf, PUBLIC } from './allow.ts';
import { type Session } from './session.ts';

/** The early refusal: an operation that does not say who may call it is called by nobody. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly kinds: ReadonlyMap<string, string>;

  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(GATEWAY_OPTIONS) options: GatewayOptions,
  ) {
    this.kinds = new Map(options.members.map(({ code, kind }) => [code, kind]));
  }

  canActivate(context: ExecutionContext): boolean {
    // Pages and probes are public by nature: they show no member’s data.
    if (context.getType<string>() !== 'graphql') return true;
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places) === true) return true;
    const { person } = GqlExecutionContext.create(context).getContext<Session>();
    if (!person) throw unauthenticated('TOKEN_MISSING', 'A signed token is needed: Authorization: Bearer …');
    const { member, role } = person.actor;
    const allowed = this.reflector.getAllAndOverride<readonly Who[] | undefined>(ALLOWED, places) ?? [];
    if (allowed.includes(`${memberKindOf(member, this.kinds.get(member))}/${role}`)) return true;
    throw refusedBy('NOT_ALLOWED', 'Not for this role of this member', { details: { member, role } });
  }
}
