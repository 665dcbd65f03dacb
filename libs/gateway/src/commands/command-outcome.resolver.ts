import { Inject } from '@nestjs/common';
import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { unauthenticated } from '../errors.ts';
import { Allow, EVERYBODY } from '../identity/allow.ts';
import { type Session } from '../identity/session.ts';
import { CommandOutcomeModel } from './command-outcome.model.ts';
import { OUTCOMES } from './command-outcomes.ts';
import { COMMAND_OPERATIONS } from './command-resolvers.ts';
import { type Outcomes } from './outcomes.ts';
import { essentialsOf } from './send-command.ts';

@Resolver()
export class CommandOutcomeResolver {
  constructor(@Inject(OUTCOMES) private readonly outcomes: Outcomes) {}

  @Query(() => CommandOutcomeModel, {
    nullable: true,
    description:
      'What became of a command of the caller’s own that was answered with OUTCOME_UNKNOWN. Null where this gateway knows of none: repeat the ' +
      'mutation with the same commandId, its first answer is in the node’s log.',
  })
  @Allow(...EVERYBODY)
  commandOutcome(
    @Context() { person }: Session,
    @Args('commandId', { type: () => ID }) commandId: string,
    @Args('node', { type: () => ID, description: 'As the error’s details name it.' }) node: string,
  ): CommandOutcomeModel | null {
    if (!person) throw unauthenticated('TOKEN_MISSING', 'A signed token is needed: Authorization: Bearer …');
    const { member, person: badge } = person.actor;
    const known = this.outcomes.of({ member, person: badge, node, commandId });
    if (!known) return null;
    const { state, since, name } = known;
    const operation = COMMAND_OPERATIONS.find(({ contract }) => contract.name === name);
    if (!operation) return null;
    const common = { commandId, node, state, since, mutation: operation.mutation, errors: [] };
    if (known.state !== 'ANSWERED') return common;
    return { ...common, ok: known.answer.ok, ...essentialsOf(operation, known.answer) };
  }
}
