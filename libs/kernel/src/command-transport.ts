import { type CommandAnswer, type CommandError } from './commands.ts';
import { type Instant } from './instant.ts';

/** A position in a node’s log as it travels: a bigint as text. */
export interface SentPosition {
  readonly node: string;
  readonly storeId: string;
  readonly position: string;
}

/** A command or query as a caller sends it: tokens unverified, body unread. The owning node verifies and reads both. */
export interface SentRequest {
  /** Contract name. */
  readonly name: string;
  readonly commandId: string;
  readonly body: unknown;
  /** Signed token of the person who acts. */
  readonly token: string;
  /** Signed token of the second person, where the law wants two. */
  readonly secondToken?: string;
  readonly validUntil?: Instant;
  readonly expectedVersion?: number;
  readonly traceparent?: string;
  /** Read your writes: the node that answers a query waits until its views show these positions, as long as `seenWaitMs` says. */
  readonly seen?: readonly SentPosition[];
  /** The answer shows all that stood in the answering node’s own log when the query came. */
  readonly fresh?: boolean;
  /** At most 500 ms (machine time), which is what it waits unless less is named. */
  readonly seenWaitMs?: number;
}

/** The answer, and where in the node’s log it stands. */
export type NodeAnswer = CommandAnswer & { readonly token?: SentPosition };

/** Refusals that say nothing of whether the command was carried out before: the way, a token that ended, a log that cannot be written now. */
const OPEN = /^(?:OUTCOME_UNKNOWN|NODE_UNAVAILABLE|CERTIFICATE_REFUSED|PEER_CERTIFICATE_REFUSED|TOKEN_\w+|STORE_\w+|KEYS_\w+)$/;

/** Whether the owning node itself has answered the command, so that nothing of it is open any more. */
export function settlesCommand(answer: NodeAnswer): boolean {
  return answer.ok || !answer.errors.some(({ code }) => OPEN.test(code));
}

/** A position that a view did not show in time, and how far it was. */
export interface StaleRead {
  readonly node: string;
  readonly position: string;
  /** -1 where the node has heard nothing of it. */
  readonly reached: string;
}

export type NodeReply =
  | {
      readonly ok: true;
      readonly answer: unknown;
      /** Head of the node’s log when it had answered. */
      readonly at?: SentPosition;
      /** What the answer does not show yet of what the caller has seen. */
      readonly stale?: readonly StaleRead[];
    }
  | { readonly ok: false; readonly errors: readonly CommandError[] };

/**
 * Carries commands and queries to a node that runs in another process. It refuses with a code and never throws: NODE_UNAVAILABLE when nothing
 * was carried out, OUTCOME_UNKNOWN when a command was sent and no answer came that settles it (the caller repeats the same id until it is answered),
 * CERTIFICATE_REFUSED and PEER_CERTIFICATE_REFUSED when one end does not believe the other.
 */
export interface CommandTransport {
  command(to: string, request: SentRequest): Promise<NodeAnswer>;
  query(to: string, request: SentRequest): Promise<NodeReply>;
}

/** Longest that a node waits for what a query has seen. */
export const SEEN_WAIT_MS_MAX = 500;
