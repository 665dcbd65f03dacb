import { createHash } from 'node:crypto';
import { type FoldedView, type ViewStore } from '@interlock/kernel';

/** A view’s rows in one figure: SHA-256 over its ordered dump. */
export interface ViewSum {
  readonly view: string;
  readonly rows: number;
  readonly sha256: string;
}

export function sumsOf(views: ViewStore, folded: readonly FoldedView[]): readonly ViewSum[] {
  return folded.map(({ view }) => {
    const hash = createHash('sha256');
    let rows = 0;
    for (const line of views.dump(view)) {
      hash.update(line).update('\n');
      rows += 1;
    }
    return { view: view.name, rows, sha256: hash.digest('hex') };
  });
}
