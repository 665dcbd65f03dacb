import { type Answer, accept, isAfter, isBefore, reject } from '@interlock/kernel';
import {
  type ClosingItem,
  type WarningChannel,
  type WarningLevel,
  type WarningOutcome,
  mayCloseAfter,
  watchEndsAt,
} from '@interlock/rulebook';
import { type Closing, type WarningCommand, type WarningRejection } from './warning.commands.ts';
import { type OutcomeRecorded, type WarningClosed, type WarningEvent } from './warning.events.ts';
import { type KnownWarning } from './warning.state.ts';

type RecordOutcome = Extract<WarningCommand, { type: 'RecordOutcome' }>;

/** outcomes after which nothing more is tried, and only these may close; what the others ask for at once. */
const ENDS: Readonly<Record<WarningOutcome, boolean>> = {
  dissuaded_no_transfer: true,
  dissuaded_partial_loss: true,
  already_transferred: true,
  refused_disbelieves: false,
  unreachable: false,
  wrong_person: true,
  false_positive: true,
  moved_jurisdiction: false,
};
const ASKS: Readonly<Partial<Record<WarningOutcome, OutcomeRecorded['furtherSteps']>>> = {
  already_transferred: ['stop-payment-case'],
  refused_disbelieves: ['visit', 'relatives', 'hold-request'],
};

/** what came of it; with the closing, both or neither. */
export function recordOutcome(command: RecordOutcome, warning: KnownWarning): Answer<WarningEvent, WarningRejection> {
  const { outcome, person, at, closing } = command;
  if (warning.closedAt !== undefined) return reject({ type: 'WarningIsClosed', rule: 'R-506' });
  const settled = ENDS[outcome];
  const { warningId, level, state, next, isSettled, isReached } = warning;
  const goesOn = next && isSettled && !settled && !isReached && { next: { index: next.index, at: isBefore(next.at, at) ? at : next.at } };
  const recorded: OutcomeRecorded = {
    ...{ type: 'OutcomeRecorded', warningId, level, state, outcome, settled },
    ...{ furtherSteps: ASKS[outcome] ?? [], person, recordedAt: at },
    ...goesOn,
  };
  if (!closing) return accept(recorded);
  const closed = close(closing, command, warning);
  return 'closedAt' in closed ? accept<WarningEvent>(recorded, closed) : reject(closed);
}

/** complete, by a channel that really reached the person, and never by a machine alone for the high levels. */
function close(closing: Closing, { outcome, person, at }: RecordOutcome, warning: KnownWarning): WarningClosed | WarningRejection {
  const { channel, at: spokenAt, evidence, nextCheckOn } = closing;
  const { warningId, level } = warning;
  if (!ENDS[outcome]) return { type: 'OutcomeDoesNotClose', rule: 'R-505', outcome };
  if (channel === undefined || spokenAt === undefined || nextCheckOn === undefined || !closing.identityConfirmed || evidence.length === 0)
    return { type: 'ClosingIncomplete', rule: 'R-506', missing: missingIn(closing) };
  if (isAfter(spokenAt, at)) return { type: 'TimeInFuture', field: 'closing.at' };
  if (!mayCloseAfter(level, channel)) return { type: 'AiCallNeverCloses', rule: 'R-504', level };
  // A false alarm may be found out without the person; but no text is the end of a high one.
  const mustReach = outcome !== 'false_positive' || (isHigh(level) && channel === 'sms');
  if (mustReach && !hasReached(channel, warning)) return { type: 'NotReached', rule: 'R-506', channel };
  const watchUntil = watchEndsAt(level, at);
  return {
    ...{ type: 'WarningClosed', warningId, level, state: watchUntil === undefined ? 'closed' : 'watched', outcome },
    ...{ channel, person, spokenAt, evidence, nextCheckOn, closedAt: at },
    ...(watchUntil !== undefined && { watchUntil }),
  };
}

function hasReached(channel: WarningChannel, { spoken, readAt, level }: KnownWarning): boolean {
  return channel === 'sms' ? readAt !== undefined && !isHigh(level) : spoken.has(channel);
}

function isHigh(level: WarningLevel): boolean {
  return level === 'special_high' || level === 'high';
}

/** In the order of the rule; who spoke to the person is whoever sends the command. */
function missingIn({ identityConfirmed, channel, at, evidence, nextCheckOn }: Closing): readonly ClosingItem[] {
  const present: Readonly<Record<ClosingItem, boolean>> = {
    identityConfirmed,
    channel: channel !== undefined,
    person: true,
    at: at !== undefined,
    evidence: evidence.length > 0,
    nextCheckOn: nextCheckOn !== undefined,
  };
  const items: readonly ClosingItem[] = ['identityConfirmed', 'channel', 'person', 'at', 'evidence', 'nextCheckOn'];
  return items.filter((item) => !present[item]);
}
