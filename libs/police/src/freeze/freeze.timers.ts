import { timers, to } from '@interlock/kernel';
import { renewalReminders } from '@interlock/rulebook';
import { type FreezeApplied, type FreezeLapsed, type FreezeLifted, type FreezeRenewed } from './freeze.events.ts';
import { freezeStream } from './freeze.stream.ts';

type Termed = FreezeApplied | FreezeRenewed;
type Ended = FreezeLapsed | FreezeLifted;

/** records that a freeze ran out; a renewal moves the deadline. */
export const freezeLapseTimer = timers<Termed | Ended>({
  name: 'police_lapse_freeze',
  on: ['FreezeApplied', 'FreezeRenewed', 'FreezeLapsed', 'FreezeLifted'],
  changes(event) {
    const { freezeId, accountRef, bank } = event;
    if (event.type === 'FreezeLapsed' || event.type === 'FreezeLifted') return [{ cancel: freezeId }];
    return [{ set: freezeId, dueAt: event.until, then: to(freezeStream, accountRef, { type: 'LapseFreeze', freezeId, accountRef, bank }) }];
  },
});

/** reminders before the end; after a renewal they count down to the new one. */
export const freezeReminderTimer = timers<Termed | Ended>({
  name: 'police_remind_freeze_renewal',
  on: ['FreezeApplied', 'FreezeRenewed', 'FreezeLapsed', 'FreezeLifted'],
  changes(event) {
    const { freezeId, accountRef, bank } = event;
    if (event.type === 'FreezeLapsed' || event.type === 'FreezeLifted') {
      const endedAt = event.type === 'FreezeLapsed' ? event.lapsedAt : event.liftedAt;
      return renewalReminders(endedAt).map(({ daysLeft }) => ({ cancel: `${freezeId}/${String(daysLeft)}` }));
    }
    const { until } = event;
    return renewalReminders(until).map(({ daysLeft, at }) => ({
      set: `${freezeId}/${String(daysLeft)}`,
      dueAt: at,
      then: to(freezeStream, accountRef, { type: 'RemindRenewal', freezeId, daysLeft, until, accountRef, bank }),
    }));
  },
});
