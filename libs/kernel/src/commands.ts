import { type Actor, type PersonActor } from './actor.ts';
import { type Clock } from './clock.ts';
import { type Message } from './decider.ts';
import { type Instant } from './instant.ts';
import { type Memory } from './policy.ts';
import { type KeyStore, type References, type Sealed } from './sealed.ts';
import { type Stream, type Wish } from './stream.ts';
import { type ViewReader } from './view.ts';

/** A command for one stream of this node. */
export interface StreamCommand<Command extends Message> {
  readonly commandId: string;
  readonly key: string;
  readonly command: Wish<Command>;
  readonly actor: Actor;
  /** The clear body as it was sent: a repetition has the same. */
  readonly body: unknown;
  readonly causationId?: string;
  readonly correlationId?: string;
  readonly traceparent?: string;
  /** Head of the stream that the sender saw. */
  readonly expectedVersion?: number;
  /** Set when the command came later than this, up to which it counted: it gets its first answer if it had one, and is carried out no more. */
  readonly expiredAt?: Instant;
}

/** Refusals that the machinery itself makes. */
export type KernelRejection =
  | { readonly type: 'CommandExpired'; readonly validUntil: Instant }
  | { readonly type: 'IdempotencyConflict'; readonly commandId: string }
  | { readonly type: 'StaleVersion'; readonly expected: number; readonly actual: number };

export type Handled<Event extends Message, Rejection extends Message> =
  | {
      readonly ok: true;
      readonly events: readonly Event[];
      readonly position: bigint;
      readonly version: number;
      readonly repeated: boolean;
    }
  | {
      readonly ok: false;
      readonly rejection: Rejection | KernelRejection;
      /** Set when the refusal left a fact. */
      readonly position?: bigint;
      readonly repeated: boolean;
    };

/** What a command’s or query’s handler may use: its own node, nothing else. */
export interface NodeContext {
  /** Node code. */
  readonly node: string;
  /** Nodes of the member register by code, with their kind (`bank`, `telecom`, …): an order to anybody else goes nowhere. */
  readonly peers: ReadonlyMap<string, string>;
  /** Units of the register by code, with their kind (`county`, `township`). */
  readonly units: ReadonlyMap<string, string>;
  readonly clock: Clock;
  readonly keys: KeyStore;
  readonly references: References;
  readonly views: ViewReader;
  handle<Command extends Message, State, Event extends Message, Rejection extends Message>(
    stream: Stream<Command, State, Event, Rejection>,
    command: StreamCommand<Command>,
  ): Promise<Handled<Event, Rejection>>;
  /** Folded state of one stream and its head (-1: never written). */
  load<Command extends Message, State, Event extends Message, Rejection extends Message>(
    stream: Stream<Command, State, Event, Rejection>,
    key: string,
  ): Promise<{ readonly state: State; readonly version: number }>;
  /** Waits until the memory has folded all that was acknowledged when this was called. */
  memory<State>(memory: Memory<State>): Promise<{ readonly state: State; readonly position: bigint }>;
  /** Opens personal data for a purpose, a code; the opening is recorded before this resolves (who, why, which field). A person's own words on it are `stated`. */
  open(
    fields: readonly Sealed[],
    why: { readonly actor: Actor; readonly purpose: string; readonly stated?: Sealed; readonly caseId?: string },
  ): Promise<readonly Opened[]>;
}

export type Opened = { readonly ok: true; readonly clear: string } | { readonly ok: false; readonly code: string };

/** What comes with every command and query, whoever sends it. */
export interface Request {
  /** Contract name, `police.order-stops.v1`. */
  readonly name: string;
  readonly commandId: string;
  readonly body: unknown;
  readonly actor: PersonActor;
  /** Second officer’s or approving head’s actor, from a signed token of another person. */
  readonly second?: PersonActor;
  readonly validUntil?: Instant;
  readonly expectedVersion?: number;
  readonly traceparent?: string;
}

/** A refusal as callers see it: `code` is closed, `rule` names the rule, texts are looked up by code. */
export interface CommandError {
  readonly code: string;
  readonly rule?: string;
  readonly path?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export type CommandAnswer =
  | {
      readonly ok: true;
      readonly position: bigint;
      /** Head of the one stream that it wrote; in an action over many each part has its own. */
      readonly version?: number;
      readonly outcome: Readonly<Record<string, unknown>>;
      readonly repeated: boolean;
    }
  | {
      readonly ok: false;
      readonly errors: readonly CommandError[];
      readonly outcome?: Readonly<Record<string, unknown>>;
      readonly position?: bigint;
    };

/** One command or query that a node answers, with who may ask. Agencies list theirs; the node looks up by name and denies what is not listed. */
export interface CommandRoute {
  readonly name: string;
  /**
   * Who may send it: `role` of the node’s own member; `member/role` of another (`congress/supervisor`); `@kind/role` of whoever runs a node of
   * that kind (`@bank/operator`), `@member/role` of a member that runs none; a star stands for any member. Empty: nobody.
   */
  readonly roles: readonly string[];
  /** Roles of the second person, where the law wants two. */
  readonly secondRoles?: readonly string[];
  /** Whether the law wants two depends on the body: the stream says so. One who is there is checked all the same. */
  readonly secondIsOptional?: boolean;
  handle(request: Request, context: NodeContext): Promise<CommandAnswer>;
}

export interface QueryRoute {
  readonly name: string;
  /** Who may ask, as for commands. */
  readonly roles: readonly string[];
  answer(request: Request, context: NodeContext): Promise<unknown>;
}
