import { type AnyView, type ListOptions, type Rows, type View, type ViewStore, START } from '@interlock/kernel';
import { type Fields, type IndexValue, cursorText, indexValue, parseCursor, rowOf, sortedText } from '../views/row-text.ts';
import { definitionOf } from '../views/view-table.ts';

/** A view store of plain maps, for simulations: it can lose its last transactions, as a file does when the power fails. */
export interface UndoableViews extends ViewStore {
  /** Transactions that can be taken back. */
  transactions(): number;
  /** Takes back the last so many, rows and checkpoints alike. */
  undo(count: number): void;
  /** As if the file had been deleted. */
  forget(): void;
}

interface Table {
  readonly view: Pick<AnyView, 'name' | 'rows'>;
  readonly definition: string;
  readonly rows: Map<string, Fields>;
  checkpoint: bigint;
}

/** How one transaction is taken back. */
interface Undo {
  readonly table: Table;
  readonly checkpoint: bigint;
  readonly rows: ReadonlyMap<string, Fields | undefined>;
}

export function makeUndoableViews(): UndoableViews {
  const tables = new Map<string, Table>();
  let undos: Undo[] = [];
  const opened = ({ name }: { readonly name: string }): Table => {
    const table = tables.get(name);
    if (!table) throw new Error(`View ${name} is not open`);
    return table;
  };
  const make = (view: AnyView): Table => {
    const table: Table = { view, definition: definitionOf(view), rows: new Map(), checkpoint: START };
    tables.set(view.name, table);
    return table;
  };
  return {
    open(view) {
      const known = tables.get(view.name);
      const { checkpoint } = known?.definition === definitionOf(view) ? known : make(view);
      return { checkpoint };
    },
    transact<Row>(view: View<Row>, checkpoint: bigint, work: (rows: Rows<Row>) => void) {
      const table = opened(view);
      const before = new Map<string, Fields | undefined>();
      const undo = { table, checkpoint: table.checkpoint, rows: before };
      try {
        work(rowsOf<Row>(table, before));
      } catch (error) {
        takeBack(undo);
        throw error;
      }
      table.checkpoint = checkpoint;
      undos.push(undo);
    },
    *dump(view) {
      for (const fields of ordered(opened(view))) yield sortedText(fields);
    },
    drop: (view) => void make(view),
    get<Row>(view: View<Row>, key: string) {
      const fields = opened(view).rows.get(key);
      return fields && rowOf<Row>(fields);
    },
    list<Row>(view: View<Row>, options: ListOptions) {
      const { items, hasMore } = listOf(opened(view), options);
      return { items: items.map(({ cursor, fields }) => ({ cursor, row: rowOf<Row>(fields) })), hasMore };
    },
    count: (view, where) => ordered(opened(view), where).length,
    close: () => undefined,
    transactions: () => undos.length,
    undo(count) {
      for (const undo of undos.splice(Math.max(0, undos.length - count)).reverse()) takeBack(undo);
    },
    forget() {
      tables.clear();
      undos = [];
    },
  };
}

function takeBack({ table, checkpoint, rows }: Undo): void {
  for (const [key, fields] of rows) {
    if (fields) table.rows.set(key, fields);
    else table.rows.delete(key);
  }
  table.checkpoint = checkpoint;
}

function rowsOf<Row>(table: Table, before: Map<string, Fields | undefined>): Rows<Row> {
  const keep = (key: string): void => {
    if (!before.has(key)) before.set(key, table.rows.get(key));
  };
  return {
    get(key) {
      const fields = table.rows.get(key);
      return fields && rowOf<Row>(fields);
    },
    put(row) {
      const said: Fields = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
      const key = said[table.view.rows.key];
      if (typeof key !== 'string' || key === '')
        throw new TypeError(`A row of ${table.view.name} needs its key ${table.view.rows.key}, as text`);
      keep(key);
      table.rows.set(key, { ...table.rows.get(key), ...said });
    },
    remove(key) {
      keep(key);
      table.rows.delete(key);
    },
    where: (field, value) => ordered(table, { [field]: value }).map((fields) => rowOf<Row>(fields)),
  };
}

/** Rows with these values, by key. */
function ordered(table: Table, where: Readonly<Record<string, unknown>> = {}): readonly Fields[] {
  const wanted = Object.entries(where).map(([field, value]) => ({ field: indexedField(table, field), value: indexValue(field, value) }));
  return [...table.rows]
    .filter(([, fields]) => wanted.every(({ field, value }) => indexValue(field, fields[field]) === value))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, fields]) => fields);
}

function indexedField({ view: { name, rows } }: Table, field: string): string {
  const isIndexed = field === rows.key || rows.indexes.some((one) => one === field);
  if (!isIndexed) throw new RangeError(`Field ${field} of ${name} is not indexed`);
  return field;
}

interface Placed {
  readonly fields: Fields;
  readonly value: IndexValue;
  readonly key: string;
}

function listOf(table: Table, { where, orderBy = table.view.rows.key, descending = false, after, limit }: ListOptions) {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`No page size: ${limit}`);
  const field = indexedField(table, orderBy);
  const from = after === undefined ? undefined : parseCursor(after, orderBy);
  const direction = descending ? -1 : 1;
  const placed = ordered(table, where)
    .map((fields): Placed => ({ fields, value: indexValue(field, fields[field]), key: String(fields[table.view.rows.key]) }))
    .filter((one) => from === undefined || direction * compare(one, from) > 0)
    .sort((one, other) => direction * compare(one, other));
  const items = placed.slice(0, limit).map(({ fields, value, key }) => ({ cursor: cursorText({ order: orderBy, value, key }), fields }));
  return { items, hasMore: placed.length > limit };
}

/** SQLite’s order: nothing, numbers, text; then the key. */
function compare(one: Omit<Placed, 'fields'>, other: Omit<Placed, 'fields'>): number {
  const rank = (value: IndexValue): number => (value === null ? 0 : typeof value === 'number' ? 1 : 2);
  if (rank(one.value) !== rank(other.value)) return rank(one.value) - rank(other.value);
  if (one.value !== null && other.value !== null && one.value !== other.value) return one.value < other.value ? -1 : 1;
  return one.key < other.key ? -1 : Number(one.key > other.key);
}
