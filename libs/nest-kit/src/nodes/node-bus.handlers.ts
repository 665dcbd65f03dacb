import { type CommandTransport, type NodeAnswer, type NodeReply, refusal } from '@interlock/kernel';
import { Inject, Optional } from '@nestjs/common';
import { CommandHandler, type ICommandHandler, type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { answerCommand, answerQuery, unavailable } from './answer-request.ts';
import { NodeCommand, NodeQuery } from './node-bus.ts';
import { type Nodes, type VerifyFor, COMMAND_TRANSPORT, NODES, VERIFY_FOR } from './nodes.ts';

/** A command for a node of this process, or for one that the transport reaches: its sender cannot tell. */
@CommandHandler(NodeCommand)
export class NodeCommandHandler implements ICommandHandler<NodeCommand> {
  constructor(
    @Inject(NODES) private readonly nodes: Nodes,
    @Inject(VERIFY_FOR) private readonly verify: VerifyFor,
    @Optional() @Inject(COMMAND_TRANSPORT) private readonly transport?: CommandTransport,
  ) {}

  async execute({ to, request }: NodeCommand): Promise<NodeAnswer> {
    const node = this.nodes.get(to);
    if (node) return answerCommand(node, request, this.verify);
    return this.transport ? this.transport.command(to, request) : refusal(unavailable(to));
  }
}

@QueryHandler(NodeQuery)
export class NodeQueryHandler implements IQueryHandler<NodeQuery> {
  constructor(
    @Inject(NODES) private readonly nodes: Nodes,
    @Inject(VERIFY_FOR) private readonly verify: VerifyFor,
    @Optional() @Inject(COMMAND_TRANSPORT) private readonly transport?: CommandTransport,
  ) {}

  async execute({ to, request }: NodeQuery): Promise<NodeReply> {
    const node = this.nodes.get(to);
    if (node) return answerQuery(node, request, this.verify);
    return this.transport ? this.transport.query(to, request) : { ok: false, errors: [unavailable(to)] };
  }
}
