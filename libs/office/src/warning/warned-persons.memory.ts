import { type Memory, type Message, type PersonRef } from '@interlock/kernel';
import { type WarningIssued } from './warning.events.ts';

/** Warnings of a person, the oldest first. */
export type WarnedPersons = Map<PersonRef, string[]>;

/** which warnings a later case of the same person belongs to. */
export const warnedPersons: Memory<WarnedPersons> = {
  name: 'office_warned_persons',
  initial: () => new Map(),
  on: ['WarningIssued'],
  evolve(state, event) {
    if (!isIssued(event) || event.subject.personRef === undefined) return state;
    const { personRef } = event.subject;
    state.set(personRef, [...(state.get(personRef) ?? []), event.warningId]);
    return state;
  },
};

function isIssued(event: Message): event is WarningIssued {
  return event.type === 'WarningIssued';
}
