import { type CallAnswer, answerCoreCall, answerNetworkCall } from '@interlock/adapters';
import { CalledBy } from '@interlock/nest-kit';
import { type World } from '@interlock/simulator';
import { Body, Controller, HttpCode, HttpException, Inject, Param, Post } from '@nestjs/common';
import { type PlayerAnswer, answerPlayerCall } from './player-calls.ts';

export const WORLD = Symbol('world');

/** Each bank’s core system and each operator’s network, for that bank’s and operator’s own node; and what the player does in the world. */
@Controller()
export class WorldController {
  constructor(@Inject(WORLD) private readonly world: World) {}

  /** What a core tells are names and numbers of its customers. */
  @Post('core/:bank/:call')
  @CalledBy({ param: 'bank' })
  @HttpCode(200)
  async core(@Param('bank') bank: string, @Param('call') call: string, @Body() body: unknown): Promise<unknown> {
    return sent(await answerCoreCall(this.world.bank(bank), call, body));
  }

  @Post('network/:operator/:call')
  @CalledBy({ param: 'operator' })
  @HttpCode(200)
  async network(@Param('operator') operator: string, @Param('call') call: string, @Body() body: unknown): Promise<unknown> {
    return sent(await answerNetworkCall(this.world.operator(operator), call, body));
  }
}

/** The player’s calls, for its certificate alone. */
@Controller('player')
@CalledBy({ names: ['player'] })
export class PlayerController {
  constructor(@Inject(WORLD) private readonly world: World) {}

  @Post(':call')
  @HttpCode(200)
  call(@Param('call') call: string, @Body() body: unknown): { readonly answer: unknown } {
    return { answer: sent(answerPlayerCall(this.world, call, body)) };
  }
}

function sent(answer: CallAnswer | PlayerAnswer): unknown {
  if (answer.status === 200) return answer.body;
  const { status, body } = answer;
  throw new HttpException(typeof body === 'object' && body !== null ? body : {}, status);
}
