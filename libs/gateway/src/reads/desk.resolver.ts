import {
  cityDutiesV1,
  cityWarningsV1,
  findReferenceV1,
  openFieldsV1,
  openProposalsV1,
  openTasksV1,
  releaseProposalsV1,
} from '@interlock/contracts';
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
  ReleaseProposalConnection,
  WarningConnection,
} from './desk.model.ts';
import { NodeReads } from './node-reads.ts';
import { ForwardPageArgs, PageArgs, forwardSpanOf, listCost, spanOf } from './page.input.ts';
import { type Row, rowsOf } from './rows.ts';

const CITY = 'city';
const OPENING_COST = 100;

/** What waits for people: duties and warnings from the city’s read side, the rest at the node that owns it; and the two questions that open or find personal data. */
@Resolver()
export class DeskResolver {
  constructor(@Inject(NodeReads) private readonly reads: NodeReads) {}

  @Query(() => DutyConnection, {
    complexity: listCost,
    description: 'Duties by member or case, the overdue first (R-814); police and office see all, everybody else their own member’s.',
  })
  @Allow(...ANY_STAFF)
  async duties(
    @Context() session: Session,
    @Args() page: PageArgs,
    @Args('member', { type: () => ID, nullable: true }) member?: string | null,
    @Args('caseId', { type: () => ID, nullable: true }) caseId?: string | null,
    @Args('state', { type: () => String, nullable: true }) state?: string | null,
  ): Promise<Connection> {
    const span = spanOf(page);
    const body = { ...span, ...given({ member, caseId, state }) };
    return connectionOf(await this.reads.ask(CITY, cityDutiesV1, body, session, page.seen), nodeIn('duty'), span);
  }

  @Query(() => ProposalConnection, {
    complexity: listCost,
    description:
      'Stops that wait for an officer, in the order proposed (R-124). A policy makes a proposal shortly after the event that calls for it: a read with `seen` shows the event, and may come before the proposal.',
  })
  @Allow(...POLICE_READERS)
  async proposals(
    @Context() session: Session,
    @Args() page: ForwardPageArgs,
    @Args('caseId', { type: () => ID, nullable: true }) caseId?: string | null,
  ): Promise<Connection> {
    const body = { ...forwardSpanOf(page), ...(typeof caseId === 'string' && { caseId }) };
    return connectionOf(await this.reads.ask('police', openProposalsV1, body, session, page.seen), nodeIn('row'), body);
  }

  @Query(() => ReleaseProposalConnection, {
    complexity: listCost,
    description: 'Releases that wait for an officer, in the order proposed: a recount left nothing traced under the stop (R-117).',
  })
  @Allow(...POLICE_READERS)
  async releaseProposals(
    @Context() session: Session,
    @Args() page: ForwardPageArgs,
    @Args('caseId', { type: () => ID, nullable: true }) caseId?: string | null,
  ): Promise<Connection> {
    const body = { ...forwardSpanOf(page), ...(typeof caseId === 'string' && { caseId }) };
    return connectionOf(await this.reads.ask('police', releaseProposalsV1, body, session, page.seen), nodeIn('row'), body);
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

  @Query(() => WarningConnection, {
    complexity: listCost,
    description: 'Warnings and what became of them, the newest first (R-501 to R-509).',
  })
  @Allow(...WARNERS)
  async warnings(
    @Context() session: Session,
    @Args() page: PageArgs,
    @Args('level', { type: () => String, nullable: true }) level?: string | null,
    @Args('state', { type: () => String, nullable: true }) state?: string | null,
    @Args('unit', { type: () => ID, nullable: true }) unit?: string | null,
  ): Promise<Connection> {
    const span = spanOf(page);
    const body = { ...span, ...given({ level, state, unit }) };
    return connectionOf(await this.reads.ask(CITY, cityWarningsV1, body, session, page.seen), nodeIn('warning'), span);
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

/** Filters that the caller named: contracts know no null. */
function given(filters: Readonly<Record<string, string | null | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(filters).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function ownNode({ person }: Session): string {
  if (!person) throw refusedBy('UNAUTHENTICATED', 'A signed token is needed');
  return person.actor.member;
}
