import { type Answer, accept, isBefore, reject } from '@interlock/kernel';
import { ANSWER, isAnswerCode, isSkewed, meaningOf, stopAlarms, stopLapsesAt } from '@interlock/rulebook';
import { type AccountStops } from './account-stops.ts';
import {
  type RaiseAlarm,
  type RecordApplied,
  type RecordRefusedByBank,
  type RecordReleased,
  type StopPaymentRejection,
} from './stop-payment.commands.ts';
import { type StopPaymentEvent } from './stop-payment.events.ts';

type StopAnswer = Answer<StopPaymentEvent, StopPaymentRejection>;

/** 48 hours from the bank's own moment, or from the end of the stop that this one continues. A second answer changes nothing. */
export function recordApplied(command: RecordApplied, state: AccountStops): StopAnswer {
  const { order, answered } = state;
  const { orderId, accountRef, bank, code, answeredAt, balanceFen, heldFen, at } = command;
  if (answered.includes(orderId)) return accept();
  if (order?.orderId !== orderId) return reject({ type: 'NoSuchOrder' });
  const startsAt = order.continues?.until ?? answeredAt;
  const terms = { answeredAt, startsAt, lapsesAt: stopLapsesAt(startsAt) };
  const applied = { orderId, caseId: order.caseId, accountRef, bank, code, ...terms, balanceFen, heldFen };
  return accept({ type: 'StopApplied', ...applied, skewed: isSkewed(answeredAt, at) });
}

/** a refused order does not count; a difference in one of the four items may be corrected. */
export function recordRefused(command: RecordRefusedByBank, state: AccountStops): StopAnswer {
  const { order, answered } = state;
  const { orderId, accountRef, bank, code, answeredAt } = command;
  if (answered.includes(orderId)) return accept();
  if (order?.orderId !== orderId) return reject({ type: 'NoSuchOrder' });
  const mismatch = isAnswerCode(code) && meaningOf(code) === 'mismatch' && !order.continues;
  return accept({ type: 'StopRefusedByBank', orderId, caseId: order.caseId, accountRef, bank, code, mismatch, answeredAt });
}

/** 1900 where the stop was over before. */
export function recordReleased(command: RecordReleased, state: AccountStops): StopAnswer {
  const { orderId, accountRef, bank, code, releasedAt } = command;
  if (state.releasing?.orderId !== orderId) return state.answered.includes(orderId) ? accept() : reject({ type: 'NoSuchOrder' });
  const of = { ...state.releasing, accountRef, bank };
  return code === ANSWER.success ? accept({ type: 'StopReleased', ...of, releasedAt }) : accept({ type: 'ReleaseRefused', ...of, code });
}

/** once each, while the stop stands and nothing continues it. */
export function raiseAlarm(command: RaiseAlarm, { standing, alarms }: AccountStops): StopAnswer {
  const { orderId, hours, accountRef, bank, at: raisedAt } = command;
  const [stop, next] = standing;
  if (stop?.orderId !== orderId || next || alarms.includes(`${orderId}/${String(hours)}`)) return accept();
  const alarm = stopAlarms(stop.startsAt).find((one) => one.hours === hours);
  if (!alarm) return accept();
  if (isBefore(raisedAt, alarm.at)) return reject({ type: 'NotDueYet', dueAt: alarm.at });
  const { caseId, lapsesAt } = stop;
  return accept({ type: 'AlarmRaised', orderId, caseId, accountRef, bank, atHours: hours, to: alarm.to, raisedAt, lapsesAt });
}
