import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { InstantScalar, JsonScalar } from '../schema/scalars.ts';
import { CommandErrorModel, PositionModel } from './command-answer.model.ts';

@ObjectType('CommandOutcome', { description: 'What became of a command that was answered with OUTCOME_UNKNOWN.' })
export class CommandOutcomeModel {
  @Field(() => ID)
  readonly commandId!: string;

  @Field(() => ID, { description: 'The node that owns the stream.' })
  readonly node!: string;

  @Field(() => String, { description: 'Which mutation it was.' })
  readonly mutation!: string;

  @Field(() => String, {
    description:
      'UNKNOWN: sent, and not answered; the gateway asks on, and a repetition of the mutation with the same commandId gets the answer. ' +
      'ANSWERED: the rest is the node’s first answer. EXPIRED: no answer came in time; repeat the mutation with the same commandId.',
  })
  readonly state!: string;

  @Field(() => InstantScalar, { description: 'Since when it was unknown.' })
  readonly since!: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was carried out; null while that is not known.' })
  readonly ok?: boolean;

  @Field(() => [CommandErrorModel], { description: 'Why it was not carried out.' })
  readonly errors!: readonly CommandErrorModel[];

  @Field(() => PositionModel, { nullable: true, description: 'Where the event stands.' })
  readonly position?: PositionModel;

  @Field(() => Int, { nullable: true, description: 'As in the mutation’s payload.' })
  readonly version?: number;

  @Field(() => JsonScalar, { nullable: true, description: 'What the mutation’s payload says besides.' })
  readonly outcome?: unknown;
}
