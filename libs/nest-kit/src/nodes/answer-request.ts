import {
  type CommandError,
  type Node,
  type NodeAnswer,
  type NodeReply,
  type Request,
  type SentRequest,
  isStoreError,
  refusal,
} from '@interlock/kernel';
import { type VerifyFor } from './nodes.ts';
import { readTraceparent } from '../tracing/spans.ts';
import { seenAt, waitForSeen } from './seen.ts';

/** Hands a command to its node in this process, once its tokens are verified there. Throws only what is a bug. */
export async function answerCommand(node: Node, request: SentRequest, verify: VerifyFor): Promise<NodeAnswer> {
  const verified = await verifiedRequest(node, request, verify);
  if (!verified.ok) return refusal(...verified.errors);
  const answer = await unlessRefusable(node.code, () => node.execute(verified.request), request.commandId);
  if ('refused' in answer) return refusal(answer.refused);
  if (answer.position === undefined) return answer;
  return { ...answer, token: seenAt(node, answer.position) };
}

/** Asks a node in this process: its views first show what the asker has seen, or the reply says how far they are. */
export async function answerQuery(node: Node, request: SentRequest, verify: VerifyFor): Promise<NodeReply> {
  const verified = await verifiedRequest(node, request, verify);
  if (!verified.ok) return verified;
  const seen = await waitForSeen(node, request);
  if (!seen.ok) return seen;
  const reply = await unlessRefusable(node.code, () => node.ask(verified.request));
  if ('refused' in reply) return { ok: false, errors: [reply.refused] };
  if (!reply.ok) return reply;
  return { ...reply, at: seenAt(node, node.store.head()), ...(seen.stale.length > 0 && { stale: seen.stale }) };
}

/** The owner does not run here, and nobody knows the way: nothing is queued, the caller tries again. */
export function unavailable(node: string): CommandError {
  return { code: 'NODE_UNAVAILABLE', details: { node } };
}

/**
 * A full disk, a log that cannot be written, a node that has the key to a field and cannot be reached: that is an answer, not a crash. The
 * caller hears what to do and repeats the same id. A command of which the log cannot say whether it stands there is no refusal.
 */
async function unlessRefusable<Answer>(
  node: string,
  work: () => Promise<Answer>,
  commandId?: string,
): Promise<Answer | { readonly refused: CommandError }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith('No cursor')) return { refused: { code: 'BAD_CURSOR' } };
    if (!(error instanceof Error) || !('code' in error) || !IN_A_WHILE.has(String(error.code))) throw error;
    const isUnknown = isStoreError(error) && error.details.outcomeUnknown === true;
    if (commandId !== undefined && isUnknown) return { refused: { code: 'OUTCOME_UNKNOWN', details: { node, commandId } } };
    const at = 'node' in error && typeof error.node === 'string' ? error.node : node;
    return { refused: { code: String(error.code), details: { node: at } } };
  }
}

const IN_A_WHILE: ReadonlySet<string> = new Set([
  ...['STORE_FULL', 'STORE_UNAVAILABLE', 'STORE_DAMAGED', 'STORE_CLOSED'],
  ...['KEYS_UNAVAILABLE', 'KEYS_CLOSED'],
  ...['NODE_UNAVAILABLE', 'CERTIFICATE_REFUSED', 'PEER_CERTIFICATE_REFUSED'],
]);

async function verifiedRequest(
  node: Node,
  sent: SentRequest,
  verify: VerifyFor,
): Promise<{ readonly ok: true; readonly request: Request } | { readonly ok: false; readonly errors: readonly CommandError[] }> {
  const { name, commandId, body, validUntil, expectedVersion } = sent;
  const traceparent = readTraceparent(sent.traceparent);
  const first = await verify(node, sent.token);
  if (!first.ok) return { ok: false, errors: [{ code: first.code, path: 'token' }] };
  const request: Request = {
    ...{ name, commandId, body, actor: first.actor },
    ...(validUntil !== undefined && { validUntil }),
    ...(expectedVersion !== undefined && { expectedVersion }),
    ...(traceparent !== undefined && { traceparent }),
  };
  if (sent.secondToken === undefined) return { ok: true, request };
  const second = await verify(node, sent.secondToken);
  if (!second.ok) return { ok: false, errors: [{ code: second.code, path: 'secondToken' }] };
  return { ok: true, request: { ...request, second: second.actor } };
}
