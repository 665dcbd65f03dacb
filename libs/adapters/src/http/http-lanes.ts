import { type Lane, type LaneFact, type LaneHeld, type LaneSource, type Watermark } from '@interlock/kernel';
import { type Decoder, bigInteger, fields, integer, listOf, moment, record, text } from './decode.ts';
import { type Patience, type PeerAnswer, type PeerClient } from './peer-client.ts';

/** Another node did not give what it was asked for. Matched by `code`: NODE_UNAVAILABLE, CERTIFICATE_REFUSED, PEER_CERTIFICATE_REFUSED, … */
class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly code: string;
  /** The node that was asked. */
  readonly node: string;

  constructor(code: string, node: string, reason: unknown) {
    super(`${node}: ${code}${typeof reason === 'string' ? ` (${reason})` : ''}`);
    this.code = code;
    this.node = node;
  }
}

/** Whoever asks tries again by itself, and later: this is for connections that were closed while they were idle. */
const PATIENCE: Patience = { deadlineMs: 10_000, unreachableMs: 500 };

const readFacts: Decoder<{ readonly facts: readonly LaneFact[] }> = record({
  facts: listOf(
    record(
      { number: integer, id: text, type: text, data: fields, position: text },
      { causationId: text, correlationId: text, traceparent: text, backfilledFrom: moment, versions: listOf(text) },
    ),
  ),
});

const digits: Decoder<string> = (value, path) => String(bigInteger(value, path));

const readWatermark: Decoder<{ readonly watermark: Watermark }> = record({
  watermark: record({ storeId: text, position: digits, revision: integer }, { epoch: integer }),
});

/** The gap fetch, as the lane’s recipient: `client` shows its certificate. */
export function makeHttpLaneSource(client: PeerClient): LaneSource {
  return {
    fetch: (lane, after, limit) => pageOf(client, lane.from, `lanes/${encodeURIComponent(lane.to)}`, spanOf(lane, after, limit)),
    async watermark({ from, to }) {
      const path = `/nodes/${encodeURIComponent(from)}/lanes/${encodeURIComponent(to)}/watermark`;
      return read(from, await client.ask(from, { method: 'GET', path }, PATIENCE), readWatermark).watermark;
    },
  };
}

/** What a recipient holds, asked as the lane’s source: `client` shows its certificate. */
export function makeHttpLaneHeld(client: PeerClient): LaneHeld {
  return { held: (lane, after, limit) => pageOf(client, lane.to, `held/${encodeURIComponent(lane.from)}`, spanOf(lane, after, limit)) };
}

/** Keys that were granted to the node whose certificate `client` shows. */
export function makeHttpKeyFetch(
  client: PeerClient,
): (publisher: string, keyId: string) => Promise<Uint8Array | 'not-granted' | 'destroyed'> {
  return async (publisher, keyId) => {
    const path = `/nodes/${encodeURIComponent(publisher)}/keys/${encodeURIComponent(keyId)}`;
    const answer = await client.ask(publisher, { method: 'GET', path }, PATIENCE);
    if (!answer.ok && answer.code === 'NOT_GRANTED') return 'not-granted';
    if (!answer.ok && answer.code === 'KEY_DESTROYED') return 'destroyed';
    return Uint8Array.from(Buffer.from(read(publisher, answer, record({ key: text })).key, 'base64url'));
  };
}

function spanOf({ epoch = 1 }: Lane, after: number, limit: number): string {
  return `after=${String(after)}&limit=${String(limit)}&epoch=${String(epoch)}`;
}

async function pageOf(client: PeerClient, node: string, what: string, span: string): Promise<readonly LaneFact[]> {
  const path = `/nodes/${encodeURIComponent(node)}/${what}?${span}`;
  return read(node, await client.ask(node, { method: 'GET', path }, PATIENCE), readFacts).facts;
}

function read<Value>(node: string, answer: PeerAnswer, decode: Decoder<Value>): Value {
  if (!answer.ok) throw new PeerError(answer.code, node, answer.details['reason']);
  try {
    return decode(answer.body, '');
  } catch (error) {
    throw new PeerError('PEER_UNREADABLE', node, error instanceof Error ? error.message : undefined);
  }
}
