import { existsSync } from 'node:fs';
import { type EventStore } from '@interlock/kernel';
import { type DataFolder } from '../folder/data-folder.ts';

/** Files that are made from a log and hold its positions. */
export interface FoldedFiles {
  readonly views: string;
  readonly tree: string;
  /** The tree is to be made of what the log holds: this process has none yet, and others have written the log. */
  readonly isNewTree: boolean;
}

/**
 * Beside a log file they have their plain names: its positions count, and mean the same in every copy of it. Of a log whose positions are
 * its own, they carry its storeId: what was made from another log does not fit it.
 */
export function foldedFiles(folder: DataFolder, code: string, { storeId, capabilities }: EventStore): FoldedFiles {
  const [views, tree] = [folder.views(code), folder.tree(code)];
  if (capabilities.ownPositions !== true) return { views, tree, isNewTree: false };
  const own = { views: beside(views, storeId), tree: beside(tree, storeId) };
  return { ...own, isNewTree: !existsSync(own.tree) };
}

/** `views.sqlite` becomes `views.<storeId>.sqlite`. */
function beside(file: string, storeId: string): string {
  const at = file.lastIndexOf('.');
  return `${file.slice(0, at)}.${storeId}${file.slice(at)}`;
}
