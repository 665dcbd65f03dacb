import { timers, to } from '@interlock/kernel';
import { type FreezeApplied, type FreezeLapsed, type FreezeLifted, type FreezeRenewed } from './account-freeze.events.ts';
import { accountFreeze } from './account-freeze.stream.ts';

/** records the end when it is due, and sets it anew on renewal. */
export const lapseFreezes = timers<FreezeApplied | FreezeRenewed | FreezeLifted | FreezeLapsed>({
  name: 'bank_lapse_freezes',
  on: ['FreezeApplied', 'FreezeRenewed', 'FreezeLifted', 'FreezeLapsed'],
  changes(event) {
    const { freezeId, accountRef } = event;
    if (event.type === 'FreezeLifted' || event.type === 'FreezeLapsed') return [{ cancel: freezeId }];
    return [{ set: freezeId, dueAt: event.endsAt, then: to(accountFreeze, accountRef, { type: 'LapseFreeze', freezeId }) }];
  },
});
