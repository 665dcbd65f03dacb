import { type NodeAnswer, type NodeReply, type SentRequest } from '@interlock/kernel';
import { Command, Query } from '@nestjs/cqrs';

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
