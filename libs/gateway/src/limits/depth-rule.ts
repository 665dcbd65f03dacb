import { type FragmentDefinitionNode, type SelectionSetNode, type ValidationContext, type ValidationRule, Kind } from 'graphql';
import { refusedBy } from '../errors.ts';

/** How deep a document nests, fragments followed. Introspection is not counted: it is the members’ manual, and only the signed-in get it. */
export function depthRule(depthMax: number): ValidationRule {
  return (context: ValidationContext) => ({
    OperationDefinition(node) {
      const fragments = new Map<string, FragmentDefinitionNode>();
      for (const definition of context.getDocument().definitions)
        if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
      if (isDeeper(node, depthMax, { fragments, open: new Set() }))
        context.reportError(refusedBy('TOO_DEEP', `The document nests deeper than ${String(depthMax)} fields`));
    },
  });
}

interface Walk {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Fragments being followed: a cycle is another rule’s refusal, and must not run here for ever. */
  readonly open: ReadonlySet<string>;
}

function isDeeper(node: { readonly selectionSet?: SelectionSetNode | undefined }, left: number, walk: Walk): boolean {
  if (left < 0) return true;
  return (node.selectionSet?.selections ?? []).some((selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return !selection.name.value.startsWith('__') && isDeeper(selection, left - 1, walk);
      case Kind.INLINE_FRAGMENT:
        return isDeeper(selection, left, walk);
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = walk.fragments.get(name);
        if (!fragment || walk.open.has(name)) return false;
        return isDeeper(fragment, left, { ...walk, open: new Set([...walk.open, name]) });
      }
    }
  });
}
