import { type Answer, type Decider, type Instant, accept, isAfter, isBefore, reject, unreachable } from '@interlock/kernel';
import { type EscalationAddressee, type EscalationStep, dutyEscalations } from '@interlock/rulebook';
import { type DutyListCommand, type DutyListRejection } from './duty-list.commands.ts';
import { type DoneBy, type DutyDone, type DutyListEvent } from './duty-list.events.ts';
import { type DutyList, type DutyState, type KnownList, evolveDutyList, isOpen } from './duty-list.state.ts';
import { dutiesAtAcceptance, dutiesOf } from './duty-templates.ts';

/** Duties of one case: who answers for what until when, and what happens to those who do not. */
export const dutyListDecider: Decider<DutyListCommand, DutyList, DutyListEvent, DutyListRejection> = {
  initial: undefined,
  decide,
  evolve: evolveDutyList,
};

type DutyListAnswer = Answer<DutyListEvent, DutyListRejection>;

function decide(command: DutyListCommand, list: DutyList): DutyListAnswer {
  if (command.type === 'OpenDutyList') {
    if (list) return accept(); // exactly once
    const { caseId, acceptedAt, entryDueAt } = command;
    return accept({ type: 'DutyListOpened', caseId, acceptedAt, entryDueAt, ...dutiesAtAcceptance(acceptedAt, entryDueAt) });
  }
  if (!list) return reject({ type: 'NoDutyList' });
  switch (command.type) {
    case 'AssignDuties':
      return assign(command, list);
    case 'RecordFilingDecided':
      return accept(...doneByFact(list, 'decide-filing', command.fact, command.decidedAt));
    case 'LiftDuties': {
      const duties = [...list.duties.values()].filter(isOpen).map(({ dutyId, member, post }) => ({ dutyId, member, post }));
      if (duties.length === 0) return accept();
      return accept({ type: 'DutiesLifted', caseId: list.caseId, duties, because: command.because, liftedAt: command.endedAt });
    }
    case 'NoteHolders':
      return noteHolders(command, list);
    case 'EscalateDuty':
    case 'AcceptDuty':
    case 'OfferHandover':
    case 'AnswerHandover':
    case 'CompleteDuty':
    case 'CheckDuty':
    case 'ReplyToEscalation': {
      const duty = list.duties.get(command.dutyId);
      if (!duty) return reject({ type: 'NoSuchDuty', dutyId: command.dutyId });
      return command.type === 'EscalateDuty' ? escalate(command, list.caseId, duty) : decideOnDuty(command, list.caseId, duty);
    }
    default:
      return unreachable(command);
  }
}

/** exactly once, all in one append; the entry that the fact tells of is done with it. */
function assign({ entered }: Extract<DutyListCommand, { type: 'AssignDuties' }>, list: KnownList): DutyListAnswer {
  if (list.isAssigned) return accept();
  const { caseId, acceptedAt, entryDueAt } = list;
  const { scamType, enteredAt: assignedAt } = entered;
  const templated = dutiesOf({ ...entered, acceptedAt, entryDueAt });
  return accept<DutyListEvent>(
    { type: 'DutiesAssigned', caseId, scamType, assignedAt, ...templated },
    ...doneByFact(list, 'enter-facts', 'police.case-entered.v1', assignedAt),
  );
}

function doneByFact({ caseId, duties }: KnownList, dutyId: string, fact: string, doneAt: Instant): readonly DutyDone[] {
  const duty = duties.get(dutyId);
  return duty && isOpen(duty) ? [done(caseId, duty, { kind: 'fact', fact }, doneAt)] : [];
}

function done(caseId: string, { dutyId, member, post, dueAt }: DutyState, by: DoneBy, doneAt: Instant): DutyDone {
  return { type: 'DutyDone', caseId, dutyId, member, post, by, doneAt, late: isAfter(doneAt, dueAt) };
}

type OnDuty = Extract<DutyListCommand, { by: unknown }>;

