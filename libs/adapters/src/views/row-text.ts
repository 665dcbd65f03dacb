import { type SQLOutputValue } from 'node:sqlite';

/** A row while it is worked on: what its fields are only the view knows. */
export type Fields = Readonly<Record<string, unknown>>;

/** Trusts our own table: the text was written by `put` of the same view and version. */
export function parseRow(text: string): Fields {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- decoding our own text, see above
  const fields: Fields = JSON.parse(text);
  return fields;
}

/** The row as its view knows it. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the decoding itself: text has no type
export function rowOf<Row>(fields: Fields): Row {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- only the view that wrote it reads it
  return { ...fields } as Row;
}

/** The same text for the same row, whatever order its fields were written in (RFC 8785's order; fractions are allowed here). */
export function sortedText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/** What an index holds of a field: text or a number; a missing field is null, a boolean 0 or 1. */
export function indexValue(field: string, value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new TypeError(`Field ${field} is indexed: text or a number, not ${typeof value}`);
}

export type IndexValue = ReturnType<typeof indexValue>;

/** A place in a list: its order, the value it is ordered by and the key. */
export interface Cursor {
  readonly order: string;
  readonly value: IndexValue;
  readonly key: string;
}

export function cursorText({ order, value, key }: Cursor): string {
  return Buffer.from(JSON.stringify([order, value, key])).toString('base64url');
}

/** Throws a RangeError for a cursor that no list with this order has given. */
export function parseCursor(text: string, order: string): Cursor {
  const parts = partsOf(text);
  const [of, value, key] = parts;
  const known = parts.length === 3 && of === order && typeof key === 'string';
  if (!known || !(value === null || typeof value === 'string' || typeof value === 'number'))
    throw new RangeError(`No cursor of a list ordered by ${order}`);
  return { order, value, key };
}

function partsOf(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return []; // refused by the caller, with the text
  }
}

export function indexOut(value: SQLOutputValue | undefined): IndexValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
