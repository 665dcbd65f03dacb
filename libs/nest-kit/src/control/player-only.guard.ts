import { TLSSocket } from 'node:tls';
import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import { type IncomingMessage } from 'node:http';

/** Whose certificate may move a city’s time. */
const PLAYER = 'player';

/** Certificate `player` only: whoever plays moves everybody’s clock. */
@Injectable()
export class PlayerOnly implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { socket } = context.switchToHttp().getRequest<IncomingMessage>();
    if (certifiedName(socket) === PLAYER) return true;
    throw new ForbiddenException({ code: 'CERTIFICATE_REFUSED', message: 'Only the player’s certificate may do this' });
  }
}

/** The common name that the caller’s certificate proves; nothing where none was asked for, or it was not believed. */
function certifiedName(socket: IncomingMessage['socket']): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { CN } = socket.getPeerCertificate().subject;
  return typeof CN === 'string' ? CN : undefined;
}
