import { type CommandAnswer, type CommandError, type Instant } from '@interlock/kernel';
import { Command, Query } from '@nestjs/cqrs';

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
}

/** A wish for the node that owns the stream, wherever it runs: the sender cannot tell. */
export class NodeCommand extends Command<NodeAnswer> {
  constructor(
    readonly to: string,
    readonly request: SentRequest,
  ) {
    super();
  }
}

/** A question to the node that keeps the view. */
export class NodeQuery extends Query<NodeReply> {
  constructor(
    readonly to: string,
    readonly request: SentRequest,
  ) {
    super();
  }
}

/** The answer, and where in the node’s log it stands. */
export type NodeAnswer = CommandAnswer & {
  readonly token?: { readonly node: string; readonly storeId: string; readonly position: string };
};

export type NodeReply = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly errors: readonly CommandError[] };
