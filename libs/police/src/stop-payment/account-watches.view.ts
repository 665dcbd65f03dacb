import { type AccountRef, type Instant, unreachable, view } from '@interlock/kernel';
import { type WatchAsked, type WatchEnded } from './stop-payment.events.ts';

export interface AccountWatchRow {
  readonly watchId: string;
  readonly caseId: string;
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly from: Instant;
}

/** Watches that run. */
export const accountWatches = view<AccountWatchRow, WatchAsked | WatchEnded>({
  name: 'police_account_watches',
  version: 1,
  rows: { key: 'watchId', indexes: ['accountRef', 'caseId'] },
  on: ['WatchAsked', 'WatchEnded'],
  apply(event, rows) {
    switch (event.type) {
      case 'WatchAsked': {
        const { watchId, caseId, accountRef, bank, from } = event;
        rows.put({ watchId, caseId, accountRef, bank, from });
        return;
      }
      case 'WatchEnded': {
        rows.remove(event.watchId);
        return;
      }
      default:
        return unreachable(event);
    }
  },
});
