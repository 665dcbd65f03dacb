import { type UndoableViews } from '@interlock/adapters';
import { type ViewStore } from '@interlock/kernel';
import { type Chaos } from './chaos.ts';
import { type Life, ProcessGone } from './life.ts';

/** View files as one process sees them. It may die before or after a transaction of one view, with those of others not begun. */
export function simulatedViews(chaos: Chaos, life: Life, durable: UndoableViews): ViewStore {
  const alive = (): void => {
    if (life.isOver()) throw new ProcessGone(`${life.code} is gone`);
  };
  return {
    ...durable,
    open(view) {
      alive();
      return durable.open(view);
    },
    transact(view, checkpoint, work) {
      alive();
      chaos.dies(life, `before ${view.name}`);
      alive();
      durable.transact(view, checkpoint, work);
      chaos.dies(life, `after ${view.name}`);
      alive();
    },
  };
}
