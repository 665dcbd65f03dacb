import { type Message } from './decider.ts';
import { type Recorded } from './stored-event.ts';
import { type Reaction } from './stream.ts';

/** State that a policy or a query keeps in memory: a fold of the node’s own log, rebuilt at every start. */
export interface Memory<State> {
  readonly name: string;
  initial(): State;
  readonly on: readonly string[];
  /** May change the state in place; pure otherwise. */
  evolve(state: State, event: Message, recorded: Recorded): State;
}

/** Whenever a fact (own or received), then commands to own streams. Running it again from the start dispatches nothing new. */
export interface Policy<Event extends Message = Message, State = undefined> {
  /** `<node kind>_<verb>_when_<fact>`, for ever: its checkpoint is the stream `policy-<name>`. */
  readonly name: string;
  readonly on: readonly Event['type'][];
  /**
   * What a fact leads to that was told later than its event (`interlock lanes backfill`). Unless named it is history: views and memories
   * take it in, and the policy does nothing. `react`: as to any other fact; what it commands must be right however long ago the event was.
   */
  readonly onBackfilled?: 'react';
  /** Folded before `react` sees the same event. */
  readonly memory?: Memory<State>;
  react(event: Event, recorded: Recorded, state: State): readonly Reaction[];
  /** What this fact shares with others (case id, account reference): they park behind it, in order. */
  keys(event: Event): readonly string[];
}

/** Says what a policy is; only gives it its types. */
export function policy<Event extends Message, State = undefined>(definition: Policy<Event, State>): Policy<Event, State> {
  return definition;
}
