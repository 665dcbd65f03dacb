import { type IncomingMessage } from 'node:http';
import { Controller, ForbiddenException, Get, Inject, Req } from '@nestjs/common';

/** Where the player on this machine finds the city that a gateway belongs to. */
export interface WhereCityIs {
  /** The data folder: addresses lie in its `run/peers.json`, the player’s certificate in its `certificates/`. */
  readonly data: string;
}

export const WHERE_CITY_IS = Symbol('where the city is');

/** At the gateway’s own address, only with a virtual clock, and to callers on this machine: it names a folder, and no secret. */
@Controller('control')
export class PlayedCityController {
  constructor(@Inject(WHERE_CITY_IS) private readonly where: WhereCityIs) {}

  @Get('city')
  city(@Req() request: IncomingMessage): WhereCityIs {
    if (LOOPBACK.has(request.socket.remoteAddress ?? '')) return this.where;
    throw new ForbiddenException({ code: 'NOT_THIS_MACHINE', message: 'A city is played from the machine that it runs on' });
  }
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
