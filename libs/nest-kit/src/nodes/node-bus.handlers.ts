import { type CommandAnswer, type CommandError, type Node, type Request, refusal } from '@interlock/kernel';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler, type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type NodeAnswer, type NodeReply, type SentRequest, NodeCommand, NodeQuery } from './node-bus.ts';
import { type Nodes, type VerifyFor, NODES, VERIFY_FOR } from './nodes.ts';

/** Hands a command to its node in this process, once its tokens are verified there. */
@CommandHandler(NodeCommand)
export class NodeCommandHandler implements ICommandHandler<NodeCommand> {
  constructor(
    @Inject(NODES) private readonly nodes: Nodes,
    @Inject(VERIFY_FOR) private readonly verify: VerifyFor,
  ) {}

  async execute({ to, request }: NodeCommand): Promise<NodeAnswer> {
    const node = this.nodes.get(to);
    if (!node) return refusal(unavailable(to));
    const verified = await verifiedRequest(node, request, this.verify);
    if (!verified.ok) return refusal(...verified.errors);
    const answer = await unlessUnstorable(to, () => node.execute(verified.request));
    if (answer.position === undefined) return answer;
    const { storeId, position } = node.token(answer.position);
    return { ...answer, token: { node: to, storeId, position: String(position) } };
  }
}

@QueryHandler(NodeQuery)
export class NodeQueryHandler implements IQueryHandler<NodeQuery> {
  constructor(
    @Inject(NODES) private readonly nodes: Nodes,
    @Inject(VERIFY_FOR) private readonly verify: VerifyFor,
  ) {}

  async execute({ to, request }: NodeQuery): Promise<NodeReply> {
    const node = this.nodes.get(to);
    if (!node) return { ok: false, errors: [unavailable(to)] };
    const verified = await verifiedRequest(node, request, this.verify);
    return verified.ok ? node.ask(verified.request) : verified;
  }
}

/** The owner does not run here: nothing is queued, the caller tries again. */
function unavailable(node: string): CommandError {
  return { code: 'NODE_UNAVAILABLE', details: { node } };
}

/** A full disk or a log that cannot be written is an answer, not a crash: the caller hears what to do and repeats the same id. */
async function unlessUnstorable(node: string, execute: () => Promise<CommandAnswer>): Promise<CommandAnswer> {
  try {
    return await execute();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !UNSTORABLE.has(String(error.code))) throw error;
    return refusal({ code: String(error.code), details: { node } });
  }
}

const UNSTORABLE: ReadonlySet<string> = new Set([
  ...['STORE_FULL', 'STORE_UNAVAILABLE', 'STORE_DAMAGED', 'STORE_CLOSED'],
  ...['KEYS_UNAVAILABLE', 'KEYS_CLOSED'],
]);

async function verifiedRequest(
  node: Node,
  sent: SentRequest,
  verify: VerifyFor,
): Promise<{ readonly ok: true; readonly request: Request } | { readonly ok: false; readonly errors: readonly CommandError[] }> {
  const { token, secondToken, ...rest } = sent;
  const first = await verify(node, token);
  if (!first.ok) return { ok: false, errors: [{ code: first.code, path: 'token' }] };
  if (secondToken === undefined) return { ok: true, request: { ...rest, actor: first.actor } };
  const second = await verify(node, secondToken);
  if (!second.ok) return { ok: false, errors: [{ code: second.code, path: 'secondToken' }] };
  return { ok: true, request: { ...rest, actor: first.actor, second: second.actor } };
}
