import { type AccountRef, type Fen, type Instant, unreachable, view } from '@interlock/kernel';
import { type FreezeEvent } from './freeze.events.ts';

export interface FreezeRow {
  readonly freezeId: string;
  readonly state: 'awaiting' | 'in-force' | 'queued' | 'refused-by-law' | 'lapsed' | 'lifting' | 'lifted';
  readonly caseId: string;
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly sumFen: Fen;
  readonly orderedAt: Instant;
  /** Order in which freezes were ordered. */
  readonly madeAt: number;
  readonly period?: string;
  readonly rule?: string;
  readonly frozenFen?: Fen;
  readonly balanceFen?: Fen;
  readonly availableFen?: Fen;
  readonly startsAt?: Instant;
  readonly until?: Instant;
  readonly endedAt?: Instant;
  /** days left at the last reminder. */
  readonly remindedDaysLeft?: number;
  /** */
  readonly liftDueSince?: Instant;
}

/** Every freeze ever ordered, and how it stands. */
export const freezes = view<FreezeRow, FreezeEvent>({
  name: 'police_freezes',
  version: 1,
  rows: { key: 'freezeId', indexes: ['state', 'caseId', 'accountRef', 'madeAt', 'until'] },
  on: [
    'FreezeOrdered',
    'FreezeRefused',
    'FreezeApplied',
    'FreezeQueued',
    'FreezeRenewed',
    'RenewalReminded',
    'FreezeLapsed',
    'LiftBecameDue',
    'LiftOrdered',
    'FreezeLifted',
  ],
  apply(event, rows, { position }) {
    const { freezeId } = event;
    switch (event.type) {
      case 'FreezeOrdered':
      case 'FreezeRefused': {
        const { caseId, accountRef, bank, sumFen } = event;
        const made = { freezeId, caseId, accountRef, bank, sumFen, madeAt: Number(position) };
        if (event.type === 'FreezeRefused') {
          rows.put({ ...made, state: 'refused-by-law', rule: event.rule, orderedAt: event.refusedAt });
          return;
        }
        rows.put({ ...made, state: 'awaiting', orderedAt: event.orderedAt, period: event.period });
        return;
      }
      case 'FreezeApplied': {
        const { frozenFen, balanceFen, availableFen, startsAt, until } = event;
        rows.put({ freezeId, state: 'in-force', frozenFen, balanceFen, availableFen, startsAt, until });
        return;
      }
      case 'FreezeQueued': {
        rows.put({ freezeId, state: 'queued', frozenFen: 0, balanceFen: event.balanceFen });
        return;
      }
      case 'FreezeRenewed': {
        rows.put({ freezeId, until: event.until });
        return;
      }
      case 'RenewalReminded': {
        rows.put({ freezeId, remindedDaysLeft: event.daysLeft });
        return;
      }
      case 'FreezeLapsed': {
        rows.put({ freezeId, state: 'lapsed', endedAt: event.lapsedAt });
        return;
      }
      case 'LiftBecameDue': {
        rows.put({ freezeId, liftDueSince: event.dueSince });
        return;
      }
      case 'LiftOrdered': {
        rows.put({ freezeId, state: 'lifting' });
        return;
      }
      case 'FreezeLifted': {
        rows.put({ freezeId, state: 'lifted', endedAt: event.liftedAt });
        return;
      }
      default:
        return unreachable(event);
    }
  },
});
