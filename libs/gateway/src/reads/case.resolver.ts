import { cityCaseV1, cityCasesV1, cityFreezesV1, cityMoneyV1, cityOrdersV1 } from '@interlock/contracts';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { refusedBy } from '../errors.ts';
import { Allow, CASE_READERS } from '../identity/allow.ts';
import { type Session } from '../identity/session.ts';
import { CaseConnection, CaseModel, FreezeConnection, NodeModel, StopOrderConnection } from './case.model.ts';
import { type Connection, connectionOf, nodeIn } from './connection.ts';
import { globalId, readGlobalId } from './global-id.ts';
import { MoneyFlowModel } from './money.model.ts';
import { NodeReads } from './node-reads.ts';
import { PageArgs, listCost, spanOf } from './page.input.ts';
import { type Row, rowIn, textIn } from './rows.ts';

const CITY = 'city';
const CASE_COST = 5;
const MONEY_COST = 50;

/** The city’s read side: cases, orders, freezes and money, as far as the caller may see. */
@Resolver(() => CaseModel)
@Allow(...CASE_READERS)
export class CaseResolver {
  constructor(@Inject(NodeReads) private readonly reads: NodeReads) {}

  @Query(() => CaseModel, {
    name: 'case',
    nullable: true,
    complexity: ({ childComplexity }) => CASE_COST + childComplexity,
    description: 'One case by its number or id; null where the reader has no part in it.',
  })
  @Allow(...CASE_READERS)
  async oneCase(
    @Context() session: Session,
    @Args('caseNo', { type: () => String, nullable: true }) caseNo?: string | null,
    @Args('caseId', { type: () => ID, nullable: true }) caseId?: string | null,
    @Args('seen', { type: () => String, nullable: true }) seen?: string | null,
  ): Promise<Row | null> {
    if ((typeof caseNo === 'string') === (typeof caseId === 'string')) throw refusedBy('BAD_USER_INPUT', 'Say `caseNo` or `caseId`');
    return this.caseBy({ ...(typeof caseNo === 'string' && { caseNo }), ...(typeof caseId === 'string' && { caseId }) }, session, seen);
  }

  @Query(() => CaseConnection, { complexity: listCost, description: 'Cases, the newest first; for a bank those that lie with it.' })
  @Allow(...CASE_READERS)
  async cases(
    @Context() session: Session,
    @Args() page: PageArgs,
    @Args('unit', { type: () => ID, nullable: true }) unit?: string | null,
  ): Promise<Connection> {
    const span = spanOf(page);
    const answer = await this.reads.ask(CITY, cityCasesV1, { ...span, ...(typeof unit === 'string' && { unit }) }, session, page.seen);
    return connectionOf(answer, (item) => caseNode(rowIn(item, 'case'), rowIn(item, 'places')), span);
  }

  @Query(() => StopOrderConnection, { complexity: listCost, description: 'Stop orders in the order sent; a bank sees its own.' })
  @Allow(...CASE_READERS)
  async orders(
    @Context() session: Session,
    @Args() page: PageArgs,
    @Args('bank', { type: () => ID, nullable: true }) bank?: string | null,
    @Args('caseId', { type: () => ID, nullable: true }) caseId?: string | null,
  ): Promise<Connection> {
    return this.ordersOf({ ...(typeof bank === 'string' && { bank }), ...(typeof caseId === 'string' && { caseId }) }, page, session);
  }

  @Query(() => FreezeConnection, { complexity: listCost, description: 'Freezes in the order made; a bank sees its own.' })
  @Allow(...CASE_READERS)
  async freezes(
    @Context() session: Session,
    @Args() page: PageArgs,
    @Args('bank', { type: () => ID, nullable: true }) bank?: string | null,
    @Args('caseId', { type: () => ID, nullable: true }) caseId?: string | null,
  ): Promise<Connection> {
    return this.freezesOf({ ...(typeof bank === 'string' && { bank }), ...(typeof caseId === 'string' && { caseId }) }, page, session);
  }

