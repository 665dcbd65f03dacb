import { type Answer, type Instant, accept, isAfter, isBefore, reject } from '@interlock/kernel';
import { inForce, lossLearning, plusDays, WATCH_DAYS } from '@interlock/rulebook';
import { type PaymentMade, type WarningCommand, type WarningRejection } from './warning.commands.ts';
import { type WarningEvent } from './warning.events.ts';
import { type KnownWarning } from './warning.state.ts';

/**
 * a case of the person warned. What was paid after the warning came in is its loss, up to the end of the days of watch after a closing
 * (for every level, so that a low one's failure is learnt from, too); payments in the watch of a high one reopen it.
 */
export function linkLoss(
  { caseId, payments, at }: Extract<WarningCommand, { type: 'LinkLoss' }>,
  warning: KnownWarning,
): Answer<WarningEvent, WarningRejection> {
  if (warning.losses.has(caseId)) return reject({ type: 'AlreadyLinked', caseId });
  const later = payments
    .filter((payment) => isAfterWarning(payment, warning))
    .toSorted((one, other) => (one.paidAt < other.paidAt ? -1 : 1));
  const [first] = later;
  const last = later.at(-1);
  if (!first || !last || warning.outcome === 'wrong_person') return reject({ type: 'NothingToLink', rule: 'R-509' });
  const lostFen = later.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const { warningId, level, knownAt } = warning;
  const learning = lossLearning(knownAt !== undefined && isBefore(knownAt, last.paidAt) ? knownAt : undefined);
  const of = { warningId, level, state: 'paid-anyway', caseId } as const;
  const inWatch = later.find(({ paidAt }) => isInWatch(paidAt, warning));
  const linked = {
    type: 'LossLinked',
    ...of,
    lostFen,
    learning,
    firstPaidAt: first.paidAt,
    lastPaidAt: last.paidAt,
    linkedAt: at,
  } as const;
  if (!inWatch) return accept(linked);
  return accept<WarningEvent>({ type: 'WarningReopened', ...of, paidAt: inWatch.paidAt, reopenedAt: at }, linked);
}

/** At the same instant a payment comes before an office's act (scenarios.md: first movements). */
function isAfterWarning({ paidAt }: PaymentMade, { receivedAt, closedAt }: KnownWarning): boolean {
  if (!isAfter(paidAt, receivedAt)) return false;
  return closedAt === undefined || isBefore(paidAt, plusDays(closedAt, inForce(WATCH_DAYS, closedAt)));
}

/** after the closing, before the watch's end; found out later is in time, too. */
function isInWatch(paidAt: Instant, { closedAt, watchUntil }: KnownWarning): boolean {
  return closedAt !== undefined && watchUntil !== undefined && isAfter(paidAt, closedAt) && isBefore(paidAt, watchUntil);
}
