import { type CommandAnswer, type Instant, type Position } from '@interlock/kernel';

/** A person of a member as the story casts them; the city’s side of the player signs their tokens. */
export interface Cast {
  readonly member: string;
  readonly person: string;
  readonly role: string;
  readonly unit: string;
}

export interface PlayedCommand {
  readonly name: string;
  readonly commandId: string;
  readonly body: unknown;
  readonly by: Cast;
  /** Whose token travels beside, where the law wants two. */
  readonly second?: Cast;
}

/** The city that a story is played on: through its commands and queries only, whatever it runs on. */
export interface PlayedCity {
  readonly mode: 'embedded' | 'distributed';
  /** Where its data lie, for the result document. */
  readonly data: string;
  now(): Instant;
  /** Moves business time to the moment, or waits for it. Never backwards. */
  goTo(at: Instant): Promise<void>;
  send(node: string, command: PlayedCommand): Promise<CommandAnswer>;
  ask(node: string, query: { readonly name: string; readonly body: unknown; readonly by: Cast }): Promise<unknown>;
  /** How far a settled node's log goes: while it stays, the node's lists stay. Undefined where the node may not have settled. */
  headOf(node: string): Position | undefined;
  /** Resolves when no command runs, lanes are drained and everything has been handled, twice in a row. */
  settled(): Promise<void>;
  /** Earliest deadline of any node. */
  nextDue(): Instant | undefined;
  /** Records the deadlines that have passed. */
  fireDue(): Promise<void>;
  /** Events by kind of node; bookkeeping that depends on machine time left out. */
  events(): Promise<Readonly<Record<string, number>>>;
  /** Facts that a policy could not process. */
  parked(): readonly { readonly policy: string; readonly reason: string }[];
}
