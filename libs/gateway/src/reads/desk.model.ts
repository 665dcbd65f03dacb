import { Field, ID, ObjectType } from '@nestjs/graphql';
import { FenScalar, InstantScalar } from '../schema/scalars.ts';
import { connectionType } from './connection.ts';

@ObjectType('Duty', { description: 'One duty of a case, with exactly one accountable member and post (R-814).' })
class DutyModel {
  @Field(() => ID)
  readonly caseId!: string;

  @Field(() => ID)
  readonly dutyId!: string;

  @Field(() => String)
  readonly code!: string;

  @Field(() => String)
  readonly zh!: string;

  @Field(() => String)
  readonly en!: string;

  @Field(() => String)
  readonly rule!: string;

  @Field(() => ID)
  readonly member!: string;

  @Field(() => ID)
  readonly post!: string;

  @Field(() => InstantScalar)
  readonly dueAt!: string;

  @Field(() => String, { description: 'assigned, accepted, done, checked or lifted.' })
  readonly state!: string;

  @Field(() => Boolean)
  readonly isOverdue!: boolean;

  @Field(() => Boolean, { description: 'An alert: nobody holds the post (R-814).' })
  readonly isHolderMissing!: boolean;

  @Field(() => InstantScalar, { nullable: true })
  readonly doneAt?: string;

  @Field(() => Boolean, { nullable: true })
  readonly isLate?: boolean;
}

@ObjectType('Proposal', { description: 'A stop that the system or an officer proposes; an officer decides (R-124).' })
class ProposalModel {
  @Field(() => ID)
  readonly proposalId!: string;

  @Field(() => ID)
  readonly caseId!: string;

  @Field(() => ID)
  readonly accountRef!: string;

  @Field(() => ID)
  readonly bank!: string;

  @Field(() => String)
  readonly because!: string;

  @Field(() => InstantScalar)
  readonly proposedAt!: string;
}

@ObjectType('ReleaseProposal', {
  description:
    'A stop over nothing that is traced any more: an officer releases it (`releaseStop`) or keeps it (`withdrawProposal`) (R-117).',
})
class ReleaseProposalModel extends ProposalModel {
  @Field(() => ID, { description: 'The stop to release.' })
  readonly orderId!: string;
}

@ObjectType('Signer', { description: 'Who signed or approved at the police: a code there, never a name.' })
class SignerModel {
  @Field(() => String)
  readonly person!: string;

  @Field(() => ID)
  readonly unit!: string;
}

@ObjectType('BankTask', { description: 'What waits for the bank’s people, or is at the core system now.' })
class BankTaskModel {
  @Field(() => ID)
  readonly taskId!: string;

  @Field(() => String, { description: 'stop, release, detail, watch, freeze, lift or appeal.' })
  readonly kind!: string;

  @Field(() => ID, { description: 'Order, request, watch, freeze or measure: what the answering mutation names.' })
  readonly about!: string;

  @Field(() => ID)
  readonly accountRef!: string;

  @Field(() => String, { description: 'waiting, at-core or running.' })
  readonly state!: string;

  @Field(() => InstantScalar)
  readonly since!: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly dueAt?: string;

  @Field(() => FenScalar, { nullable: true })
  readonly namedFen?: number;

  @Field(() => String, { nullable: true })
  readonly urgency?: string;

  @Field(() => [SignerModel], {
    nullable: true,
    description: 'The two officers who signed the stop order (R-108), or the head who approved the freeze (R-201).',
  })
  readonly signedBy?: readonly SignerModel[];
}

@ObjectType('Warning', { description: 'A warning about a person (R-501), without anything of the person.' })
class WarningModel {
  @Field(() => ID)
  readonly warningId!: string;

  @Field(() => String)
  readonly level!: string;

  @Field(() => String)
  readonly state!: string;

  @Field(() => String, { nullable: true })
  readonly source?: string;

  @Field(() => String, { nullable: true })
  readonly scamType?: string;

  @Field(() => ID, { nullable: true })
  readonly unit?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly issuedAt?: string;

  @Field(() => String, { nullable: true, description: 'The rung of the ladder reached: sms, ai-call, human-call, visit, … (R-504).' })
  readonly step?: string;

  @Field(() => InstantScalar, { nullable: true, description: 'When the owner signed for it (R-503).' })
  readonly signedAt?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly deliveredAt?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly readAt?: string;

  @Field(() => InstantScalar, { nullable: true, description: 'When a person spoke to whom it warns (R-504).' })
  readonly contactedAt?: string;

  @Field(() => [String], { description: 'What passed its due time, in that order (R-503).' })
  readonly overdue!: readonly string[];

  @Field(() => String, { nullable: true, description: 'R-505.' })
  readonly outcome?: string;

  @Field(() => InstantScalar, { nullable: true })
  readonly closedAt?: string;

  @Field(() => InstantScalar, { nullable: true, description: 'Up to when it is watched after its closing (R-507).' })
  readonly watchUntil?: string;

  @Field(() => FenScalar, { description: 'Lost after the warning, over all cases linked (R-509).' })
  readonly lostFen!: number;
}

@ObjectType('OpenedField', { description: 'A sealed field in clear, or why not.' })
export class OpenedFieldModel {
  @Field(() => Boolean)
  readonly ok!: boolean;

  @Field(() => String, { nullable: true })
  readonly clear?: string;

  @Field(() => String, { nullable: true })
  readonly code?: string;
}

@ObjectType('FoundReference', { description: 'The reference of a typed number, or why not.' })
export class FoundReferenceModel {
  @Field(() => ID, { nullable: true })
  readonly ref?: string;

  @Field(() => String, { nullable: true })
  readonly code?: string;
}

export const DutyConnection = connectionType('Duty', DutyModel);
export const ProposalConnection = connectionType('Proposal', ProposalModel);
export const ReleaseProposalConnection = connectionType('ReleaseProposal', ReleaseProposalModel);
export const WarningConnection = connectionType('Warning', WarningModel);
export const BankTaskConnection = connectionType('BankTask', BankTaskModel);
