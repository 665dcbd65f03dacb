import { timers, to } from '@interlock/kernel';
import { type StopApplied, type StopExpired, type StopReleased } from './account-hold.events.ts';
import { accountHold } from './account-hold.stream.ts';

/** records the end when it is due; whether a stop is in force follows from its `lapsesAt` alone. */
export const expireStops = timers<StopApplied | StopReleased | StopExpired>({
  name: 'bank_expire_stops',
  on: ['StopApplied', 'StopReleased', 'StopExpired'],
  changes(event) {
    if (event.type !== 'StopApplied') return [{ cancel: event.orderId }];
    const then = to(accountHold, event.accountRef, { type: 'ExpireStop', orderId: event.orderId });
    return [{ set: event.orderId, dueAt: event.lapsesAt, then }];
  },
});
