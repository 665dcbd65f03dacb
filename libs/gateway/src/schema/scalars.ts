import { isInstant } from '@interlock/kernel';
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';

/** Refusals never repeat the value: it may be personal data written into the wrong field. */
function refused(what: string): GraphQLError {
  return new GraphQLError(what, { extensions: { code: 'BAD_USER_INPUT' } });
}

function fenOf(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw refused('Fen is a whole number of fen (1/100 yuan)');
}

function instantOf(value: unknown): string {
  if (typeof value === 'string' && isInstant(value)) return value;
  throw refused('Instant is UTC with milliseconds, as 2026-03-02T04:00:00.000Z');
}

export const FenScalar = new GraphQLScalarType<number, number>({
  name: 'Fen',
  description: 'Money: a whole number of fen (1/100 yuan), up to 2^53 - 1.',
  serialize: fenOf,
  parseValue: fenOf,
  parseLiteral(node) {
    if (node.kind !== Kind.INT) throw refused('Fen is a whole number of fen (1/100 yuan)');
    return fenOf(Number(node.value));
  },
});

export const InstantScalar = new GraphQLScalarType<string, string>({
  name: 'Instant',
  description: 'A moment: UTC, ISO 8601 with milliseconds.',
  serialize: instantOf,
  parseValue: instantOf,
  parseLiteral(node) {
    if (node.kind !== Kind.STRING) throw refused('Instant is text');
    return instantOf(node.value);
  },
});

export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Data whose shape a fact’s contract gives.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
