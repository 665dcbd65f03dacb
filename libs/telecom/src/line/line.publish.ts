import {
  type LineRequestRefusedV1,
  type LineRestoredV1,
  type LineSuspendedV1,
  type ReverificationAskedV1,
  type ReverificationFailedV1,
  type ReverificationPassedV1,
} from '@interlock/contracts';
import { type Told, tell, unreachable } from '@interlock/kernel';
import { type LineEvent, type LineSuspended } from './line.events.ts';

/** Shutting and restoring are equally visible: police, office and city hear of both, and of every re-verification. */
export function publishLine(event: LineEvent, operator: string): readonly Told[] {
  switch (event.type) {
    case 'LineSuspended':
      return toAll(suspendedFact(event, operator));
    case 'LineRestored': {
      const { type: _, ...fields } = event;
      const fact: LineRestoredV1 = { type: 'telecom.line-restored.v1', ...fields, operator };
      return toAll(fact);
    }
    case 'ReverificationAsked': {
      const { type: _, remedy: __, ...fields } = event;
      const fact: ReverificationAskedV1 = { type: 'telecom.reverification-asked.v1', ...fields, operator };
      return toAll(fact);
    }
    case 'ReverificationPassed': {
      const { type: _, ...fields } = event;
      const fact: ReverificationPassedV1 = { type: 'telecom.reverification-passed.v1', ...fields, operator };
      return toAll(fact);
    }
    case 'ReverificationFailed': {
      const { type: _, ...fields } = event;
      const fact: ReverificationFailedV1 = { type: 'telecom.reverification-failed.v1', ...fields, operator };
      return toAll(fact);
    }
    case 'LineRequestRefused': {
      const { requestId, numberRef, reason, refusedAt } = event;
      return [tell('police', refusedFact({ requestId, numberRef, operator, reason, refusedAt }))];
    }
    case 'LineUnknown': {
      const { requestId, numberRef, foundAt: refusedAt } = event;
      if (requestId === undefined) return [];
      return [tell('police', refusedFact({ requestId, numberRef, operator, reason: 'unknown-line', refusedAt }))];
    }
    case 'LineStopAsked':
    case 'LineStopBegun':
    case 'RestorationAsked':
    case 'RestorationOverdue':
    case 'RestoreBegun':
      return [];
    default:
      return unreachable(event);
  }
}

function suspendedFact({ type: _, remedy, ...fields }: LineSuspended, operator: string): LineSuspendedV1 {
  const { channel, papers } = remedy;
  return { type: 'telecom.line-suspended.v1', ...fields, remedy: { channel, papers: [...papers] }, operator };
}

function refusedFact(fields: Omit<LineRequestRefusedV1, 'type'>): LineRequestRefusedV1 {
  return { type: 'telecom.line-request-refused.v1', ...fields };
}

function toAll(fact: { readonly type: string }): readonly Told[] {
  return [tell('police', fact), tell('office', fact), tell('city', fact)];
}
