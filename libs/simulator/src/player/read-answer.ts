/** What a query answered, read with care: a story must not go on from a misread answer. */
class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

export type Row = Readonly<Record<string, unknown>>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function rowOf(value: unknown, what: string): Row {
  if (!isRow(value)) throw new UnreadableAnswer(`${what}: not an object`);
  return value;
}

export function rowsOf(value: unknown, what: string): readonly Row[] {
  if (!Array.isArray(value)) throw new UnreadableAnswer(`${what}: not a list`);
  return value.map((item) => rowOf(item, what));
}

export function textOf(row: Row, field: string): string {
  const value = row[field];
  if (typeof value !== 'string') throw new UnreadableAnswer(`${field}: not a text`);
  return value;
}

export function optionalText(row: Row, field: string): string | undefined {
  return row[field] === undefined || row[field] === null ? undefined : textOf(row, field);
}

export function numberOf(row: Row, field: string): number {
  const value = row[field];
  if (typeof value !== 'number') throw new UnreadableAnswer(`${field}: not a number`);
  return value;
}

export function optionalNumber(row: Row, field: string): number | undefined {
  return row[field] === undefined || row[field] === null ? undefined : numberOf(row, field);
}
