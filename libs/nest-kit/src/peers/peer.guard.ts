import { type IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, HttpStatus, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type CallerRule, CALLED_BY } from './called-by.ts';
import { callerOf } from './caller.ts';
import { refuse } from './peer-refusal.ts';

/** Deny by default: a route is open to those whom it names, by the certificate that they show, and to nobody else. */
@Injectable()
export class PeerGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context
      .switchToHttp()
      .getRequest<IncomingMessage & { readonly params: Readonly<Record<string, string | undefined>> }>();
    const caller = callerOf(request.socket);
    if (!caller.ok) refuse(HttpStatus.FORBIDDEN, 'CERTIFICATE_REFUSED', { reason: caller.reason });
    const rule = this.reflector.getAllAndOverride<CallerRule | undefined>(CALLED_BY, [context.getHandler(), context.getClass()]);
    const needed = neededBy(rule, request.params);
    if (needed === 'any' || needed.includes(caller.name)) return true;
    return refuse(HttpStatus.FORBIDDEN, 'CERTIFICATE_REFUSED', { reason: 'OTHER_NAME', shown: caller.name, needed });
  }
}

function neededBy(rule: CallerRule | undefined, params: Readonly<Record<string, string | undefined>>): readonly string[] | 'any' {
  if (rule === undefined) return [];
  if ('byRecord' in rule) return 'any';
  if ('names' in rule) return rule.names;
  const name = params[rule.param];
  return name === undefined ? [] : [name];
}
