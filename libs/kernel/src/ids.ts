import { v5 } from 'uuid';

/** Namespace of every id made by name in Interlock. For ever. */
const INTERLOCK = '6f0e1f0c-4f6b-5d2a-9c54-1f2a7b9c6e10';

/** UUIDv5 of the parts: the same parts always give the same id, so that a repeat after a crash is a repeat. */
export function idOf(...parts: readonly (string | number)[]): string {
  return v5(JSON.stringify(parts), INTERLOCK);
}

/** Id of the n-th event that a command leaves in a stream. */
export function eventIdOf(commandId: string, index: number, category: string, key: string): string {
  return idOf('event', commandId, category, key, index);
}

/** Id of what one event tells one recipient. */
export function factIdOf(eventId: string, recipient: string, contract: string, index: number): string {
  return idOf('fact', eventId, recipient, contract, index);
}

/** Id of a command that a policy sends because of an event. */
export function reactionIdOf(eventId: string, purpose: string): string {
  return idOf('reaction', eventId, purpose);
}
