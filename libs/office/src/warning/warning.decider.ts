import { type Answer, type Decider, type Instant, accept, isAfter, isBefore, reject, unreachable } from '@interlock/kernel';
import { type WarningChannel } from '@interlock/rulebook';
import { beginsWith, dueActs, ladderOf, reaches, rungAfter } from './warning-ladder.ts';
import { linkLoss } from './warning-loss.ts';
import { recordOutcome } from './warning-outcome.ts';
import { type WarningCommand, type WarningRejection } from './warning.commands.ts';
import { type WarningEvent, type WarningSent, type WarningState } from './warning.events.ts';
import { type KnownWarning, type Warning, evolveWarning, isLive } from './warning.state.ts';

/** One warning from its arrival to its last check: never without an owner, and never silent while nobody was reached. */
export const warningDecider: Decider<WarningCommand, Warning, WarningEvent, WarningRejection> = {
  initial: undefined,
  decide,
  evolve: evolveWarning,
};

type WarningAnswer = Answer<WarningEvent, WarningRejection>;

function decide(command: WarningCommand, warning: Warning): WarningAnswer {
  if (command.type === 'IssueWarning') return warning ? reject({ type: 'AlreadyIssued' }) : issue(command);
  if (!warning) return reject({ type: 'NoSuchWarning' });
  const { at } = command;
  switch (command.type) {
    case 'SignWarning': {
      if (warning.isSigned) return reject({ type: 'AlreadySigned', rule: 'R-503' });
      const late = isAfter(at, warning.due.sign);
      return accept({ type: 'WarningSigned', ...of(warning), person: command.person, signedAt: at, late });
    }
    case 'RecordDelivery':
    case 'RecordRead':
    case 'RecordContact':
      return hear(command, warning);
    case 'RecordOutcome':
      return recordOutcome(command, warning);
    case 'LinkLoss':
      return linkLoss(command, warning);
    case 'AskMove':
    case 'AnswerMove':
      return move(command, warning);
    case 'ClimbLadder':
      return climb(command.index, at, warning);
    case 'NoteOverdue': {
      const { what } = command;
      const dueAt = warning.due[what];
      if (dueAt === undefined || warning.overdue.has(what) || !isMissing(what, warning)) return accept();
      if (isBefore(at, dueAt)) return reject({ type: 'NotDueYet', rule: 'R-503', dueAt });
      return accept({ type: 'WarningOverdue', ...of(warning), what, dueAt });
    }
    case 'EndWatch': {
      const { watchUntil } = command;
      if (!warning.isWatched || warning.watchUntil !== watchUntil) return accept(); // reopened, or over
      if (isBefore(at, watchUntil)) return reject({ type: 'NotDueYet', rule: 'R-507', dueAt: watchUntil });
      const state = warning.state === 'watched' ? 'closed' : warning.state;
      return accept({ type: 'WatchEnded', ...of(warning), state, endedAt: watchUntil });
    }
    default:
      return unreachable(command);
  }
}

function of({ warningId, level, state }: KnownWarning): Pick<KnownWarning, 'warningId' | 'level' | 'state'> {
  return { warningId, level, state };
}

function issue({ type: _, at, receivedAt = at, ...said }: Extract<WarningCommand, { type: 'IssueWarning' }>): WarningAnswer {
  if (isAfter(receivedAt, at)) return reject({ type: 'TimeInFuture', field: 'receivedAt' });
  const { level, subject, scamType } = said;
  const begins = beginsWith(level, receivedAt);
  const next = rungAfter(level, receivedAt, begins.length - 1);
  const due = dueActs(level, receivedAt);
  return accept<WarningEvent>(
    { type: 'WarningIssued', ...said, state: 'issued', receivedAt, issuedAt: at, due, begins, ...(next && { next }) },
    ...begins.flatMap((channel) => sent({ ...said, state: 'issued', subject, scamType }, channel, at)),
  );
}

type Sendable = Pick<KnownWarning, 'warningId' | 'level' | 'state' | 'subject' | 'scamType'>;

/** What an operator can deliver by itself; everything else is people's work. Without a number nobody can be texted. */
function sent(warning: Sendable, channel: string, sentAt: Instant): readonly WarningSent[] {
  const { warningId, level, scamType, subject } = warning;
  const { operator, numberRef } = subject;
  if ((channel !== 'sms' && channel !== 'ai-call') || operator === undefined || numberRef === undefined) return [];
  const state = further(warning.state, 'sent');
  return [
    { type: 'WarningSent', warningId, level, state, channel, operator, numberRef, scamType, script: `${channel}/${level}/1`, sentAt },
  ];
}

