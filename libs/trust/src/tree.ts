import { type Position } from '@interlock/kernel';

/** What the tree's file says of one event of the log. */
export interface RecordedLeaf {
  readonly position: Position;
  readonly hash: Uint8Array;
}

export type TreeErrorCode = 'TREE_MISSING' | 'TREE_SHORT' | 'TREE_DAMAGED' | 'TREE_AHEAD' | 'TREE_DIVERGED';

/** The tree and its log do not belong together, or the tree's file is not what was signed. Nothing repairs that by itself. Matched by `code`. */
export class TreeError extends Error {
  override readonly name = 'TreeError';
  readonly code: TreeErrorCode;

  constructor(code: TreeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
