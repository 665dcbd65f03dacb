import { type WarningCallAskedV1, type WarningChangedV1 } from '@interlock/contracts';
import { type PublishContext, type Told, tell, unreachable } from '@interlock/kernel';
import { type WarningEvent } from './warning.events.ts';

/** The city learns what became of a warning and nothing of the person; the operator which line to text or call. */
export function publishWarning(event: WarningEvent, { id }: Pick<PublishContext, 'id'>): readonly Told[] {
  const told = tell('city', warningFact(event));
  if (event.type !== 'WarningSent') return [told];
  const { warningId, channel, numberRef, level, scamType, script, sentAt: askedAt, operator } = event;
  const asked: WarningCallAskedV1 = {
    ...{ type: 'office.warning-call-asked.v1', warningId, askId: id },
    ...{ channel, numberRef, level, scamType, script, askedAt },
  };
  return [told, tell(operator, asked)];
}

function warningFact(event: WarningEvent): WarningChangedV1 {
  const { warningId, level, state } = event;
  const of = { type: 'office.warning-changed.v1', warningId, level, state } as const;
  switch (event.type) {
    case 'WarningIssued': {
      const { unit, source, scamType, owner, issuedAt: at } = event;
      return { ...of, change: 'issued', at, unit, source, scamType, owner };
    }
    case 'WarningSent':
      return { ...of, change: 'sent', at: event.sentAt, step: event.channel };
    case 'WarningSigned':
      return { ...of, change: 'signed', at: event.signedAt };
    case 'DeliveryRecorded':
      return { ...of, change: 'delivered', at: event.deliveredAt, step: event.channel };
    case 'WarningRead':
      return { ...of, change: 'read', at: event.readAt };
    case 'ContactRecorded':
      return { ...of, change: 'contacted', at: event.contactedAt, step: event.channel };
    case 'WarningClimbed':
      return { ...of, change: 'climbed', at: event.dueAt, step: event.step, rule: 'R-504' };
    case 'WarningOverdue':
      return { ...of, change: 'overdue', at: event.dueAt, what: event.what, rule: 'R-503' };
    case 'OutcomeRecorded':
      return { ...of, change: 'outcome', at: event.recordedAt, outcome: event.outcome, rule: 'R-505' };
    case 'WarningClosed': {
      const { outcome, closedAt: at, watchUntil } = event;
      return { ...of, change: 'closed', at, outcome, rule: 'R-506', ...(watchUntil !== undefined && { watchUntil }) };
    }
    case 'WatchEnded':
      return { ...of, change: 'watch-ended', at: event.endedAt, rule: 'R-507' };
    case 'WarningReopened':
      return { ...of, change: 'reopened', at: event.reopenedAt, caseId: event.caseId, rule: 'R-507' };
    case 'LossLinked': {
      const { caseId, lostFen, learning, linkedAt: at } = event;
      return { ...of, change: 'loss-linked', at, caseId, lostFen, learning, rule: 'R-509' };
    }
    case 'MoveAsked':
      return { ...of, change: 'transfer-asked', at: event.askedAt };
    case 'MoveDeclined':
      return { ...of, change: 'transfer-declined', at: event.declinedAt };
    case 'WarningMoved':
      return { ...of, change: 'transferred', at: event.movedAt, unit: event.unit, owner: event.owner };
    default:
      return unreachable(event);
  }
}
