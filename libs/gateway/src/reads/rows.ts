/** What a node answered: fields by name. GraphQL’s own types check what leaves. */
export type Row = Readonly<Record<string, unknown>>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

export function rowIn(row: Row, field: string): Row | undefined {
  const value = row[field];
  return isRow(value) ? value : undefined;
}

export function textIn(row: Row, field: string): string | undefined {
  const value = row[field];
  return typeof value === 'string' ? value : undefined;
}
