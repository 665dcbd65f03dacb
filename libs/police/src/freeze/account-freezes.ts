import { type Fen, type Instant, unreachable } from '@interlock/kernel';
import { type FreezePeriod } from '@interlock/rulebook';
import { type FreezeEvent } from './freeze.events.ts';

export interface Freeze {
  readonly freezeId: string;
  readonly caseId: string;
  readonly sumFen: Fen;
  readonly status: 'awaiting' | 'queued' | 'in-force' | 'over';
  readonly months: number;
  /** the longest period ever approved for it, which says who may approve the next. */
  readonly period: FreezePeriod;
  readonly unit: string;
  readonly until?: Instant;
  readonly isLiftDue: boolean;
  readonly isLifting: boolean;
}

/** The freezes of one account, of all cases: sums stand side by side. */
export interface AccountFreezes {
  readonly freezes: readonly Freeze[];
}

export const NO_FREEZES: AccountFreezes = { freezes: [] };

export function evolveFreezes(state: AccountFreezes, event: FreezeEvent): AccountFreezes {
  const { freezeId } = event;
  switch (event.type) {
    case 'FreezeOrdered': {
      const { caseId, sumFen, months, period, approvedBy } = event;
      const fresh = {
        freezeId,
        caseId,
        sumFen,
        months,
        period,
        unit: approvedBy.unit,
        status: 'awaiting',
        isLiftDue: false,
        isLifting: false,
      } as const;
      return { freezes: [...state.freezes, fresh] };
    }
    case 'FreezeApplied':
      return change(state, freezeId, { status: 'in-force', until: event.until });
    case 'FreezeQueued':
      return change(state, freezeId, { status: 'queued' });
    case 'FreezeRenewed':
      return change(state, freezeId, { until: event.until, ...(event.period === 'major' && { period: 'major' }) });
    case 'FreezeLapsed':
      return change(state, freezeId, { status: 'over' });
    case 'LiftBecameDue':
      return change(state, freezeId, { isLiftDue: true });
    case 'LiftOrdered':
      return change(state, freezeId, { isLifting: true });
    case 'FreezeLifted':
      return change(state, freezeId, { status: 'over', isLifting: false });
    case 'FreezeRefused':
    case 'RenewalReminded':
      return state;
    default:
      return unreachable(event);
  }
}

function change(state: AccountFreezes, freezeId: string, changes: Partial<Freeze>): AccountFreezes {
  return { freezes: state.freezes.map((freeze) => (freeze.freezeId === freezeId ? { ...freeze, ...changes } : freeze)) };
}
