import { type Fen, type Instant, unreachable, view } from '@interlock/kernel';
import {
  type AccountFreezeEvent,
  type ExtensionBegun,
  type FreezeExtended,
  type FreezeFoundOver,
  type LapsedSumFreed,
  type LiftAsked,
} from './account-freeze.events.ts';

/** One freeze of the police at this bank and what became of it. */
export interface PoliceFreeze {
  readonly freezeId: string;
  readonly accountRef: string;
  readonly caseNo: string;
  readonly state: 'waiting' | 'at-core' | 'applied' | 'queued' | 'lifted' | 'lapsed';
  readonly sumFen: Fen;
  readonly receivedAt: Instant;
  readonly frozenFen?: Fen;
  readonly answeredAt?: Instant;
  readonly endsAt?: Instant;
  readonly endedAt?: Instant;
}

type Seen = Exclude<AccountFreezeEvent, ExtensionBegun | FreezeExtended | LiftAsked | LapsedSumFreed | FreezeFoundOver>;

export const policeFreezes = view<PoliceFreeze, Seen>({
  name: 'bank_police_freezes',
  version: 1,
  rows: { key: 'freezeId', indexes: ['accountRef', 'state', 'receivedAt'] },
  on: ['FreezeOrderReceived', 'FreezeBegun', 'FreezeApplied', 'FreezeQueued', 'FreezeRenewed', 'LiftBegun', 'FreezeLifted', 'FreezeLapsed'],
  apply: (event, rows) => rows.put(changed(event)),
});

function changed(event: Seen): Partial<PoliceFreeze> {
  const { freezeId } = event;
  switch (event.type) {
    case 'FreezeOrderReceived': {
      const { accountRef, caseNo, sumFen, receivedAt } = event;
      return { freezeId, accountRef, caseNo, sumFen, receivedAt, state: 'waiting' };
    }
    case 'FreezeBegun':
      return { freezeId, state: 'at-core' };
    case 'FreezeApplied': {
      const { frozenFen, answeredAt, endsAt } = event;
      return { freezeId, state: 'applied', frozenFen, answeredAt, endsAt };
    }
    case 'FreezeQueued':
      return { freezeId, state: 'queued', frozenFen: 0, answeredAt: event.answeredAt };
    case 'FreezeRenewed':
      return { freezeId, endsAt: event.endsAt };
    case 'LiftBegun': // it stands until the core has let the sum go
      return { freezeId };
    case 'FreezeLifted':
      return { freezeId, state: 'lifted', endedAt: event.liftedAt };
    case 'FreezeLapsed':
      return { freezeId, state: 'lapsed', endedAt: event.lapsedAt };
    default:
      return unreachable(event);
  }
}
