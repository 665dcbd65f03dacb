import { type Told } from './contract.ts';
import { type Decider, type Message } from './decider.ts';
import { type Recorded } from './stored-event.ts';

/** What publish rules may look at: one own event and where it stands. What depends on state is first decided as an event. */
export type PublishContext = Pick<Recorded, 'id' | 'stream' | 'recordedAt' | 'meta'> & { readonly node: string; readonly key: string };

/** One kind of stream: its rules, and who is told what. Streams are named `<category>-<key>`. */
export interface Stream<
  Command extends Message = Message,
  State = unknown,
  Event extends Message = Message,
  Rejection extends Message = Message,
> {
  readonly category: string;
  readonly decider: Decider<Command, State, Event, Rejection>;
  /** Facts that the event tells others, appended with it in one act. Pure. */
  publish?(event: Event, context: PublishContext): readonly Told[];
  /** Fields of the decider’s command and event types that say which schema version is written; 1 unless named. */
  readonly schemaVersions?: Readonly<Record<string, number>>;
}

/** A command without `at`: the owning node sets it when it accepts the command. */
export type Wish<Command extends Message> = Command extends unknown ? Omit<Command, 'at'> & Message : never;

/** A command for a stream of the own node, as policies, timers and effects send it. */
export interface Reaction {
  readonly category: string;
  readonly key: string;
  readonly command: Message;
  /** Tells apart several commands that one event leads to. */
  readonly purpose: string;
  /** Refusals that are ordinary answers here: recorded, and on. Any other refusal is tried again, then parked. */
  readonly settles: readonly string[];
}

/** Makes a reaction, with the stream’s own command type. */
export function to<Command extends Message>(
  stream: { readonly category: string; readonly decider: { decide(command: Command, state: never): unknown } },
  key: string,
  command: Wish<Command>,
  options: { readonly purpose?: string; readonly settles?: readonly string[] } = {},
): Reaction {
  return { category: stream.category, key, command, purpose: options.purpose ?? '', settles: options.settles ?? [] };
}

export function streamName(category: string, key: string): string {
  return `${category}-${key}`;
}
