/** Anything that names its kind: commands, events, rejections. */
export interface Message {
  readonly type: string;
}

/** What a decider says. `events` of a refusal are facts that the refusal itself leaves (a refusal by law, say). */
export type Answer<Event extends Message, Rejection extends Message> =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly rejection: Rejection; readonly events?: readonly Event[] };

/** The rules of one stream. Pure: time and ids arrive on the command. */
export interface Decider<Command extends Message, State, Event extends Message, Rejection extends Message> {
  readonly initial: State;
  decide(command: Command, state: State): Answer<Event, Rejection>;
  evolve(state: State, event: Event): State;
}

export function accept<Event extends Message>(...events: readonly Event[]): { readonly ok: true; readonly events: readonly Event[] } {
  return { ok: true, events };
}

/** No, and nothing is written. */
export function reject<Rejection extends Message>(rejection: Rejection): { readonly ok: false; readonly rejection: Rejection } {
  return { ok: false, rejection };
}

/** No, and the refusal is a fact: a refusal by law of an officer's order. */
export function refuse<Rejection extends Message, Event extends Message>(
  rejection: Rejection,
  ...events: readonly Event[]
): { readonly ok: false; readonly rejection: Rejection; readonly events: readonly Event[] } {
  return { ok: false, rejection, events };
}

/** Folds events from the start. */
export function fold<Command extends Message, State, Event extends Message, Rejection extends Message>(
  decider: Decider<Command, State, Event, Rejection>,
  events: Iterable<Event>,
): State {
  let state = decider.initial;
  for (const event of events) state = decider.evolve(state, event);
  return state;
}

/** For tests: `given(decider, ...history).when(command)`. */
export function given<Command extends Message, State, Event extends Message, Rejection extends Message>(
  decider: Decider<Command, State, Event, Rejection>,
  ...history: readonly Event[]
): { readonly when: (command: Command) => Answer<Event, Rejection> } {
  return { when: (command) => decider.decide(command, fold(decider, history)) };
}
