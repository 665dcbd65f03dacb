import { refusedBy } from '../errors.ts';

/** Opaque place in one feed. */
export function cursorOf(feed: string, number: number): string {
  return Buffer.from(`feed/${feed}/${String(number)}`).toString('base64url');
}

/** Throws for a cursor of another feed: its numbers mean nothing here. */
export function numberIn(cursor: string, feed: string): number {
  const [, of, number] = /^feed\/([a-z][a-z0-9-]*)\/(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (of !== feed || number === undefined) throw refusedBy('BAD_CURSOR', 'Not a cursor of this feed');
  return Number(number);
}
