import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { FenScalar, InstantScalar } from '../schema/scalars.ts';

@ObjectType('Places', { description: 'Where the loss is: lost = stopped + frozen + returned + escaped + in question + at risk (R-136).' })
export class PlacesModel {
  @Field(() => FenScalar)
  readonly lostFen!: number;

  @Field(() => FenScalar)
  readonly stoppedFen!: number;

  @Field(() => FenScalar)
  readonly frozenFen!: number;

  @Field(() => FenScalar)
  readonly returnedFen!: number;

  @Field(() => FenScalar)
  readonly escapedFen!: number;

  @Field(() => FenScalar)
  readonly inQuestionFen!: number;

  @Field(() => FenScalar)
  readonly atRiskFen!: number;
}

@ObjectType('MoneyAccount', { description: 'An account that money of the case reached (R-135).' })
export class MoneyAccountModel {
  @Field(() => ID)
  readonly accountRef!: string;

  @Field(() => ID)
  readonly bank!: string;

  @Field(() => Int)
  readonly level!: number;

  @Field(() => FenScalar)
  readonly tracedInFen!: number;

  @Field(() => FenScalar)
  readonly onAccountFen!: number;

  @Field(() => FenScalar)
  readonly stoppedFen!: number;

  @Field(() => FenScalar)
  readonly frozenFen!: number;

  @Field(() => FenScalar)
  readonly inQuestionFen!: number;

  @Field(() => FenScalar)
  readonly atRiskFen!: number;

  @Field(() => FenScalar, { description: 'Of all cases: what is known to lie there now.' })
  readonly tracedFen!: number;

  @Field(() => InstantScalar, { nullable: true })
  readonly firstInflowAt?: string;

  @Field(() => String, { nullable: true, description: 'stop or own-hold.' })
  readonly hold?: string;
}

@ObjectType('MoneyMovement', { description: 'A booking that carried money of the case.' })
export class MoneyMovementModel {
  @Field(() => ID)
  readonly reference!: string;

  @Field(() => InstantScalar)
  readonly at!: string;

  @Field(() => ID, { nullable: true })
  readonly from?: string;

  @Field(() => ID, { nullable: true })
  readonly to?: string;

  @Field(() => String, { nullable: true, description: 'How it left the banks: cash-atm, abroad, …' })
  readonly exit?: string;

  @Field(() => FenScalar)
  readonly carriedFen!: number;
}

const ACCOUNTS_COST = 20;

@ObjectType('MoneyFlow', { description: 'Where the money of a case is, as far as the reader may see.' })
export class MoneyFlowModel {
  @Field(() => InstantScalar)
  readonly at!: string;

  @Field(() => PlacesModel, { nullable: true, description: 'Withheld from whoever sees a part of the case only.' })
  readonly places?: PlacesModel;

  @Field(() => [MoneyAccountModel], { complexity: ({ childComplexity }) => ACCOUNTS_COST + childComplexity })
  readonly accounts!: readonly MoneyAccountModel[];

  @Field(() => [MoneyMovementModel], { complexity: ({ childComplexity }) => ACCOUNTS_COST + childComplexity })
  readonly movements!: readonly MoneyMovementModel[];
}
