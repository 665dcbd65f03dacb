import { type Fen, type Instant, isBefore, unreachable } from '@interlock/kernel';
import { type WarningChannel, type WarningLevel, type WarningOutcome } from '@interlock/rulebook';
import {
  type NextRung,
  type Overdue,
  type Owner,
  type Subject,
  type WarningEvent,
  type WarningIssued,
  type WarningState,
} from './warning.events.ts';

export interface KnownWarning {
  readonly warningId: string;
  readonly level: WarningLevel;
  readonly state: WarningState;
  readonly scamType: string;
  readonly unit: string;
  readonly owner: Owner;
  readonly subject: Subject;
  readonly receivedAt: Instant;
  readonly due: WarningIssued['due'];
  /** The rung that begins next, if nobody is reached. */
  readonly next?: NextRung;
  readonly isSigned: boolean;
  readonly isReached: boolean;
  readonly readAt?: Instant;
  readonly isAcknowledged: boolean;
  /** when the person first knew: by reading or by being spoken to. */
  readonly knownAt?: Instant;
  /** Channels in which somebody tried, and those in which it came to a talk. */
  readonly tried: ReadonlySet<WarningChannel>;
  readonly spoken: ReadonlySet<WarningChannel>;
  readonly overdue: ReadonlySet<Overdue>;
  readonly outcome?: WarningOutcome;
  readonly isSettled: boolean;
  readonly closedAt?: Instant;
  readonly watchUntil?: Instant;
  readonly isWatched: boolean;
  readonly losses: ReadonlyMap<string, Fen>;
  readonly moveTo?: string;
}

/** Undefined: nobody issued it. */
export type Warning = KnownWarning | undefined;

/** Whether anything is still to be tried. */
export function isLive({ closedAt, isSettled, losses }: KnownWarning): boolean {
  return closedAt === undefined && !isSettled && losses.size === 0;
}

/** Throws where an event does not follow from what was: the decider never emits such a one. */
export function evolveWarning(before: Warning, event: WarningEvent): Warning {
  if (event.type === 'WarningIssued') {
    if (before) throw new Error('The warning was issued before');
    return issued(event);
  }
  if (!before) throw new Error(`${event.type} before the warning was issued`);
  const known = { ...before, state: event.state };
  switch (event.type) {
    case 'WarningSent':
      return known;
    case 'WarningSigned':
      return { ...known, isSigned: true };
    case 'DeliveryRecorded': {
      const { channel, result, deliveredAt, reached } = event;
      return heard(known, { channel, spoke: result === 'answered', at: deliveredAt, reached });
    }
    case 'WarningRead': {
      const { readAt, acknowledged: isAcknowledged, reached } = event;
      return { ...known, readAt, isAcknowledged, knownAt: earlier(known.knownAt, readAt), isReached: known.isReached || reached };
    }
    case 'ContactRecorded': {
      const { channel, result, contactedAt, reached } = event;
      return heard(known, { channel, spoke: result === 'spoken', at: contactedAt, reached });
    }
    case 'WarningClimbed': {
      if (known.next?.index !== event.index) throw new Error('A rung out of turn');
      const { next: _, ...climbed } = known;
      return { ...climbed, ...(event.next && { next: event.next }) };
    }
    case 'WarningOverdue':
      return { ...known, overdue: new Set(known.overdue).add(event.what) };
    case 'OutcomeRecorded': {
      const { outcome, settled } = event;
      return { ...known, outcome, isSettled: settled };
    }
    case 'WarningClosed': {
      if (known.closedAt !== undefined) throw new Error('Closed before');
      const { watchUntil, closedAt } = event;
      return { ...known, closedAt, ...(watchUntil !== undefined && { watchUntil }), isWatched: watchUntil !== undefined };
    }
    case 'WatchEnded':
      return { ...known, isWatched: false };
    case 'WarningReopened': {
      const { closedAt: _, watchUntil: __, ...reopened } = known;
      return { ...reopened, isSettled: false, isWatched: false };
    }
    case 'LossLinked':
      if (known.losses.has(event.caseId)) throw new Error('This case was linked before');
      return { ...known, losses: new Map(known.losses).set(event.caseId, event.lostFen) };
    case 'MoveAsked':
      return { ...known, moveTo: event.toUnit };
    case 'MoveDeclined':
      return stays(known);
    case 'WarningMoved':
      return { ...stays(known), unit: event.unit, owner: event.owner };
    default:
      return unreachable(event);
  }
}

function issued({ warningId, level, state, scamType, unit, owner, subject, receivedAt, due, next }: WarningIssued): KnownWarning {
  const known = { warningId, level, state, scamType, unit, owner, subject, receivedAt, due, ...(next && { next }) };
  const nothing = { tried: new Set<WarningChannel>(), spoken: new Set<WarningChannel>(), overdue: new Set<Overdue>() };
  return {
    ...known,
    ...nothing,
    isSigned: false,
    isReached: false,
    isAcknowledged: false,
    isSettled: false,
    isWatched: false,
    losses: new Map(),
  };
}

function heard(
  known: KnownWarning,
  {
    channel,
    spoke,
    at,
    reached,
  }: { readonly channel: WarningChannel; readonly spoke: boolean; readonly at: Instant; readonly reached: boolean },
): KnownWarning {
  const tried = new Set(known.tried).add(channel);
  if (!spoke) return { ...known, tried };
  const told = { ...known, tried, spoken: new Set(known.spoken).add(channel), isReached: known.isReached || reached };
  return channel === 'relatives' ? told : { ...told, knownAt: earlier(known.knownAt, at) };
}

function earlier(before: Instant | undefined, at: Instant): Instant {
  return before !== undefined && isBefore(before, at) ? before : at;
}

function stays({ moveTo: _, ...known }: KnownWarning): KnownWarning {
  return known;
}
