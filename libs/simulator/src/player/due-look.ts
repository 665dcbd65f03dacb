import { type Instant, type Position } from '@interlock/kernel';

interface DueNode {
  nextDue(): Instant | undefined;
  readonly store: { head(): Position };
}

/** Earliest deadline of settled nodes. Deadlines follow from the log: a node is asked again only when its log has grown. */
export function createDueLook(nodes: () => readonly DueNode[]): () => Instant | undefined {
  const seen = new WeakMap<DueNode, { readonly head: Position; readonly due: Instant | undefined }>();
  const dueOf = (node: DueNode): Instant | undefined => {
    const head = node.store.head();
    const known = seen.get(node);
    if (known?.head === head) return known.due;
    const due = node.nextDue();
    seen.set(node, { head, due });
    return due;
  };
  return () =>
    nodes()
      .map(dueOf)
      .filter((due) => due !== undefined)
      .sort()[0];
}
