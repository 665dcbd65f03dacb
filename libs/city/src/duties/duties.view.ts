import { type DutiesAssignedV1, type DutyChangedV1 } from '@interlock/contracts';
import { type Instant, type Rows, unreachable, view } from '@interlock/kernel';

type DutyState = 'assigned' | 'accepted' | 'done' | 'checked' | 'lifted';

/** A step of the ladder that a duty has climbed (D-03, R-811). */
interface Escalation {
  readonly level: number;
  readonly to?: DutyChangedV1['to'];
  readonly step?: string;
  readonly rule?: string;
  readonly at: Instant;
}

/** one duty of one case, with the member and post that answer for it now. */
export interface DutyRow {
  /** `<case id>/<duty id>`. */
  readonly id: string;
  readonly caseId: string;
  readonly dutyId: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** The rule that the duty comes from. */
  readonly rule: string;
  readonly member: string;
  readonly post: string;
  readonly template: string;
  readonly version: number;
  readonly assignedAt: Instant;
  readonly dueAt: Instant;
  readonly state: DutyState;
  /** Overdue and open first, then open, then the rest; in each by due time. */
  readonly rank: string;
  readonly isOverdue: boolean;
  /** In the order climbed. */
  readonly escalations: readonly Escalation[];
  readonly repliedAt?: Instant;
  /** An alert: nobody holds the post. */
  readonly isHolderMissing: boolean;
  /** Whom it is offered to: the member still answers for it. */
  readonly offeredTo: DutyChangedV1['offeredTo'] | null;
  readonly doneAt: Instant | null;
  readonly isLate?: boolean;
}

export const duties = view<DutyRow, DutiesAssignedV1 | DutyChangedV1>({
  name: 'city_duties',
  version: 1,
  rows: { key: 'id', indexes: ['caseId', 'member', 'state', 'rank'] },
  on: ['office.duties-assigned.v1', 'office.duty-changed.v1'],
  apply(fact, rows) {
    if (fact.type === 'office.duty-changed.v1') {
      put(rows, fact, { member: fact.member, ...(fact.post !== undefined && { post: fact.post }), ...changeOf(fact, rows) });
      return;
    }
    const { caseId, template, version, assignedAt } = fact;
    for (const { dutyId, code, zh, en, rule, member, post, dueAt } of fact.duties)
      put(rows, { caseId, dutyId }, { ...{ code, zh, en, rule, member, post, dueAt, template, version, assignedAt }, ...NEW });
  },
});

const NO_OFFER = { offeredTo: null } as const;
const NEW = { ...NO_OFFER, state: 'assigned', isOverdue: false, isHolderMissing: false, escalations: [], doneAt: null } as const;

function dutyKey({ caseId, dutyId }: Pick<DutyRow, 'caseId' | 'dutyId'>): string {
  return `${caseId}/${dutyId}`;
}

function changeOf(fact: DutyChangedV1, rows: Rows<DutyRow>): Partial<DutyRow> {
  const { at, change } = fact;
  switch (change) {
    case 'accepted':
      return { state: 'accepted', ...NO_OFFER };
    case 'handover-offered':
      return { offeredTo: fact.offeredTo ?? null };
    case 'handover-declined':
      return NO_OFFER;
    case 'handed-over':
      return { state: 'accepted', isHolderMissing: false, ...NO_OFFER };
    case 'done':
      return { state: 'done', doneAt: at, isLate: fact.late ?? false, ...NO_OFFER };
    case 'checked':
      return { state: 'checked' };
    case 'returned':
      return { state: 'accepted', doneAt: null };
    case 'overdue':
    case 'escalated':
      return { isOverdue: true, escalations: [...(rows.get(dutyKey(fact))?.escalations ?? []), escalationOf(fact)] };
    case 'replied':
      return { repliedAt: at };
    case 'lifted':
      return { state: 'lifted', ...NO_OFFER };
    case 'holder-missing':
    case 'holder-found':
      return { isHolderMissing: change === 'holder-missing' };
    default:
      return unreachable(change);
  }
}

function escalationOf({ level = 0, to, step, rule, at }: DutyChangedV1): Escalation {
  return { level, at, ...(to !== undefined && { to }), ...(step !== undefined && { step }), ...(rule !== undefined && { rule }) };
}

function put(rows: Rows<DutyRow>, { caseId, dutyId }: Pick<DutyRow, 'caseId' | 'dutyId'>, change: Partial<DutyRow>): void {
  const id = dutyKey({ caseId, dutyId });
  const { state = 'assigned', isOverdue = false, dueAt = '' } = { ...rows.get(id), ...change };
  rows.put({ ...change, id, caseId, dutyId, rank: `${groupOf(state, isOverdue)} ${dueAt}` });
}

function groupOf(state: DutyState, isOverdue: boolean): string {
  if (state !== 'assigned' && state !== 'accepted') return '3-over';
  return isOverdue ? '1-overdue' : '2-open';
}
