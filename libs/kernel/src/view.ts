import { type Message } from './decider.ts';
import { type Recorded } from './stored-event.ts';

export interface RowsOptions<Row> {
  readonly key: keyof Row & string;
  /** Fields that queries select or order by; text or integers. */
  readonly indexes: readonly (keyof Row & string)[];
}

/** The rows of one view while an event is applied. */
export interface Rows<Row> {
  get(key: string): Row | undefined;
  /** Merges into the row: lanes have no order between them, so each fact writes what it knows. */
  put(row: Partial<Row>): void;
  remove(key: string): void;
  /** Rows whose indexed field has this value, ordered by key. */
  where<Field extends keyof Row & string>(field: Field, value: Row[Field]): readonly Row[];
}

/** A read model: a pure, deterministic fold of one node's own log into rows; can be dropped and rebuilt at any time. */
export interface View<Row = Readonly<Record<string, unknown>>, Event extends Message = Message> {
  /** Also the table: `<node kind>_<what the reader sees>`. */
  readonly name: string;
  /** Raise it when the rows or the fold change: the table is rebuilt. */
  readonly version: number;
  readonly rows: RowsOptions<Row>;
  /** Types it wants; others pass by. */
  readonly on: readonly Event['type'][];
  apply(event: Event, rows: Rows<Row>, recorded: Recorded): void;
}

/** Any view, where its rows do not matter. */
export type AnyView = View<never>;

/** Says what a view is; only gives it its types. */
export function view<Row, Event extends Message>(definition: View<Row, Event>): View<Row, Event> {
  return definition;
}

export interface ListOptions {
  /** Equality on indexed fields. */
  readonly where?: Readonly<Record<string, string | number>>;
  /** Indexed field or the key (default). Ties are broken by key. */
  readonly orderBy?: string;
  readonly descending?: boolean;
  /** Cursor of the last item of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface RowsPage<Row> {
  readonly items: readonly { readonly cursor: string; readonly row: Row }[];
  readonly hasMore: boolean;
}

/** What queries may do with a view. */
export interface ViewReader {
  get<Row>(view: View<Row>, key: string): Row | undefined;
  list<Row>(view: View<Row>, options: ListOptions): RowsPage<Row>;
  count<Row>(view: View<Row>, where?: Readonly<Record<string, string | number>>): number;
}

/** Where a node's views live. Rows and checkpoint of a batch are one transaction. */
export interface ViewStore extends ViewReader {
  /** Makes the table, or empties it when the version differs. Answers the checkpoint: position of the last applied event, START when new. */
  open(view: AnyView): { readonly checkpoint: bigint };
  /** Runs `work` and stores the checkpoint in one transaction; a throw leaves nothing of it. */
  transact<Row>(view: View<Row>, checkpoint: bigint, work: (rows: Rows<Row>) => void): void;
  /** All rows ordered by key, canonical JSON lines: for `rebuild` and for comparing. */
  dump(view: AnyView): Iterable<string>;
  /** Empties it and sets its checkpoint to START. */
  drop(view: AnyView): void;
  close(): void;
}
