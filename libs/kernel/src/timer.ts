import { type Message } from './decider.ts';
import { type Instant } from './instant.ts';
import { type Recorded } from './stored-event.ts';
import { type Reaction } from './stream.ts';

export interface TimerSet {
  /** Id of the timer. */
  readonly set: string;
  readonly dueAt: Instant;
  readonly then: Reaction;
}

export type TimerChange = TimerSet | { readonly cancel: string };

/** Deadlines folded from events. A timer only records that a deadline passed; what is in force follows from data. */
export interface TimerRule<Event extends Message = Message> {
  /** `<node kind>_<what>`. */
  readonly name: string;
  readonly on: readonly Event['type'][];
  /** Timer ids are unique within the rule; setting again replaces, and a timer that fired fires again, a past moment at once. */
  changes(event: Event, recorded: Recorded): readonly TimerChange[];
}

export function timers<Event extends Message>(definition: TimerRule<Event>): TimerRule<Event> {
  return definition;
}
