import { type AnyView, type Message, type Recorded, type View, type ViewReader } from '@interlock/kernel';

/** A node forgets the types of what it runs, and so does its double. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows
export function typed<T>(value: unknown): T {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- see above
  return value as T;
}

type Row = Record<string, unknown>;

/** Tables of rows in memory, by view. */
export function createViews() {
  const tables = new Map<string, Map<string, Row>>();
  const tableOf = (view: { readonly name: string }): Map<string, Row> => {
    const table = tables.get(view.name) ?? new Map<string, Row>();
    tables.set(view.name, table);
    return table;
  };
  const list: ViewReader['list'] = (view, { where = {}, orderBy, limit }) => {
    const rows = [...tableOf(view).values()].filter((row) => Object.entries(where).every(([field, value]) => row[field] === value));
    if (orderBy !== undefined) rows.sort((a, b) => (String(a[orderBy]).padStart(30) < String(b[orderBy]).padStart(30) ? -1 : 1));
    const items = rows.slice(0, limit).map((row) => ({ cursor: '', row: typed<never>(row) }));
    return { items, hasMore: rows.length > limit };
  };
  const reader: ViewReader = {
    get: (view, key) => typed<never>(tableOf(view).get(key)),
    list,
    count: (view) => tableOf(view).size,
  };
  const apply = (view: AnyView, message: Message, recorded: Recorded): void => {
    const table = tableOf(view);
    const { key } = view.rows;
    typed<View<Row>>(view).apply(
      message,
      {
        get: (one: string) => table.get(one),
        put: (row: Row) => table.set(String(row[key]), { ...table.get(String(row[key])), ...row }),
        remove: (one: string) => table.delete(one),
        where: (field: string, value: unknown) => [...table.values()].filter((row) => row[field] === value),
      },
      recorded,
    );
  };
  return { reader, apply };
}
