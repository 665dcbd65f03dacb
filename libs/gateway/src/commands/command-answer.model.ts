import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { FenScalar, JsonScalar } from '../schema/scalars.ts';

@ObjectType('LocalText', { description: 'A text in both languages.' })
export class LocalTextModel {
  @Field(() => String)
  readonly zh!: string;

  @Field(() => String)
  readonly en!: string;
}

@ObjectType('CommandError', { description: 'Why a command was not carried out: what a person can put right. The code is the contract.' })
export class CommandErrorModel {
  @Field(() => String, { description: 'LIMIT_REACHED, SECOND_PERSON_REQUIRED, …: docs/error-codes.md has them all.' })
  readonly code!: string;

  @Field(() => String, { nullable: true, description: 'The rule that says so: R-113.' })
  readonly rule?: string;

  @Field(() => String, { nullable: true, description: 'Field of the input: payments.0.amountFen.' })
  readonly path?: string;

  @Field(() => LocalTextModel, { description: 'The code in words.' })
  readonly message!: LocalTextModel;

  @Field(() => JsonScalar, { nullable: true, description: 'What the code is about: accounts, sums, limits. No personal data.' })
  readonly details?: unknown;
}

@ObjectType('Position', { description: 'Where an event stands in its node’s log.' })
export class PositionModel {
  @Field(() => ID)
  readonly node!: string;

  @Field(() => ID, { description: 'The log; another one after a restore.' })
  readonly storeId!: string;

  @Field(() => String)
  readonly position!: string;

  @Field(() => String, { description: 'All three as one text: for the argument `seen` or the header Interlock-Seen.' })
  readonly token!: string;
}

@ObjectType('AccountResult', { description: 'What became of one account in an action over many.' })
export class AccountResult {
  @Field(() => ID)
  readonly accountRef!: string;

  @Field(() => ID, { nullable: true })
  readonly bank?: string;

  @Field(() => Boolean, { nullable: true })
  readonly ok?: boolean;

  @Field(() => Boolean, { nullable: true })
  readonly repeated?: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Head of the account’s stream after this: the `expectedVersion` of who goes on from here.',
  })
  readonly version?: number;

  @Field(() => ID, { nullable: true })
  readonly proposalId?: string;

  @Field(() => ID, { nullable: true })
  readonly orderId?: string;

  @Field(() => ID, { nullable: true })
  readonly freezeId?: string;

  @Field(() => Int, { nullable: true, description: 'Which stop of the account (R-113).' })
  readonly number?: number;

  @Field(() => FenScalar, { nullable: true })
  readonly namedFen?: number;

  @Field(() => FenScalar, { nullable: true })
  readonly sumFen?: number;

  @Field(() => CommandErrorModel, { nullable: true })
  readonly error?: CommandErrorModel;
}
