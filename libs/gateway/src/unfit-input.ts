import { GraphQLError, Kind, print } from 'graphql';

/** What each scalar takes, in words for the caller. */
const SCALARS: ReadonlyMap<string, string> = new Map([
  ['Fen', 'a whole number of fen (1/100 yuan), up to 2^53 - 1'],
  ['Instant', 'an instant, UTC with milliseconds, as 2026-03-02T04:00:00.000Z'],
  ['Int', 'a whole number of 32 bits'],
  ['Float', 'a number'],
  ['String', 'text'],
  ['Boolean', 'true or false'],
  ['ID', 'an id, as text'],
]);

/** The library's sentences, and ours. A `found` in them is always a word of the schema: the caller's own text stands before a greedy `.*` or behind. */
const SENTENCES: readonly { readonly like: RegExp; readonly says: (found: string) => string }[] = [
  { like: /^(\w+) (?:cannot represent|is) /, says: (type) => `must be ${SCALARS.get(type) ?? 'of its type'}` },
  { like: /^Enum "(\w+)" cannot represent /, says: (type) => `must be one of the values of ${type}` },
  { like: /^Value ".*" does not exist in "(\w+)" enum\./s, says: (type) => `must be one of the values of ${type}` },
  { like: /^Expected type "(\w+)" to be an object\.$/, says: (type) => `must be an object, ${type}` },
  { like: /^Expected non-nullable type "([\w![\]]+)" not to be null\.$/, says: (type) => `must not be null: ${type}` },
  { like: /^Field ".*" is not defined by type "(\w+)"\./s, says: (type) => `has a field that ${type} does not define` },
  { like: /^Exactly one key must be specified for OneOf type "(\w+)"\.$/, says: (type) => `must have exactly one field of ${type}` },
  { like: /^OneOf Input Object "(\w+)" must specify exactly one key\.$/, says: (type) => `must have exactly one field of ${type}` },
];
const FIELD_MISSING = /^Field "(\w+)" of required type "([\w![\]]+)" was not provided\.$/;
const PATH_AT_END = / at "([A-Za-z_]\w*(?:\.\w+|\[\d+\])+)"$/;
const ARGUMENT = /^Argument "(\w+)" (?:of required type "|of non-null type "|has invalid value )/;

/**
 * A variable or argument that does not fit its type, as the caller may read it: which one, and what is expected, never what was
 * sent (P4): it may be personal data in the wrong field. Nothing if the error is another one.
 */
export function unfitInput(error: unknown): GraphQLError | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const argument = ARGUMENT.exec(error.message)?.[1];
  if (argument !== undefined && (!error.originalError || error.originalError instanceof GraphQLError))
    return refusal(error, argument, 'is missing, null or not of its type', 'Argument');
  const [node, ...others] = error.nodes ?? [];
  if (node?.kind !== Kind.VARIABLE_DEFINITION || others.length > 0) return undefined;
  const name = node.variable.name.value;
  const after = error.message.slice(`Variable "$${name}" `.length);
  if (after.startsWith('of required type ')) return refusal(error, name, `is missing: ${expected(print(node.type))}`);
  if (after.startsWith('of non-null type ')) return refusal(error, name, `must not be null: ${expected(print(node.type))}`);
  return after.startsWith('got invalid value ') ? unfitValue(error, name) : undefined;
}

function unfitValue(error: GraphQLError, variable: string): GraphQLError {
  const sentence = error.originalError?.message ?? '';
  // The path is the last thing before the sentence; looked for anywhere else, it could be the caller's text.
  const before = error.message.endsWith(`; ${sentence}`) ? error.message.slice(0, -sentence.length - 2) : '';
  const path = PATH_AT_END.exec(before)?.[1] ?? variable;
  const [, field, type] = FIELD_MISSING.exec(sentence) ?? [];
  if (field !== undefined && type !== undefined) return refusal(error, `${path}.${field}`, `is missing: ${expected(type)}`);
  return refusal(error, path, fittingWords(sentence) ?? 'does not fit its type');
}

/** What a sentence of the library wants of a value; nothing if it is another kind of sentence. */
export function fittingWords(sentence: string): string | undefined {
  for (const { like, says } of SENTENCES) {
    const found = like.exec(sentence)?.[1];
    if (found !== undefined) return says(found);
  }
  return undefined;
}

/** A type in words: `Fen!` is a whole number of fen; one without words says its name. */
export function typeWords(type: string): string {
  return SCALARS.get(type.replace(/!$/, '')) ?? `of type ${type}`;
}

function expected(type: string): string {
  return SCALARS.get(type.replace(/!$/, '')) ?? type;
}

function refusal({ nodes }: GraphQLError, path: string, what: string, kind: 'Argument' | 'Variable' = 'Variable'): GraphQLError {
  const name = kind === 'Variable' ? `$${path}` : path;
  return new GraphQLError(`${kind} ${name} ${what}`, {
    nodes: nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT', path, http: { status: 400 } },
  });
}