  @Query(() => MoneyFlowModel, {
    nullable: true,
    complexity: ({ childComplexity }) => MONEY_COST + childComplexity,
    description: 'Where the money of a case is (R-135, R-136).',
  })
  @Allow(...CASE_READERS)
  async moneyFlow(
    @Context() session: Session,
    @Args('caseId', { type: () => ID }) caseId: string,
    @Args('seen', { type: () => String, nullable: true }) seen?: string | null,
  ): Promise<Row | undefined> {
    return rowIn(await this.reads.ask(CITY, cityMoneyV1, { caseId }, session, seen), 'money');
  }

  @Query(() => NodeModel, {
    nullable: true,
    complexity: ({ childComplexity }) => CASE_COST + childComplexity,
    description: 'Anything by its global id; null for what the reader may not see.',
  })
  @Allow(...CASE_READERS)
  async node(@Context() session: Session, @Args('id', { type: () => ID }) id: string): Promise<Row | null> {
    const named = readGlobalId(id);
    switch (named?.type) {
      case 'Case':
        return this.caseBy({ caseId: named.id }, session);
      case 'StopOrder': {
        const answer = await this.reads.ask(CITY, cityOrdersV1, { orderId: named.id, limit: 1 }, session);
        return connectionOf(answer, orderNode, {}).edges[0]?.node ?? null;
      }
      case 'Freeze': {
        const answer = await this.reads.ask(CITY, cityFreezesV1, { freezeId: named.id, limit: 1 }, session);
        return connectionOf(answer, freezeNode, {}).edges[0]?.node ?? null;
      }
      case undefined:
      default:
        throw refusedBy('BAD_USER_INPUT', 'Not a global id');
    }
  }

  @ResolveField('orders', () => StopOrderConnection, { complexity: listCost })
  ordersOfCase(@Parent() parent: Row, @Context() session: Session, @Args() page: PageArgs): Promise<Connection> {
    return this.ordersOf({ caseId: parent['caseId'] }, page, session);
  }

  @ResolveField('freezes', () => FreezeConnection, { complexity: listCost })
  freezesOfCase(@Parent() parent: Row, @Context() session: Session, @Args() page: PageArgs): Promise<Connection> {
    return this.freezesOf({ caseId: parent['caseId'] }, page, session);
  }

  @ResolveField('money', () => MoneyFlowModel, { nullable: true, complexity: ({ childComplexity }) => MONEY_COST + childComplexity })
  async moneyOfCase(@Parent() parent: Row, @Context() session: Session): Promise<Row | undefined> {
    return rowIn(await this.reads.ask(CITY, cityMoneyV1, { caseId: parent['caseId'] }, session), 'money');
  }

  private async caseBy(which: Row, session: Session, seen?: string | null): Promise<Row | null> {
    const answer = await this.reads.ask(CITY, cityCaseV1, which, session, seen);
    const money = rowIn(answer, 'money');
    return caseNode(rowIn(answer, 'case'), money && rowIn(money, 'places')) ?? null;
  }

  private async ordersOf(which: Row, page: PageArgs, session: Session): Promise<Connection> {
    const span = spanOf(page);
    return connectionOf(await this.reads.ask(CITY, cityOrdersV1, { ...which, ...span }, session, page.seen), orderNode, span);
  }

  private async freezesOf(which: Row, page: PageArgs, session: Session): Promise<Connection> {
    const span = spanOf(page);
    return connectionOf(await this.reads.ask(CITY, cityFreezesV1, { ...which, ...span }, session, page.seen), freezeNode, span);
  }
}

function caseNode(row: Row | undefined, places: Row | undefined): Row | undefined {
  if (!row) return undefined;
  const isWhole = textIn(row, 'unit') !== undefined || textIn(row, 'reportedAt') !== undefined;
  return { ...row, __typename: 'Case', id: globalId('Case', textIn(row, 'caseId') ?? ''), isWhole, ...(places && { places }) };
}

function orderNode(item: Row): Row | undefined {
  const row = nodeIn('order')(item);
  return row && { ...row, __typename: 'StopOrder', id: globalId('StopOrder', textIn(row, 'orderId') ?? '') };
}

function freezeNode(item: Row): Row | undefined {
  const row = nodeIn('freeze')(item);
  return row && { ...row, __typename: 'Freeze', id: globalId('Freeze', textIn(row, 'freezeId') ?? '') };
}
