import { type Rows } from '@interlock/kernel';
import { type Fields, rowOf } from './row-text.ts';
import { type ViewTable } from './view-table.ts';

/** The rows of one transaction: each changed row is written once, at the end or before a query has to see it. */
export function transactionRows<Row>(table: ViewTable): {
  readonly rows: Rows<Row>;
  readonly flush: () => void;
  /** Rows written or removed so far. */
  readonly written: () => number;
} {
  const changed = new Map<string, Fields | undefined>();
  const current = (key: string): Fields | undefined => (changed.has(key) ? changed.get(key) : table.get(key));
  let written = 0;
  const flush = (): void => {
    written += changed.size;
    for (const [key, row] of changed) {
      if (row) table.write(key, row);
      else table.remove(key);
    }
    changed.clear();
  };
  const rows: Rows<Row> = {
    get(key) {
      const fields = current(key);
      return fields && rowOf<Row>(fields);
    },
    put(row) {
      // A field that is undefined says nothing: it leaves what is known.
      const said = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
      const key = table.keyOf(said);
      changed.set(key, { ...current(key), ...said });
    },
    remove(key) {
      changed.set(key, undefined);
    },
    where(field, value) {
      flush();
      return table.where(field, value).map((fields) => rowOf<Row>(fields));
    },
  };
  return { rows, flush, written: () => written };
}
