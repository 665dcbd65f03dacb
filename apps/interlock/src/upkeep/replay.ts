import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LogSnapshot, openSqliteViews } from '@interlock/adapters';
import { type Instant, type Position, START, decodeEvent, foldViews, foldedViewsOf, isAfter } from '@interlock/kernel';
import { EXIT, Fault } from '@interlock/hosting';
import { foldsOf } from '../embedded/definitions.ts';
import { cityFiles, entryNamed, withSnapshots } from './city-files.ts';
import { emptyFolder } from './empty-folder.ts';
import { type ViewSum, sumsOf } from './dump-views.ts';

/** A moment: everything recorded up to it, in every node; or a position of the logs. */
export type ReplayTo = { readonly at: Instant } | { readonly position: Position };

export interface ReplayedNode {
  readonly node: string;
  /** Last event that is in the views; -1 for none. */
  readonly position: Position;
  readonly head: Position;
  readonly views: readonly ViewSum[];
}

/** Folds views as of then into a folder of their own; the city may be running, and nothing of it is changed. */
export async function replayViews(options: {
  readonly dataDir: string;
  readonly to: ReplayTo;
  readonly into: string;
  /** Of this node only. */
  readonly node?: string;
  onNode?(node: string, done: number, all: number): void;
}): Promise<readonly ReplayedNode[]> {
  const files = cityFiles(options.dataDir);
  const wanted = options.node === undefined ? files.roster : [entryNamed(files, options.node) ?? refuseNode(options.node)];
  const into = emptyFolder(options.into, 'views of another moment, or something else, lie there');
  mkdirSync(into, { recursive: true });
  return withSnapshots({ folder: files.folder, roster: wanted }, async (logs) => {
    const replayed: ReplayedNode[] = [];
    for (const [index, { code, kind }] of wanted.entries()) {
      const store = logs.get(code);
      if (!store) continue;
      mkdirSync(join(into, code), { recursive: true });
      const views = openSqliteViews(join(into, code, 'views.sqlite'));
      try {
        const folded = foldedViewsOf(foldsOf(kind));
        const position = await positionOf(store, options.to);
        await foldViews({ store, views, folded, through: position });
        replayed.push({ node: code, position, head: store.head(), views: sumsOf(views, folded) });
      } finally {
        views.close();
      }
      options.onNode?.(code, index + 1, wanted.length);
    }
    return replayed;
  });
}

/** The last position before the first event that was recorded later. */
async function positionOf(store: LogSnapshot, to: ReplayTo): Promise<Position> {
  if ('position' in to) return to.position < store.head() ? to.position : store.head();
  let reached = START;
  for (let after = START, atHead = false; !atHead;) {
    const page = await store.readAll({ after });
    for (const event of page.events) {
      if (isAfter(decodeEvent(event).recordedAt, to.at)) return reached;
      reached = event.position;
    }
    ({ atHead, next: after } = page);
  }
  return reached;
}

function refuseNode(code: string): never {
  throw new Fault({
    code: 'NODE_UNKNOWN',
    what: `There is no node ${code} in this city`,
    why: 'no log of it lies in the folder',
    how: 'see `interlock doctor` for the nodes that are there',
    exit: EXIT.notFound,
  });
}
