import { type Instant } from '@interlock/kernel';
import { type NextStep, type WarningChannel, type WarningLevel, dueTimes, inForce, LADDER_START } from '@interlock/rulebook';
import { type NextRung, type WarningIssued } from './warning.events.ts';

/** A rung: what begins, and when, if nobody has been reached by then. */
export interface Rung {
  readonly step: NextStep;
  readonly at: Instant;
}

/** all rungs of a warning in order; those it begins with come first, all at its arrival. */
export function ladderOf(level: WarningLevel, receivedAt: Instant): readonly Rung[] {
  const { first, ifNoContact, inPersonBy } = dueTimes(level, receivedAt);
  const begins: readonly NextStep[] = beginsWith(level, receivedAt);
  const visit: readonly Rung[] = inPersonBy === undefined ? [] : [{ step: 'visit', at: inPersonBy }];
  const later = [{ step: first.channel, at: first.by }, ...ifNoContact, ...visit].filter(({ step }) => !begins.includes(step));
  return [...begins.map((step) => ({ step, at: receivedAt })), ...later];
}

export function beginsWith(level: WarningLevel, receivedAt: Instant): readonly WarningChannel[] {
  return inForce(LADDER_START, receivedAt)[level];
}

export function rungAfter(level: WarningLevel, receivedAt: Instant, index: number): NextRung | undefined {
  const rung = ladderOf(level, receivedAt)[index + 1];
  return rung && { index: index + 1, at: rung.at };
}

/** what people have to do by when. A call or visit with which the ladder begins has a time of its own; a later rung begins by itself. */
export function dueActs(level: WarningLevel, receivedAt: Instant): WarningIssued['due'] {
  const { signBy, first, inPersonBy } = dueTimes(level, receivedAt);
  const begins = beginsWith(level, receivedAt);
  return {
    sign: signBy,
    ...(first.channel === 'human-call' && begins.includes(first.channel) && { 'first-contact': first.by }),
    ...(inPersonBy !== undefined && begins.includes('visit') && { 'in-person': inPersonBy }),
  };
}

/** whether hearing of it in this way ends the ladder. The high levels want a person who spoke to them: reading or a machine's call does not do. */
export function reaches(level: WarningLevel, how: 'read' | WarningChannel): boolean {
  if (how === 'human-call' || how === 'visit') return true;
  if (how === 'relatives') return false; // they were told, not the person
  return level === 'medium' || level === 'low';
}
