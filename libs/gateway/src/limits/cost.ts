import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, getOperationAST, getVariableValues } from 'graphql';
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import { refusedBy } from '../errors.ts';
import { unfitInput } from '../unfit-input.ts';

export interface Asked {
  readonly schema: GraphQLSchema;
  readonly query: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** Fields that are looked at before a document is called too large: spread fragments make many of a few words. */
const NODES_MAX = 10_000;

/** Points of one request: one a field, lists by the rows asked for. Introspection costs nothing beside its tokens. */
export function costOf({ schema, query, operationName, variables }: Asked): number {
  if (isIntrospection(query) || hasUnfitVariables({ schema, query, operationName, variables })) return 1;
  try {
    return getComplexity({
      schema,
      query,
      ...(operationName !== undefined && { operationName }),
      variables: { ...variables },
      estimators: [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })],
      maxQueryNodes: NODES_MAX,
    });
  } catch (error) {
    if (error instanceof GraphQLError && error.message === TOO_MANY_NODES)
      throw refusedBy('COST_TOO_HIGH', `The document has more than ${String(NODES_MAX)} fields: ask for fewer at once`);
    // What does not fit an argument is the caller's, not ours.
    throw unfitInput(error) ?? error;
  }
}

const TOO_MANY_NODES = 'Query exceeds the maximum allowed number of nodes.';

/** Nothing of such a request runs: its execution begins with the variables, and lists every one that does not fit. */
function hasUnfitVariables({ schema, query, operationName, variables = {} }: Asked): boolean {
  const operation = getOperationAST(query, operationName);
  const { errors = [] } = operation?.variableDefinitions
    ? getVariableValues(schema, operation.variableDefinitions, variables, { maxErrors: 1 })
    : {};
  return errors.length > 0;
}

function isIntrospection({ definitions }: DocumentNode): boolean {
  return definitions.every(
    (definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ||
      (definition.kind === Kind.OPERATION_DEFINITION &&
        definition.selectionSet.selections.every((field) => field.kind === Kind.FIELD && field.name.value.startsWith('__'))),
  );
}
