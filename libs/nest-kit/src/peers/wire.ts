import { type NodeAnswer, type SentPosition, type SentRequest, isInstant } from '@interlock/kernel';

/** Contract names, node codes, ids: what is kept of them ends in logs. */
const WORD = /^[\w.:@/-]{1,128}$/;
const POSITION = /^\d{1,19}$/;
const TOKEN_CHARACTERS_MAX = 8_192;
/** Tokens of the header and of the arguments of one query. */
const SEEN_MAX = 16;

export type ReadRequest = { readonly ok: true; readonly request: SentRequest } | { readonly ok: false; readonly path: string };

/** A request that came over HTTP; its body and tokens are read by the owning node. What nobody knows is left out. */
export function readRequest(sent: unknown): ReadRequest {
  if (!isFields(sent)) return { ok: false, path: '' };
  const { name, commandId, body, token, secondToken, validUntil, expectedVersion, traceparent, seen, fresh, seenWaitMs } = sent;
  if (!isWord(name)) return { ok: false, path: 'name' };
  if (!isWord(commandId)) return { ok: false, path: 'commandId' };
  if (!isToken(token)) return { ok: false, path: 'token' };
  if (secondToken !== undefined && !isToken(secondToken)) return { ok: false, path: 'secondToken' };
  if (validUntil !== undefined && (typeof validUntil !== 'string' || !isInstant(validUntil))) return { ok: false, path: 'validUntil' };
  if (expectedVersion !== undefined && !isInteger(expectedVersion)) return { ok: false, path: 'expectedVersion' };
  if (traceparent !== undefined && !isWord(traceparent)) return { ok: false, path: 'traceparent' };
  if (seen !== undefined && !isSeen(seen)) return { ok: false, path: 'seen' };
  if (fresh !== undefined && typeof fresh !== 'boolean') return { ok: false, path: 'fresh' };
  if (seenWaitMs !== undefined && !isInteger(seenWaitMs)) return { ok: false, path: 'seenWaitMs' };
  return {
    ok: true,
    request: {
      ...{ name, commandId, body, token },
      ...(secondToken !== undefined && { secondToken }),
      ...(validUntil !== undefined && { validUntil }),
      ...(expectedVersion !== undefined && { expectedVersion }),
      ...(traceparent !== undefined && { traceparent }),
      ...(seen && { seen }),
      ...(fresh !== undefined && { fresh }),
      ...(seenWaitMs !== undefined && { seenWaitMs }),
    },
  };
}

/** An answer as JSON: the position as text. */
export function answerAsSent(answer: NodeAnswer): Readonly<Record<string, unknown>> {
  return answer.position === undefined ? { ...answer } : { ...answer, position: String(answer.position) };
}

/** A whole number of a query string, within bounds; undefined where it is none. */
export function numberIn(
  text: string | undefined,
  { min, max, unset }: { readonly min: number; readonly max: number; readonly unset: number },
) {
  if (text === undefined) return unset;
  const number = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && WORD.test(value);
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && value.length <= TOKEN_CHARACTERS_MAX;
}

function isInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function isSeen(value: unknown): value is readonly SentPosition[] {
  return Array.isArray(value) && value.length <= SEEN_MAX && value.every(isPosition);
}

function isPosition(value: unknown): value is SentPosition {
  if (!isFields(value)) return false;
  const { node, storeId, position } = value;
  return isWord(node) && isWord(storeId) && typeof position === 'string' && POSITION.test(position);
}
