import { caseV1, cityCaseV1, cityFreezesV1, cityOrdersV1, policeFreezesV1, stopOrdersV1 } from '@interlock/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CASE_READERS, POLICE_READERS } from '../identity/allow.ts';
import { type Session } from '../identity/session.ts';
import { CaseModel, FreezeModel, StopOrderModel } from './case.model.ts';
import { NodeReads } from './node-reads.ts';
import { type Row, isRow, rowIn, rowsOf } from './rows.ts';

const [CITY, POLICE] = ['city', 'police'] as const;
/** Two questions more for each that is shown. */
const VERSION_COST = 10;
/** Moves with stops that other streams hold. */
const OF_OTHERS = new Set(['firstStopEndsAt']);

/** A head that belongs to what is shown. */
function headOf(what: string) {
  const description = `Head of the ${what} as shown, for \`expectedVersion\`. Police only; null where it went on meanwhile: read again.`;
  return { nullable: true, complexity: VERSION_COST, description } as const;
}

type Question = readonly [contract: { readonly name: string }, body: Row];

/**
 * Versions that belong to what a reader has before him. The city’s rows follow the police’s log at a distance: a head that is further on than
 * they are would let a caller overwrite what he never saw. So the row is read again once the city shows all that the head counts.
 */
@Injectable()
export class ShownVersions {
  constructor(@Inject(NodeReads) private readonly reads: NodeReads) {}

  async versionOf(shown: Row, session: Session, questions: { readonly head: Question; readonly again: Question }): Promise<number | null> {
    if (!isOfficer(session)) return null;
    const [head, of] = questions.head;
    const { row, at } = await this.reads.askFresh(POLICE, head, of, session);
    const { version } = row;
    if (typeof version !== 'number' || at === undefined) return null;
    const [contract, body] = questions.again;
    const again = await this.reads.askSince(CITY, contract, body, session, at);
    const now = again && rowOf(again);
    return now && isAsShown(now, shown) ? version : null;
  }
}

@Resolver(() => CaseModel)
@Allow(...CASE_READERS)
export class CaseVersionResolver {
  constructor(@Inject(ShownVersions) private readonly versions: ShownVersions) {}

  @ResolveField('version', () => Int, headOf('case'))
  version(@Parent() shown: Row, @Context() session: Session): Promise<number | null> {
    const which = { caseId: shown['caseId'] };
    return this.versions.versionOf(shown, session, { head: [caseV1, which], again: [cityCaseV1, which] });
  }
}

@Resolver(() => StopOrderModel)
@Allow(...CASE_READERS)
export class StopOrderVersionResolver {
  constructor(@Inject(ShownVersions) private readonly versions: ShownVersions) {}

  @ResolveField('version', () => Int, headOf('account’s stops'))
  version(@Parent() shown: Row, @Context() session: Session): Promise<number | null> {
    const { orderId, accountRef } = shown;
    return this.versions.versionOf(shown, session, {
      head: [stopOrdersV1, { accountRef, limit: 1 }],
      again: [cityOrdersV1, { orderId, limit: 1 }],
    });
  }
}

@Resolver(() => FreezeModel)
@Allow(...CASE_READERS)
export class FreezeVersionResolver {
  constructor(@Inject(ShownVersions) private readonly versions: ShownVersions) {}

  @ResolveField('version', () => Int, headOf('account’s freezes'))
  version(@Parent() shown: Row, @Context() session: Session): Promise<number | null> {
    const { freezeId, accountRef } = shown;
    return this.versions.versionOf(shown, session, {
      head: [policeFreezesV1, { accountRef, limit: 1 }],
      again: [cityFreezesV1, { freezeId, limit: 1 }],
    });
  }
}

function isOfficer({ person }: Session): boolean {
  return person !== undefined && POLICE_READERS.some((who) => who === `${person.actor.member}/${person.actor.role}`);
}

/** The one row of an answer, whichever list or field it stands in. */
function rowOf(answer: Row): Row | undefined {
  const [item] = rowsOf(answer['items']);
  return rowIn(answer, 'case') ?? Object.values(item ?? {}).find(isRow);
}

function isAsShown(now: Row, shown: Row): boolean {
  return Object.entries(now).every(([field, value]) => OF_OTHERS.has(field) || JSON.stringify(value) === JSON.stringify(shown[field]));
}
