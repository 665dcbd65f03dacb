import { type Message, type Recorded, type Rows, type View, instant } from '@interlock/kernel';

/** Rows of a view after facts of one lane, by key. */
export function rowsOf<Row, Fact extends Message>(view: View<Row, Fact>, facts: readonly Fact[]): ReadonlyMap<string, Partial<Row>> {
  const kept = new Map<string, Partial<Row>>();
  const asRow = (partial: Partial<Row> | undefined): Row | undefined =>
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a store merges in the same way: what a view has put is its row
    partial as Row | undefined;
  const rows: Rows<Row> = {
    get: (key) => asRow(kept.get(key)),
    put(row) {
      const key = String(row[view.rows.key]);
      kept.set(key, { ...kept.get(key), ...row });
    },
    remove: (key) => kept.delete(key),
    where: () => [],
  };
  for (const [index, fact] of facts.entries()) view.apply(fact, rows, recordedAs(fact, index));
  return kept;
}

function recordedAs({ type, ...data }: Message, index: number): Recorded {
  return {
    ...{ id: `fact-${String(index)}`, type, schemaVersion: 1, stream: 'received-office', data, revision: index, position: BigInt(index) },
    meta: { actor: { kind: 'lane', name: 'office' }, source: { node: 'office', number: index, position: String(index) } },
    recordedAt: instant('2026-03-02T05:00:00.000Z'),
  };
}
