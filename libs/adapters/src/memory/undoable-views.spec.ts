import { describe, expect, it } from '@jest/globals';
import { type Message, START, view } from '@interlock/kernel';
import { viewStoreSuite } from '../conformance/view-store.suite.ts';
import { makeUndoableViews } from './undoable-views.ts';

viewStoreSuite('undoable', { durable: false }, () => {
  const views = makeUndoableViews();
  return {
    views,
    dispose: () => {
      views.close();
    },
  };
});

describe('views that the power failed', () => {
  const stops = view<{ readonly orderId: string; readonly heldFen: number }, Message>({
    name: 'stops',
    version: 1,
    rows: { key: 'orderId', indexes: ['heldFen'] },
    on: [],
    apply: () => undefined,
  });
  const filled = () => {
    const views = makeUndoableViews();
    views.open(stops);
    views.transact(stops, 3n, (rows) => {
      rows.put({ orderId: 'one', heldFen: 1 });
      rows.put({ orderId: 'two', heldFen: 2 });
    });
    views.transact(stops, 5n, (rows) => {
      rows.put({ orderId: 'one', heldFen: 7 });
      rows.remove('two');
      rows.put({ orderId: 'three', heldFen: 3 });
    });
    return views;
  };

  it('stand as they stood before their last transactions, checkpoint and rows alike', () => {
    const views = filled();
    views.undo(1);
    expect(views.open(stops)).toEqual({ checkpoint: 3n });
    expect([...views.dump(stops)]).toEqual(['{"heldFen":1,"orderId":"one"}', '{"heldFen":2,"orderId":"two"}']);
    views.undo(9);
    expect([views.open(stops), views.count(stops), views.transactions()]).toEqual([{ checkpoint: START }, 0, 0]);
  });

  it('begin anew when their file is gone', () => {
    const views = filled();
    views.forget();
    expect(views.open(stops)).toEqual({ checkpoint: START });
  });
});
