import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { InstantScalar, JsonScalar } from '../schema/scalars.ts';

@ObjectType('FeedEntry', { description: 'What the member was told, once and for all: the same over every outlet.' })
export class FeedEntryModel {
  @Field(() => Int, { description: '1, 2, 3 … without a gap.' })
  readonly number!: number;

  @Field(() => String, { description: 'entered, or left: from here on nothing more of the subject is shown.' })
  readonly type!: string;

  @Field(() => ID, { description: 'Id of the fact.' })
  readonly entryId!: string;

  @Field(() => String, { nullable: true, description: 'The fact’s contract: bank.stop-applied.v1.' })
  readonly kind?: string;

  @Field(() => InstantScalar)
  readonly at!: string;

  @Field(() => ID, { nullable: true })
  readonly caseId?: string;

  @Field(() => ID, { description: 'A case, an account or number reference, a duty.' })
  readonly subject!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Fields of the fact that this member may see; sealed ones stay sealed.' })
  readonly data?: unknown;
}

@ObjectType('CaseEvent', { description: 'One message of the feed; a heartbeat has no entry and moves the head.' })
export class CaseEventModel {
  @Field(() => FeedEntryModel, { nullable: true })
  readonly entry?: FeedEntryModel;

  @Field(() => String, { description: 'Give it as `after` to go on behind this message.' })
  readonly cursor!: string;

  @Field(() => Int, { description: 'Number of the feed’s last entry: above `entry.number` there is more to come.' })
  readonly head!: number;
}
