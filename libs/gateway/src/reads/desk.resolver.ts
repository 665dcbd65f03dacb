import { dutiesV1, findReferenceV1, openFieldsV1, openProposalsV1, openTasksV1, warningsV1 } from '@interlock/contracts';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { refusedBy } from '../errors.ts';
import { Allow, ANY_STAFF, BANK_STAFF, POLICE_READERS, WARNERS } from '../identity/allow.ts';
import { type Session } from '../identity/session.ts';
import { JsonScalar } from '../schema/scalars.ts';
import { type Connection, connectionOf, nodeIn } from './connection.ts';
import {
  BankTaskConnection,
  DutyConnection,
  FoundReferenceModel,
  OpenedFieldModel,
  ProposalConnection,
  WarningConnection,
} from './desk.model.ts';
import { NodeReads } from './node-reads.ts';
import { ForwardPageArgs, forwardSpanOf, listCost } from './page.input.ts';
import { type Row, rowsOf } from './rows.ts';

const OPENING_COST = 100;

/** What waits for people, each at the node that owns it, and the two questions that open or find personal data. */
@Resolver()
export class DeskResolver {
  constructor(@Inject(NodeReads) private readonly reads: NodeReads) {}

  @Query(() => DutyConnection, {
    complexity: listCost,
    description: 'Duties, the overdue first; a member’s people see their own, coordinators all.',
  })
  @Allow(...ANY_STAFF)
  async duties(
    @Context() session: Session,
    @Args() page: ForwardPageArgs,
    @Args('member', { type: () => ID, nullable: true }) member?: string | null,
    @Args('state', { type: () => String, nullable: true }) state?: string | null,
  ): Promise<Connection> {
    const body = { ...forwardSpanOf(page), ...(typeof member === 'string' && { member }), ...(typeof state === 'string' && { state }) };
    return connectionOf(await this.reads.ask('office', dutiesV1, body, session, page.seen), nodeIn('duty'), body);
  }

  @Query(() => ProposalConnection, { complexity: listCost, description: 'Stops that wait for an officer, in the order proposed (R-124).' })
  @Allow(...POLICE_READERS)
  async proposals(
    @Context() session: Session,
    @Args() page: ForwardPageArgs,
    @Args('caseId', { type: () => ID, nullable: true }) caseId?: string | null,
  ): Promise<Connection> {
    const body = { ...forwardSpanOf(page), ...(typeof caseId === 'string' && { caseId }) };
    return connectionOf(await this.reads.ask('police', openProposalsV1, body, session, page.seen), nodeIn('row'), body);
  }

  @Query(() => BankTaskConnection, { complexity: listCost, description: 'What waits for the people of the caller’s own bank.' })
  @Allow(...BANK_STAFF)
  async tasks(
    @Context() session: Session,
    @Args() page: ForwardPageArgs,
    @Args('kind', { type: () => String, nullable: true }) kind?: string | null,
  ): Promise<Connection> {
    const body = { ...forwardSpanOf(page), ...(typeof kind === 'string' && { kind }) };
    return connectionOf(await this.reads.ask(ownNode(session), openTasksV1, body, session, page.seen), nodeIn('row'), body);
  }

  @Query(() => WarningConnection, { complexity: listCost, description: 'Warnings, the newest first (R-501).' })
  @Allow(...WARNERS)
  async warnings(
    @Context() session: Session,
    @Args() page: ForwardPageArgs,
    @Args('state', { type: () => String, nullable: true }) state?: string | null,
  ): Promise<Connection> {
    const body = { ...forwardSpanOf(page), ...(typeof state === 'string' && { state }) };
    return connectionOf(await this.reads.ask('office', warningsV1, body, session, page.seen), nodeIn('warning'), body);
  }

  @Query(() => [OpenedFieldModel], {
    complexity: OPENING_COST,
    description: 'Opens sealed fields for a purpose; who, why and which is recorded before the answer leaves.',
  })
  @Allow(...POLICE_READERS)
  async openFields(
    @Context() session: Session,
    @Args('fields', { type: () => [JsonScalar] }) fields: readonly unknown[],
    @Args('purpose', { type: () => String }) purpose: string,
    @Args('caseId', { type: () => ID, nullable: true }) caseId?: string | null,
  ): Promise<readonly Row[]> {
    const answer = await this.reads.ask(
      'police',
      openFieldsV1,
      { fields, purpose, ...(typeof caseId === 'string' && { caseId }) },
      session,
    );
    return rowsOf(answer['fields']);
  }

  @Query(() => FoundReferenceModel, {
    complexity: OPENING_COST,
    description: 'A typed account number as its reference; recorded, and limited per person.',
  })
  @Allow(...POLICE_READERS)
  async findAccount(
    @Context() session: Session,
    @Args('bank', { type: () => ID }) bank: string,
    @Args('number', { type: () => String }) number: string,
    @Args('purpose', { type: () => String }) purpose: string,
  ): Promise<Row> {
    return this.reads.ask('police', findReferenceV1, { purpose, look: { for: 'account', bank, number } }, session);
  }
}

function ownNode({ person }: Session): string {
  if (!person) throw refusedBy('UNAUTHENTICATED', 'A signed token is needed');
  return person.actor.member;
}