function decideOnDuty(command: OnDuty, caseId: string, duty: DutyState): DutyListAnswer {
  const { by, at, dutyId } = command;
  const { status, member, post } = duty;
  const of = { caseId, dutyId, member, post };
  if (command.type === 'CheckDuty') return check(command, caseId, duty);
  if (command.type === 'ReplyToEscalation') {
    if (by.member !== member) return reject({ type: 'NotYourDuty', rule: 'R-814', dutyId, member });
    if (duty.escalated === 0) return reject({ type: 'NotEscalated', rule: 'R-811', dutyId });
    const level = duty.escalated - 1;
    return accept({ type: 'EscalationAnswered', ...of, level, reply: command.reply, person: by.person, answeredAt: at });
  }
  if (!isOpen(duty)) return reject({ type: 'DutyIsOver', dutyId, status });
  if (command.type === 'AnswerHandover') return answerHandover(command, caseId, duty);
  if (by.member !== member && !(command.type === 'OfferHandover' && by.leads))
    return reject({ type: 'NotYourDuty', rule: 'R-814', dutyId, member });
  switch (command.type) {
    case 'AcceptDuty':
      if (status === 'accepted') return reject({ type: 'AlreadyAccepted', dutyId });
      return accept({ type: 'DutyAccepted', ...of, person: by.person, acceptedAt: at });
    case 'OfferHandover': {
      const { toMember, toPost, reason } = command;
      if (toMember === member && toPost === post) return reject({ type: 'AlreadyYours', dutyId });
      return accept({ type: 'HandoverOffered', ...of, toMember, toPost, reason, person: by.person, offeredAt: at });
    }
    case 'CompleteDuty': {
      if (status === 'assigned') return reject({ type: 'NotAccepted', rule: 'R-814', dutyId });
      const { evidence } = command;
      return accept(done(caseId, duty, { kind: 'person', member: by.member, person: by.person, evidence }, at));
    }
    default:
      return unreachable(command);
  }
}

/** The old member answers for the duty until the new one says yes: never nobody, never two. */
function answerHandover(command: Extract<OnDuty, { type: 'AnswerHandover' }>, caseId: string, duty: DutyState): DutyListAnswer {
  const { by, at, dutyId } = command;
  const { member, post, offer } = duty;
  if (offer?.toMember !== by.member) return reject({ type: 'NotOfferedToYou', rule: 'R-814', dutyId });
  const { person } = by;
  if (!command.accept)
    return accept({ type: 'HandoverDeclined', caseId, dutyId, member, post, byMember: by.member, person, declinedAt: at });
  const from = { fromMember: member, fromPost: post };
  return accept({ type: 'DutyHandedOver', caseId, dutyId, member: offer.toMember, post: offer.toPost, ...from, person, handedOverAt: at });
}

function check({ by, at, dutyId, result }: Extract<OnDuty, { type: 'CheckDuty' }>, caseId: string, duty: DutyState): DutyListAnswer {
  const { status, member, post, doneBy, dueAt, escalated } = duty;
  if (status !== 'done' || !doneBy) return reject({ type: 'NotDone', dutyId });
  if (doneBy.kind === 'person' && doneBy.member === by.member && doneBy.person === by.person)
    return reject({ type: 'CheckerDidIt', rule: 'R-810', dutyId });
  const of = { caseId, dutyId, member, post, person: by.person };
  if (result === 'confirmed') return accept({ type: 'DutyChecked', ...of, checkedAt: at });
  return accept({ type: 'DutyReturned', ...of, dueAt, escalated, returnedAt: at });
}

/** how the ladder's step is called, by who hears of it. */
const STEP_TO: Readonly<Record<EscalationAddressee, EscalationStep>> = {
  holder: 'reminder',
  deputy: 'reminder',
  'joint-office': 'bulletin',
  'leading-group': 'leading-group',
};

/** D-03: one step after the other, each when it is due and only while the duty is open. */
function escalate(
  { dutyId, level, at }: Extract<DutyListCommand, { type: 'EscalateDuty' }>,
  caseId: string,
  duty: DutyState,
): DutyListAnswer {
  const { member, post, dueAt, escalated } = duty;
  const due = dutyEscalations(dueAt)[level];
  if (!due || !isOpen(duty) || level < escalated) return accept();
  if (level > escalated) return reject({ type: 'StepSkipped', rule: 'R-811', next: escalated });
  if (isBefore(at, due.at)) return reject({ type: 'NotDueYet', rule: 'D-03', dueAt: due.at });
  const step = { level, to: due.to, step: STEP_TO[due.to], rule: 'D-03' };
  return accept({ type: 'DutyEscalated', caseId, dutyId, member, post, ...step, dueAt, escalatedAt: due.at });
}

/** only what changes is told. */
function noteHolders({ dutyIds, missing, at }: Extract<DutyListCommand, { type: 'NoteHolders' }>, list: KnownList): DutyListAnswer {
  const duties = dutyIds
    .map((dutyId) => list.duties.get(dutyId))
    .filter((duty) => duty !== undefined)
    .filter((duty) => isOpen(duty) && duty.isHolderMissing !== missing)
    .map(({ dutyId, member, post }) => ({ dutyId, member, post }));
  if (duties.length === 0) return accept();
  const noted = { caseId: list.caseId, duties, notedAt: at };
  return accept(missing ? { type: 'DutyHolderMissing', rule: 'R-814', ...noted } : { type: 'DutyHolderFound', ...noted });
}
