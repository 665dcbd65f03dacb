import { type DocumentNode, type GraphQLSchema, Kind } from 'graphql';
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import { unfitInput } from '../unfit-input.ts';

export interface Asked {
  readonly schema: GraphQLSchema;
  readonly query: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** Points of one request: one a field, lists by the rows asked for. Introspection costs nothing beside its tokens. */
export function costOf({ schema, query, operationName, variables }: Asked): number {
  if (isIntrospection(query)) return 1;
  try {
    return getComplexity({
      schema,
      query,
      ...(operationName !== undefined && { operationName }),
      variables: { ...variables },
      estimators: [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })],
    });
  } catch (error) {
    // The weighing is the first to read the variables: what does not fit is the caller's, not ours.
    throw unfitInput(error) ?? error;
  }
}

function isIntrospection({ definitions }: DocumentNode): boolean {
  return definitions.every(
    (definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ||
      (definition.kind === Kind.OPERATION_DEFINITION &&
        definition.selectionSet.selections.every((field) => field.kind === Kind.FIELD && field.name.value.startsWith('__'))),
  );
}
