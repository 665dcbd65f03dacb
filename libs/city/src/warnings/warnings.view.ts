import { type WarningChangedV1 } from '@interlock/contracts';
import { type Fen, type Instant, type Rows, unreachable, view } from '@interlock/kernel';

interface Loss {
  readonly caseId: string;
  readonly lostFen: Fen;
  readonly learning?: WarningChangedV1['learning'];
}

/** One warning as far as the city knows it: how far it came and what came of it, nothing of the person warned. */
export interface WarningRow {
  readonly warningId: string;
  readonly level: WarningChangedV1['level'];
  readonly state: WarningChangedV1['state'];
  readonly source?: WarningChangedV1['source'];
  readonly scamType?: string;
  readonly unit?: string;
  readonly owner?: WarningChangedV1['owner'];
  readonly issuedAt?: Instant;
  /** The rung of the ladder reached. */
  readonly step?: WarningChangedV1['step'];
  readonly signedAt?: Instant;
  /** delivered, read and contacted, apart. */
  readonly deliveredAt?: Instant;
  readonly readAt?: Instant;
  readonly contactedAt?: Instant;
  /** what passed its due time, in the order told. */
  readonly overdue: readonly NonNullable<WarningChangedV1['what']>[];
  readonly outcome: WarningChangedV1['outcome'] | null;
  readonly closedAt: Instant | null;
  readonly watchUntil: Instant | null;
  readonly reopenedAt?: Instant;
  /** Whether another district is asked to take it over. */
  readonly isMoving: boolean;
  /** over all cases linked, and of the latest. */
  readonly lostFen: Fen;
  readonly learning: WarningChangedV1['learning'] | null;
  readonly losses: readonly Loss[];
}

export const warnings = view<WarningRow, WarningChangedV1>({
  name: 'city_warnings',
  version: 1,
  rows: { key: 'warningId', indexes: ['level', 'state', 'unit', 'issuedAt'] },
  on: ['office.warning-changed.v1'],
  apply(fact, rows) {
    const { warningId, level, state } = fact;
    rows.put({ ...changeOf(fact, rows), warningId, level, state });
  },
});

const NEW = {
  ...{ overdue: [], outcome: null, closedAt: null, watchUntil: null },
  ...{ isMoving: false, lostFen: 0, learning: null, losses: [] },
} as const;

function changeOf(fact: WarningChangedV1, rows: Rows<WarningRow>): Partial<WarningRow> {
  const { change, at } = fact;
  switch (change) {
    case 'issued': {
      const { source, scamType, unit, owner } = fact;
      return { ...NEW, issuedAt: at, ...known({ source, scamType, unit, owner }) };
    }
    case 'sent':
    case 'climbed':
      return known({ step: fact.step });
    case 'signed':
      return { signedAt: at };
    case 'delivered':
      return { deliveredAt: at };
    case 'read':
      return { readAt: at };
    case 'contacted':
      return { contactedAt: at };
    case 'overdue':
      return { overdue: [...(rows.get(fact.warningId)?.overdue ?? []), ...(fact.what === undefined ? [] : [fact.what])] };
    case 'outcome':
      return known({ outcome: fact.outcome });
    case 'closed':
      return { closedAt: at, watchUntil: fact.watchUntil ?? null, ...known({ outcome: fact.outcome }) };
    case 'watch-ended':
      return { watchUntil: null };
    case 'reopened':
      return { reopenedAt: at, closedAt: null, watchUntil: null };
    case 'loss-linked':
      return lossOf(fact, rows);
    case 'transfer-asked':
    case 'transfer-declined':
      return { isMoving: change === 'transfer-asked' };
    case 'transferred':
      return { isMoving: false, ...known({ unit: fact.unit, owner: fact.owner }) };
    default:
      return unreachable(change);
  }
}

/** a case is linked once, with what it lost after the warning. */
function lossOf({ warningId, caseId, lostFen = 0, learning }: WarningChangedV1, rows: Rows<WarningRow>): Partial<WarningRow> {
  if (caseId === undefined) return {};
  const others = (rows.get(warningId)?.losses ?? []).filter((loss) => loss.caseId !== caseId);
  const losses = [...others, { caseId, lostFen, ...known({ learning }) }];
  return { losses, lostFen: losses.reduce((sum, loss) => sum + loss.lostFen, 0), learning: learning ?? null };
}

/** What the fact carries: the rest stays as it was. */
function known<Fields extends Readonly<Record<string, unknown>>>(
  fields: Fields,
): { readonly [Field in keyof Fields]?: NonNullable<Fields[Field]> };
function known(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
