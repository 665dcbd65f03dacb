import { timers, to } from '@interlock/kernel';
import { stopAlarms } from '@interlock/rulebook';
import { type StopApplied, type StopContinued, type StopLapsed, type StopReleased } from './stop-payment.events.ts';
import { stopPaymentStream } from './stop-payment.stream.ts';

type Ended = StopLapsed | StopReleased | StopContinued;

/** records that a stop is over, or that the next one goes on from there. What is in force follows from the data, not from this. */
export const stopLapseTimer = timers<StopApplied | Ended>({
  name: 'police_lapse_stop',
  on: ['StopApplied', 'StopLapsed', 'StopReleased', 'StopContinued'],
  changes(event) {
    const { orderId, accountRef, bank } = event;
    if (event.type !== 'StopApplied') return [{ cancel: orderId }];
    return [
      { set: orderId, dueAt: event.lapsesAt, then: to(stopPaymentStream, accountRef, { type: 'LapseStop', orderId, accountRef, bank }) },
    ];
  },
});

/** */
export const stopAlarmTimer = timers<StopApplied | Ended>({
  name: 'police_raise_stop_alarm',
  on: ['StopApplied', 'StopLapsed', 'StopReleased', 'StopContinued'],
  changes(event) {
    const { orderId, accountRef, bank } = event;
    if (event.type === 'StopApplied')
      return stopAlarms(event.startsAt).map(({ hours, at }) => ({
        set: `${orderId}/${String(hours)}`,
        dueAt: at,
        then: to(stopPaymentStream, accountRef, { type: 'RaiseAlarm', orderId, hours, accountRef, bank }),
      }));
    const endedAt = event.type === 'StopLapsed' ? event.lapsedAt : event.type === 'StopReleased' ? event.releasedAt : event.continuedAt;
    return stopAlarms(endedAt).map(({ hours }) => ({ cancel: `${orderId}/${String(hours)}` }));
  },
});
