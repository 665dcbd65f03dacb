import { openSqliteViews } from '@interlock/adapters';
import { foldViews, foldedViewsOf } from '@interlock/kernel';
import { type RosterEntry } from '@interlock/hosting';
import { foldsOf } from '../embedded/definitions.ts';
import { type CityFiles, withFolderTaken, withSnapshots } from './city-files.ts';
import { type ViewSum, sumsOf } from './dump-views.ts';

export interface RebuiltView {
  readonly node: string;
  readonly view: string;
  readonly before: Omit<ViewSum, 'view'>;
  readonly after: Omit<ViewSum, 'view'>;
  readonly identical: boolean;
}

/**
 * Drops every view of a stopped city and folds it again from its log. Before that it is brought up to the log’s head, as a start would do: what
 * is compared are two ways to the same position.
 */
export function rebuildViews(
  dataDir: string,
  onNode: (node: string, done: number, all: number) => void = () => undefined,
): Promise<readonly RebuiltView[]> {
  return withFolderTaken(dataDir, (files) =>
    withSnapshots(files, async (logs) => {
      const rebuilt: RebuiltView[] = [];
      for (const [index, entry] of files.roster.entries()) {
        const log = logs.get(entry.code);
        if (log) rebuilt.push(...(await rebuildNode(files, entry, log)));
        onNode(entry.code, index + 1, files.roster.length);
      }
      return rebuilt;
    }),
  );
}

async function rebuildNode(
  { folder }: CityFiles,
  { code, kind }: RosterEntry,
  store: Parameters<typeof foldViews>[0]['store'] & { head(): bigint },
): Promise<readonly RebuiltView[]> {
  const views = openSqliteViews(folder.views(code));
  const folded = foldedViewsOf(foldsOf(kind));
  try {
    await foldViews({ store, views, folded, through: store.head() });
    const before = sumsOf(views, folded);
    for (const { view } of folded) views.drop(view);
    await foldViews({ store, views, folded, through: store.head() });
    const after = sumsOf(views, folded);
    return after.flatMap(({ view, ...now }, index) => {
      const then = before[index];
      if (!then) return [];
      const { view: _view, ...was } = then;
      return [{ node: code, view, before: was, after: now, identical: was.rows === now.rows && was.sha256 === now.sha256 }];
    });
  } finally {
    views.close();
  }
}
