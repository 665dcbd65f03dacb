import {
  type CommandError,
  type Node,
  type Position,
  type PositionToken,
  type SentPosition,
  type SentRequest,
  type StaleRead,
  SEEN_WAIT_MS_MAX,
} from '@interlock/kernel';

type Seen = { readonly ok: true; readonly stale: readonly StaleRead[] } | { readonly ok: false; readonly errors: readonly CommandError[] };

/** A position of a node’s log, as it travels. */
export function seenAt(node: Node, position: Position): SentPosition {
  const { storeId } = node.token(position);
  return { node: node.code, storeId, position: String(position) };
}

/**
 * Read your writes: waits until the node’s views show all that the asker has seen, of other nodes’ logs by the watermarks of their lanes.
 * What they do not show in time is named; a position of a log that was restored since means nothing, and is refused.
 */
export async function waitForSeen(node: Node, { seen = [], fresh, seenWaitMs }: SentRequest): Promise<Seen> {
  const waitMs = Math.max(0, Math.min(SEEN_WAIT_MS_MAX, seenWaitMs ?? SEEN_WAIT_MS_MAX));
  const tokens = [...seen.map(readPosition), ...(fresh === true ? [node.token(node.store.head())] : [])];
  // Of the own log it is known at once; of another one only when its new watermark had the time to come.
  const replaced = tokens.find((token) => token.node === node.code && token.storeId !== node.store.storeId);
  if (replaced) return anotherLog(replaced);
  const shown = await Promise.all(tokens.map((token) => node.waitFor(token, waitMs)));
  const behind = tokens.filter((_token, index) => shown[index] !== true);
  const other = behind.find((token) => isOfAnotherLog(node, token));
  if (other) return anotherLog(other);
  return { ok: true, stale: behind.map((token) => staleOf(node, token)) };
}

function readPosition({ node, storeId, position }: SentPosition): PositionToken {
  return { node, storeId, position: BigInt(position) };
}

function isOfAnotherLog(node: Node, token: PositionToken): boolean {
  const watermark = token.node === node.code ? undefined : node.lanes.watermark(token.node);
  return watermark !== undefined && watermark.storeId !== token.storeId;
}

function anotherLog({ node }: PositionToken): Seen {
  return { ok: false, errors: [{ code: 'POSITION_OF_ANOTHER_LOG', path: 'seen', details: { node } }] };
}

function staleOf(node: Node, token: PositionToken): StaleRead {
  const reached = token.node === node.code ? node.store.head() : node.lanes.watermark(token.node)?.position;
  return { node: token.node, position: String(token.position), reached: String(reached ?? -1) };
}
