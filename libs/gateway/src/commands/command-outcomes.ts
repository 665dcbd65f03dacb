import { NodeCommand, outcomesUnknown } from '@interlock/nest-kit';
import { type Provider } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type GatewayOptions, GATEWAY_OPTIONS, limitsOf } from '../gateway-options.ts';
import { type Outcomes, makeOutcomes } from './outcomes.ts';

export const OUTCOMES = Symbol('outcomes of commands');

/** One for the whole gateway: it repeats over the same bus that the mutations use. */
export const outcomesProvider: Provider<Outcomes> = {
  provide: OUTCOMES,
  inject: [CommandBus, GATEWAY_OPTIONS],
  useFactory(commands: CommandBus, options: GatewayOptions) {
    const { outcomesMax, outcomeGraceMs } = limitsOf(options);
    return makeOutcomes({
      ...{ clock: options.clock, outcomesMax, graceMs: outcomeGraceMs },
      repeat: (node, request) => commands.execute(new NodeCommand(node, request)),
      onChanged: (unknown) => {
        outcomesUnknown.set(unknown);
      },
      report: (error) => {
        options.report({ operation: 'repeating a command', error });
      },
    });
  },
};
