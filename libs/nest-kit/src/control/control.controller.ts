import { type Instant, isInstant } from '@interlock/kernel';
import { BadRequestException, Body, ConflictException, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { type Nodes } from '../nodes/nodes.ts';
import { CalledBy } from '../peers/called-by.ts';
import { type ControlledClock } from './controlled-clock.ts';
import { type ControlState, type CountedNode, countedStateOf, stateOf } from './control-state.ts';

export interface Controlled {
  /** None where the process hosts no node: the world outside has a clock all the same. */
  readonly nodes: Pick<Nodes, 'all'>;
  readonly clock: ControlledClock;
}

export const CONTROLLED = Symbol('controlled');

/** Nothing waits here longer than this for a node that does not get on; the player asks again. Machine time. */
const SETTLE_PATIENCE_MS = 5_000;

/**
 * What the player of a story needs of a process, only with a virtual clock (architecture.md 9): time moves when it says so, deadlines are fired
 * when it says so, and it hears when everything has come to rest.
 */
@Controller('control')
@CalledBy({ names: ['player'] })
export class ControlController {
  constructor(@Inject(CONTROLLED) private readonly controlled: Controlled) {}

  @Get('state')
  async state(): Promise<ControlState<CountedNode>> {
    return { now: this.controlled.clock.now(), nodes: await Promise.all(this.controlled.nodes.all().map(countedStateOf)) };
  }

  @Post('clock')
  @HttpCode(200)
  clock(@Body() body: unknown): { readonly now: Instant } {
    const to = readMoment(body);
    const { clock } = this.controlled;
    try {
      clock.advanceTo(to);
    } catch (error) {
      if (error instanceof RangeError) throw new ConflictException({ code: 'CLOCK_BACKWARDS', message: error.message });
      throw error;
    }
    return { now: clock.now() };
  }

  @Post('settle')
  @HttpCode(200)
  async settle(): Promise<ControlState> {
    const nodes = this.controlled.nodes.all();
    const problems = await Promise.all(
      nodes.map((node) =>
        node.settled(SETTLE_PATIENCE_MS).then(
          () => null,
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        ),
      ),
    );
    return { now: this.controlled.clock.now(), nodes: nodes.map((node, index) => stateOf(node, problems[index])) };
  }

  @Post('fire-due')
  @HttpCode(200)
  async fireDue(): Promise<{ readonly fired: number }> {
    let fired = 0;
    for (const node of this.controlled.nodes.all()) fired += await node.timers.fireDue();
    return { fired };
  }
}

function readMoment(body: unknown): Instant {
  const to = typeof body === 'object' && body !== null && 'to' in body ? body.to : undefined;
  if (typeof to === 'string' && isInstant(to)) return to;
  throw new BadRequestException({ code: 'CLOCK_UNREADABLE', message: 'to is an instant: 2021-03-22T04:00:00.000Z' });
}
