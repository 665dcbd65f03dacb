import { Field, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { FenScalar, InstantScalar } from '../schema/scalars.ts';
import { connectionType } from './connection.ts';
import { PlacesModel } from './money.model.ts';
import { type Row } from './rows.ts';

@InterfaceType('Node', { description: 'Anything with a global id.', resolveType: (row: Row) => row['__typename'] })
export abstract class NodeModel {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType('StopOrder', { implements: () => [NodeModel], description: 'A stop order, from being sent (or refused by law) to its end.' })
export class StopOrderModel extends NodeModel {
  @Field(() => ID)
  readonly orderId!: string;

  @Field(() => ID, { nullable: true })
  readonly caseId?: string;

  @Field(() => String, { nullable: true })
  readonly caseNo?: string;

  @Field(() => ID)
  readonly accountRef!: string;

  @Field(() => ID)
  readonly bank!: string;

  @Field(() => Int, { nullable: true, description: 'Which stop of the account over all cases (R-113).' })
  readonly number?: number;

  @Field(() => String, { nullable: true })
  readonly applicationId?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly orderedAt?: string;

  @Field(() => FenScalar, { nullable: true })
  readonly namedFen?: number;

  @Field(() => String, { nullable: true })
  readonly urgency?: string;

  @Field(() => ID, { nullable: true, description: 'The order that this one corrects (R-110).' })
  readonly corrects?: string;

  @Field(() => ID, { nullable: true, description: 'The order whose stop this one continues (R-117).' })
  readonly continues?: string;

  @Field(() => String, { nullable: true, description: 'Answer code (R-130).' })
  readonly code?: string;

  @Field(() => String, { nullable: true })
  readonly rule?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly answeredAt?: string;

  @Field(() => FenScalar, { nullable: true })
  readonly heldFen?: number;

  @Field(() => FenScalar, { nullable: true })
  readonly balanceFen?: number;

  @Field(() => InstantScalar, { nullable: true })
  readonly startsAt?: string;

  @Field(() => InstantScalar, { nullable: true, description: 'When it ends by itself (R-112).' })
  readonly lapsesAt?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly lapsedAt?: string;

  @Field(() => FenScalar, { nullable: true, description: 'What no freeze covered when it ended (R-118).' })
  readonly uncoveredFen?: number;

  @Field(() => ID, {
    nullable: true,
    description: 'Officer whose stop ended over money that no freeze covered (R-118); withheld from banks.',
  })
  readonly missedBy?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly releasedAt?: string;
}

@ObjectType('Freeze', { implements: () => [NodeModel], description: 'A freeze, from its order to its end.' })
export class FreezeModel extends NodeModel {
  @Field(() => ID)
  readonly freezeId!: string;

  @Field(() => ID, { nullable: true })
  readonly caseId?: string;

  @Field(() => ID)
  readonly accountRef!: string;

  @Field(() => ID)
  readonly bank!: string;

  @Field(() => FenScalar, { nullable: true })
  readonly sumFen?: number;

  @Field(() => InstantScalar, { nullable: true })
  readonly orderedAt?: string;

  @Field(() => Int, { nullable: true })
  readonly months?: number;

  @Field(() => InstantScalar, { nullable: true })
  readonly answeredAt?: string;

  @Field(() => FenScalar, { nullable: true, description: '0 while it queues (R-206).' })
  readonly frozenFen?: number;

  @Field(() => InstantScalar, { nullable: true })
  readonly renewedUntil?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly liftedAt?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly lapsedAt?: string;
}

@ObjectType('LevelOneAccount', { description: 'An account that a victim paid.' })
export class LevelOneAccountModel {
  @Field(() => ID)
  readonly accountRef!: string;

  @Field(() => ID)
  readonly bank!: string;
}

@ObjectType('Case', {
  implements: () => [NodeModel],
  description: 'A case as far as the reader may see it: a bank sees its number, and what lies with the bank.',
})
export class CaseModel extends NodeModel {
  @Field(() => ID)
  readonly caseId!: string;

  @Field(() => String)
  readonly caseNo!: string;

  @Field(() => Boolean, { description: 'False: only the reader’s own part is shown, and the fields of the rest are withheld.' })
  readonly isWhole!: boolean;

  @Field(() => String, { nullable: true, description: 'victim or bank.' })
  readonly by?: string;

  @Field(() => ID, { nullable: true })
  readonly unit?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly reportedAt?: string;

  @Field(() => [String], { nullable: true, description: 'What the report still lacks (R-102).' })
  readonly missing?: readonly string[];

  @Field(() => String, { nullable: true })
  readonly scamType?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly acceptedAt?: string;

  @Field(() => InstantScalar, { nullable: true, description: 'R-103.' })
  readonly entryDueAt?: string;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'Until when the filing is decided (R-121); what comes first, this or `firstStopEndsAt`, binds.',
  })
  readonly filingDueAt?: string;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'End of the stop of the case that ends first (R-112): what no freeze covers then is released (R-118).',
  })
  readonly firstStopEndsAt?: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Limits that passed without the act: entry (R-103), filing (R-121), service of a refusal to file (R-122).',
  })
  readonly missed?: readonly string[];

  @Field(() => InstantScalar, { nullable: true })
  readonly enteredAt?: string;

  @Field(() => Boolean, { nullable: true })
  readonly isLate?: boolean;

  @Field(() => [LevelOneAccountModel], { nullable: true })
  readonly levelOne?: readonly LevelOneAccountModel[];

  @Field(() => InstantScalar, { nullable: true })
  readonly filedAt?: string;

  @Field(() => String, { nullable: true, description: 'filing-refused, withdrawn, transferred or closed.' })
  readonly ended?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly endedAt?: string;

  @Field(() => PlacesModel, { nullable: true })
  readonly places?: PlacesModel;
}

export const CaseConnection = connectionType('Case', CaseModel);
export const StopOrderConnection = connectionType('StopOrder', StopOrderModel);
export const FreezeConnection = connectionType('Freeze', FreezeModel);
