import { type SentPosition } from '@interlock/kernel';
import { refusedBy } from './errors.ts';

const SHAPE = /^([a-z][a-z0-9-]{1,40})\/([\w-]{1,64})\/(\d{1,19})$/;

/** A position as one opaque text. */
export function tokenText(node: string, storeId: string, position: string): string {
  return Buffer.from(`${node}/${storeId}/${position}`).toString('base64url');
}

export function readToken(text: string): SentPosition {
  const [, node, storeId, position] = SHAPE.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (node === undefined || storeId === undefined || position === undefined)
    throw refusedBy('BAD_USER_INPUT', 'Not a position token: take it from a mutation’s `position.token`');
  return { node, storeId, position };
}
