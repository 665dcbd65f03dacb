import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RowsPage, type View, type ViewStore, START, view } from '@interlock/kernel';

interface Stop {
  readonly orderId: string;
  readonly caseId: string;
  readonly heldFen?: number;
  readonly lapsesAt?: string;
}

interface StopSeen {
  readonly type: 'StopSeen';
  readonly stop: Partial<Stop>;
}

function stops(changes: { readonly version?: number; readonly indexes?: View<Stop>['rows']['indexes'] } = {}): View<Stop, StopSeen> {
  return view<Stop, StopSeen>({
    name: 'police_standing_stops',
    version: changes.version ?? 1,
    rows: { key: 'orderId', indexes: changes.indexes ?? ['caseId', 'heldFen', 'lapsesAt'] },
    on: ['StopSeen'],
    apply(event, rows) {
      rows.put(event.stop);
    },
  });
}

/** A view store under test. `reopen` closes it and opens what it left behind; absent where nothing stays. */
export interface ViewStoreUnderTest {
  readonly views: ViewStore;
  readonly reopen?: () => ViewStore;
  readonly dispose: () => void;
}

/** What every ViewStore must do (architecture.md section 2: views hold their checkpoint and can be rebuilt). */
export function viewStoreSuite(name: string, options: { readonly durable: boolean }, make: () => ViewStoreUnderTest): void {
  describe(`ViewStore: ${name}`, () => {
    let under: ViewStoreUnderTest;
    let views: ViewStore;
    const standing = stops();

    beforeEach(() => {
      under = make();
      views = under.views;
    });
    afterEach(() => under.dispose());

    function put(checkpoint: bigint, ...rows: readonly Partial<Stop>[]): void {
      views.transact(standing, checkpoint, (table) => rows.forEach((row) => table.put(row)));
    }

    it('is new at START and remembers the checkpoint of the last transaction', () => {
      expect(views.open(standing)).toEqual({ checkpoint: START });
      put(0n, { orderId: 'one', caseId: 'wuyi' });
      put(41n);
      expect(views.open(standing)).toEqual({ checkpoint: 41n });
      expect(views.get(standing, 'one')).toEqual({ orderId: 'one', caseId: 'wuyi' });
      expect(views.get(standing, 'two')).toBeUndefined();
    });

    it('merges what is put into what is known, in one transaction and over several', () => {
      views.open(standing);
      views.transact(standing, 1n, (rows) => {
        rows.put({ orderId: 'one', caseId: 'wuyi' });
        rows.put({ orderId: 'one', heldFen: 500 });
      });
      put(2n, { orderId: 'one', lapsesAt: '2026-03-03T12:00:00.000Z' });
      expect(views.get(standing, 'one')).toEqual({ orderId: 'one', caseId: 'wuyi', heldFen: 500, lapsesAt: '2026-03-03T12:00:00.000Z' });
    });

    it('shows a transaction its own writes, through get and where, and removals too', () => {
      views.open(standing);
      put(1n, { orderId: 'two', caseId: 'wuyi' }, { orderId: 'three', caseId: 'other' });
      views.transact(standing, 2n, (rows) => {
        rows.put({ orderId: 'one', caseId: 'wuyi' });
        rows.put({ orderId: 'three', caseId: 'wuyi' });
        expect(rows.get('one')?.caseId).toBe('wuyi');
        expect(rows.where('caseId', 'wuyi').map(({ orderId }) => orderId)).toEqual(['one', 'three', 'two']);
        rows.remove('two');
        expect(rows.get('two')).toBeUndefined();
        expect(rows.where('caseId', 'wuyi').map(({ orderId }) => orderId)).toEqual(['one', 'three']);
        rows.put({ orderId: 'two', heldFen: 7 });
        expect(rows.get('two')).toEqual({ orderId: 'two', heldFen: 7 }); // a removed row leaves nothing to merge into
      });
      expect(views.count(standing, { caseId: 'wuyi' })).toBe(2);
      expect(views.count(standing)).toBe(3);
    });

    it('leaves nothing of a transaction that throws, checkpoint included', () => {
      views.open(standing);
      put(1n, { orderId: 'one', caseId: 'wuyi' });
      const broken = (): void =>
        views.transact(standing, 2n, (rows) => {
          rows.put({ orderId: 'two', caseId: 'wuyi' });
          rows.remove('one');
          rows.where('caseId', 'wuyi');
          throw new Error('the fold failed');
        });
      expect(broken).toThrow('the fold failed');
      expect([...views.dump(standing)]).toEqual(['{"caseId":"wuyi","orderId":"one"}']);
      expect(views.open(standing)).toEqual({ checkpoint: 1n });
    });

    it('gives copies: changing what was read changes nothing that is stored', () => {
      views.open(standing);
      put(1n, { orderId: 'one', caseId: 'wuyi' });
      Object.assign(views.get(standing, 'one') ?? {}, { caseId: 'changed' });
      views.transact(standing, 2n, (rows) => {
        rows.put({ orderId: 'one', heldFen: 1 });
        Object.assign(rows.get('one') ?? {}, { caseId: 'changed' });
      });
      expect(views.get(standing, 'one')).toEqual({ orderId: 'one', caseId: 'wuyi', heldFen: 1 });
    });

    it.each([
      ['another version', stops({ version: 2 })],
      ['other indexes', stops({ indexes: ['caseId'] })],
    ])('empties a view with %s', (_what, changed) => {
      views.open(standing);
      put(9n, { orderId: 'one', caseId: 'wuyi' });
      expect(views.open(changed)).toEqual({ checkpoint: START });
      expect(views.count(changed)).toBe(0);
      expect(views.open(changed)).toEqual({ checkpoint: START });
    });

    it('drops one view and leaves the others', () => {
      const other: View<Stop, StopSeen> = { ...stops(), name: 'police_other_stops' };
      views.open(standing);
      views.open(other);
      put(1n, { orderId: 'one', caseId: 'wuyi' });
      views.transact(other, 5n, (rows) => rows.put({ orderId: 'two', caseId: 'wuyi' }));
      views.drop(standing);
      expect(views.count(standing)).toBe(0);
      expect(views.open(standing)).toEqual({ checkpoint: START });
      expect(views.open(other)).toEqual({ checkpoint: 5n });
      expect(views.get(other, 'two')).toEqual({ orderId: 'two', caseId: 'wuyi' });
    });

    it('dumps the same lines for the same rows, whatever order they and their fields came in', () => {
      const dumpOf = (...rows: readonly Partial<Stop>[]): readonly string[] => {
        views.drop(standing);
        put(1n, ...rows);
        return [...views.dump(standing)];
      };
      views.open(standing);
      const lines = dumpOf({ orderId: 'b', caseId: '武义', heldFen: 1 }, { orderId: 'a', caseId: 'y' });
      expect(lines).toEqual(['{"caseId":"y","orderId":"a"}', '{"caseId":"武义","heldFen":1,"orderId":"b"}']);
      expect(dumpOf({ heldFen: 1, orderId: 'b' }, { caseId: 'y', orderId: 'a' }, { caseId: '武义', orderId: 'b' })).toEqual(lines);
    });

    it('refuses a row without its key, an unopened view and a field that is not indexed', () => {
      expect(() => views.get(standing, 'one')).toThrow('not open');
      views.open(standing);
      expect(() => put(1n, { caseId: 'wuyi' })).toThrow('needs its key orderId');
      expect(() => views.list(standing, { where: { colour: 'red' }, limit: 1 })).toThrow('not indexed');
      expect(() => views.list(standing, { orderBy: 'colour', limit: 1 })).toThrow('not indexed');
      expect(() => views.list(standing, { limit: 0 })).toThrow('No page size');
      expect(() => views.list(standing, { limit: 1, after: 'nonsense' })).toThrow('No cursor');
    });

    describe('lists', () => {
      const rows: readonly Stop[] = [
        { orderId: 'a', caseId: 'wuyi', heldFen: 300 },
        { orderId: 'b', caseId: 'wuyi', heldFen: 20 },
        { orderId: 'c', caseId: 'other', heldFen: 300 },
        { orderId: 'd', caseId: 'wuyi' },
        { orderId: 'e', caseId: 'wuyi', heldFen: 300 },
        { orderId: 'f', caseId: 'wuyi' },
      ];

      beforeEach(() => {
        views.open(standing);
        put(1n, ...rows);
      });

      function keys(page: RowsPage<Stop>): string {
        return page.items.map(({ row }) => row.orderId).join('');
      }

      /** All pages of a size, one after another. */
      function walk(
        options: { readonly orderBy?: string; readonly descending?: boolean; readonly where?: Record<string, string | number> },
        limit: number,
      ): string {
        let text = '';
        let after: string | undefined;
        for (;;) {
          const page = views.list(standing, { ...options, limit, ...(after !== undefined && { after }) });
          text += keys(page);
          if (!page.hasMore) return text;
          after = page.items.at(-1)?.cursor;
        }
      }

      it.each([
        ['by key', {}, 'abcdef'],
        ['by key, descending', { descending: true }, 'fedcba'],
        ['by an indexed number, rows without it first, ties by key', { orderBy: 'heldFen' }, 'dfbace'],
        ['the same descending', { orderBy: 'heldFen', descending: true }, 'ecabfd'],
        ['filtered', { where: { caseId: 'wuyi' } }, 'abdef'],
        ['filtered and ordered', { where: { caseId: 'wuyi' }, orderBy: 'heldFen', descending: true }, 'eabfd'],
        ['by two filters', { where: { caseId: 'wuyi', heldFen: 300 } }, 'ae'],
        ['by the key as a filter', { where: { orderId: 'c' } }, 'c'],
      ])('%s, with the same order for every page size', (_what, options, wanted) => {
        for (const limit of [1, 2, 3, 100]) expect(walk(options, limit)).toBe(wanted);
      });

      it('keeps its place when rows before it come and go', () => {
        const first = views.list(standing, { limit: 2 });
        put(2n, { orderId: 'aa', caseId: 'wuyi' });
        views.transact(standing, 3n, (table) => table.remove('a'));
        expect(keys(views.list(standing, { limit: 2, after: first.items[1]?.cursor ?? '' }))).toBe('cd');
      });

      it('refuses a cursor of another order', () => {
        const cursor = views.list(standing, { limit: 1, orderBy: 'heldFen' }).items[0]?.cursor ?? '';
        expect(() => views.list(standing, { limit: 1, after: cursor })).toThrow('No cursor of a list ordered by orderId');
      });
    });

    if (options.durable)
      it('finds rows and checkpoint again after it was closed', () => {
        views.open(standing);
        put(7n, { orderId: 'one', caseId: 'wuyi' });
        views = under.reopen?.() ?? views;
        expect(views.open(standing)).toEqual({ checkpoint: 7n });
        expect([...views.dump(standing)]).toEqual(['{"caseId":"wuyi","orderId":"one"}']);
      });
  });
}
