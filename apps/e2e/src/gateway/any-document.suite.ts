import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

const UUID = '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10';

/** What goes into texts; where `isFull`, into every one that there is. `ids` unset: ids that could be. */
interface Filling {
  readonly text: string;
  readonly ids?: string;
  readonly isFull: boolean;
}

const SMALLEST: Filling = { text: 'any', isFull: false };

/** The smallest document that asks one operation, with any values that fit its types. Null for a subscription’s transport to fill in. */
export function anyDocument(
  schema: GraphQLSchema,
  kind: 'query' | 'mutation' | 'subscription',
  operation: string,
  filling: Filling = SMALLEST,
): string {
  const type = kind === 'query' ? schema.getQueryType() : kind === 'mutation' ? schema.getMutationType() : schema.getSubscriptionType();
  const field = type?.getFields()[operation];
  if (!field) throw new Error(`No ${kind} ${operation}`);
  const given = field.args.flatMap((argument) =>
    filling.isFull || wanted(argument) ? [`${argument.name}: ${anyValue(argument.type, argument.name, filling)}`] : [],
  );
  return `${kind} { ${operation}${given.length > 0 ? `(${given.join(', ')})` : ''}${selection(field.type)} }`;
}

function wanted({ name, type }: GraphQLArgument): boolean {
  return isNonNullType(type) || name === 'first' || name === 'caseNo';
}

function anyValue(type: GraphQLInputType, name: string, filling: Filling): string {
  if (isNonNullType(type)) return anyValue(type.ofType, name, filling);
  if (isListType(type)) return `[${anyValue(type.ofType, name, filling)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const needed = type.isOneOf ? fields.slice(0, 1) : fields.filter((field) => filling.isFull || isNonNullType(field.type));
    return `{ ${needed.map((field) => `${field.name}: ${anyValue(field.type, field.name, filling)}`).join(', ')} }`;
  }
  switch (type.name) {
    case 'Int':
    case 'Fen':
      return '1';
    case 'Boolean':
      return 'true';
    case 'Instant':
      return '"2026-03-02T04:00:00.000Z"';
    case 'ID':
      if (filling.ids !== undefined) return JSON.stringify(filling.ids);
      return name === 'id' ? `"${Buffer.from(`Case:${UUID}`).toString('base64url')}"` : idFor(name);
    default:
      return JSON.stringify(filling.text);
  }
}

function idFor(name: string): string {
  if (name === 'accountRef') return `"a1.${'b'.repeat(26)}"`;
  if (name === 'numberRef') return `"n1.${'b'.repeat(26)}"`;
  return name === 'bank' ? '"bank-industry"' : `"${UUID}"`;
}

/** One field that has no fields of its own. */
function selection(type: GraphQLOutputType): string {
  if (isNonNullType(type) || isListType(type)) return selection(type.ofType);
  if (!('getFields' in type)) return '';
  if (!isObjectType(type)) return ' { __typename }';
  const errors = type.getFields()['errors'];
  return errors ? ' { errors { code rule path } }' : ' { __typename }';
}
