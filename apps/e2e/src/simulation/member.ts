import { type UndoableViews, makeMemoryEventStore, makeUndoableViews } from '@interlock/adapters';
import { type EventStore, type Node } from '@interlock/kernel';
import { type Chaos } from './chaos.ts';
import { type Life, beginLife } from './life.ts';

/** What of a node outlives its process: its log, and as much of its view files as was written. */
export interface Disk {
  log: EventStore;
  readonly views: UndoableViews;
  /** A copy of the log as it once was. */
  backup?: EventStore;
}

/** A member of the simulated city: a disk, and one process after another on it. */
export interface SimulatedMember {
  readonly code: string;
  readonly disk: Disk;
  /** The running node; waits for the next process while there is none. */
  up(): Promise<{ readonly node: Node; readonly life: Life }>;
  /** The running node, if there is one now. */
  now(): Node | undefined;
  /** How many processes there have been. */
  lives(): number;
  /** Stops the process in order, and starts another. */
  restart(): Promise<void>;
  /** Stops it for good. */
  stop(): Promise<void>;
  start(): void;
}

export interface MemberOptions {
  readonly code: string;
  readonly chaos: Chaos;
  readonly viewsAfterDeath: readonly ('kept' | 'stale' | 'gone')[];
  /** Starts the node in this process, on this disk. */
  begin(life: Life, disk: Disk): Promise<Node>;
}

/** Between a death and the next start of the process. */
const DOWN_MS_MAX = 3_000;

export function createMember({ code, chaos, viewsAfterDeath, begin }: MemberOptions): SimulatedMember {
  const { loop, dice } = chaos;
  const disk: Disk = { log: makeMemoryEventStore({ storeId: `${code}-1` }), views: makeUndoableViews() };
  let lives = 0;
  let running: { readonly node: Node; readonly life: Life } | undefined;
  let waiting = Promise.withResolvers<undefined>();
  const start = (): void => {
    lives += 1;
    const life = beginLife(code, loop);
    life.onEnd((how) => {
      running = undefined;
      if (how === 'stopped') return;
      damage(disk.views, dice.pick(viewsAfterDeath));
      loop.after(dice.between(0, DOWN_MS_MAX), start);
    });
    begin(life, disk).then(
      (node) => {
        if (life.isOver()) return;
        running = { node, life };
        waiting.resolve(undefined);
        waiting = Promise.withResolvers();
      },
      (error: unknown) => {
        chaos.note(`${code} does not start: ${String(error)}`);
        life.end('died');
      },
    );
  };
  const damage = (views: UndoableViews, how: 'kept' | 'stale' | 'gone'): void => {
    chaos.note(`${code}: views ${how}`);
    if (how === 'gone') views.forget();
    if (how === 'stale') views.undo(dice.between(1, Math.max(1, views.transactions())));
  };
  const up = async (): Promise<{ readonly node: Node; readonly life: Life }> => {
    while (!running) await waiting.promise;
    return running;
  };
  /** False when the process died on the way. */
  const stop = async (): Promise<boolean> => {
    const { node, life } = await up();
    try {
      await Promise.race([node.stop(), life.ended]);
    } catch (error) {
      if (life.isOver()) return false;
      chaos.note(`${code} stopped with ${String(error)}`);
    }
    life.end('stopped');
    return true;
  };
  return {
    code,
    disk,
    up,
    now: () => running?.node,
    lives: () => lives,
    async restart() {
      chaos.note(`${code} restarts`);
      if (await stop()) start();
    },
    async stop() {
      while (!(await stop())) await up();
    },
    start,
  };
}