const PROGRESS: readonly WarningState[] = ['issued', 'sent', 'delivered', 'read', 'spoken', 'visited'];

/** the furthest of both; a loss and a closing stand over all. */
function further(now: WarningState, reached: WarningState): WarningState {
  return PROGRESS.includes(now) && PROGRESS.indexOf(reached) > PROGRESS.indexOf(now) ? reached : now;
}

type Heard = Extract<WarningCommand, { type: 'RecordDelivery' | 'RecordRead' | 'RecordContact' }>;

/** delivery, reading and talk are recorded apart, also when the warning is closed already: a late answer stays true. */
function hear(command: Heard, warning: KnownWarning): WarningAnswer {
  const { level, state } = warning;
  switch (command.type) {
    case 'RecordDelivery': {
      const { channel, result, deliveredAt } = command;
      const step = result === 'answered' ? 'spoken' : result === 'delivered' ? 'delivered' : 'issued';
      const reached = result === 'answered' && reaches(level, channel);
      return accept({ type: 'DeliveryRecorded', ...of(warning), state: further(state, step), channel, result, deliveredAt, reached });
    }
    case 'RecordRead': {
      const { at, readAt = at, acknowledged } = command;
      if (isAfter(readAt, at)) return reject({ type: 'TimeInFuture', field: 'readAt' });
      if (warning.readAt !== undefined && (!acknowledged || warning.isAcknowledged)) return reject({ type: 'AlreadyRead', rule: 'R-509' });
      const read = { readAt: warning.readAt ?? readAt, acknowledged, reached: reaches(level, 'read') };
      return accept({ type: 'WarningRead', ...of(warning), state: further(state, 'read'), ...read });
    }
    case 'RecordContact': {
      const { channel, result, person, at } = command;
      const spoke = result === 'spoken';
      const reached = spoke && reaches(level, channel);
      const now = spoke ? further(state, stepOf(channel)) : state;
      return accept({ type: 'ContactRecorded', ...of(warning), state: now, channel, result, person, contactedAt: at, reached });
    }
    default:
      return unreachable(command);
  }
}

function stepOf(channel: WarningChannel): WarningState {
  if (channel === 'relatives') return 'issued';
  return channel === 'visit' ? 'visited' : 'spoken';
}

/** whether the act that is due is still missing. */
function isMissing(what: 'sign' | 'first-contact' | 'in-person', warning: KnownWarning): boolean {
  if (what === 'sign') return !warning.isSigned && warning.closedAt === undefined;
  if (!isLive(warning)) return false;
  return what === 'in-person' ? !warning.tried.has('visit') : !warning.tried.has('human-call') && !warning.tried.has('visit');
}

/** rung by rung, each when it is due and only while nobody was reached. */
function climb(index: number, at: Instant, warning: KnownWarning): WarningAnswer {
  const { level, receivedAt, next } = warning;
  if (!next || index < next.index || warning.isReached || !isLive(warning)) return accept();
  if (index > next.index) return reject({ type: 'RungSkipped', rule: 'R-504', next: next.index });
  const rung = ladderOf(level, receivedAt)[index];
  if (!rung) throw new Error(`No rung ${String(index)} for ${level}`);
  if (isBefore(at, rung.at)) return reject({ type: 'NotDueYet', rule: 'R-503', dueAt: rung.at });
  const after = rungAfter(level, receivedAt, index);
  return accept<WarningEvent>(
    { type: 'WarningClimbed', ...of(warning), index, step: rung.step, dueAt: rung.at, ...(after && { next: after }) },
    ...sent(warning, rung.step, at),
  );
}

/** The old district answers for it until the new one says yes: never without an owner. */
function move(command: Extract<WarningCommand, { type: 'AskMove' | 'AnswerMove' }>, warning: KnownWarning): WarningAnswer {
  const { person, at } = command;
  if (warning.closedAt !== undefined) return reject({ type: 'WarningIsClosed', rule: 'R-506' });
  if (command.type === 'AskMove') {
    const { toUnit } = command;
    if (toUnit === warning.unit) return reject({ type: 'AlreadyThere', unit: toUnit });
    return accept({ type: 'MoveAsked', ...of(warning), toUnit, person, askedAt: at });
  }
  const { unit } = command;
  if (warning.moveTo !== unit) return reject({ type: 'NotAskedToMove', rule: 'R-505', unit });
  if (!command.accept) return accept({ type: 'MoveDeclined', ...of(warning), byUnit: unit, person, declinedAt: at });
  return accept({ type: 'WarningMoved', ...of(warning), fromUnit: warning.unit, unit, owner: warning.owner, person, movedAt: at });
}
