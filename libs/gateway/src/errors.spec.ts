import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { inspect } from 'node:util';
import { formatError } from './errors.ts';

const NAME = '金丝雀';
const shown = (code: string | undefined, message: string) => {
  const reported: unknown[] = [];
  const extensions = { ...(code !== undefined && { code }), stacktrace: ['at secret.ts'], exception: NAME };
  const error = formatError({ message, extensions }, (cause) => reported.push(cause));
  return { error, reported };
};

describe('P4: errors say what to do and never repeat what was sent', () => {
  it.each([
    ['BAD_USER_INPUT', `Variable "$input" got invalid value "${NAME}" at "input.payments[0].amountFen"; Fen cannot represent "${NAME}"`],
    ['GRAPHQL_VALIDATION_FAILED', `Expected value of type "Fen!", found "${NAME}".`],
    ['GRAPHQL_VALIDATION_FAILED', `Cannot query field "${NAME}" on type "Query".`],
    ['GRAPHQL_PARSE_FAILED', `Syntax Error: Expected ":", found Name "${NAME}".`],
    ['BAD_REQUEST', `POST body ${NAME}`],
    ['INTERNAL_SERVER_ERROR', `${NAME} broke`],
    [undefined, `${NAME} broke`],
  ])('%s', (code, message) => {
    const text = JSON.stringify(shown(code, message).error);
    expect(text).not.toContain(NAME);
    expect(text).not.toContain('secret.ts');
  });

  it('reports an error by its name and code only', () => {
    const inner = Object.assign(new RangeError(`${NAME} is out of range`), { code: 'STORE_FULL' });
    const error = new GraphQLError(`Unexpected ${NAME}`, { originalError: inner });
    const reported: unknown[] = [];
    formatError(error.toJSON(), (cause) => reported.push(cause), error);
    expect(reported).toEqual([new Error('RangeError STORE_FULL')]);
    expect(inspect(reported, { depth: null, showHidden: true })).not.toContain(NAME);
  });

  it('keeps the words of our own schema in a validation error', () => {
    expect(shown('GRAPHQL_VALIDATION_FAILED', 'Cannot query field "nome" on type "Case".').error.message).toBe(
      'Cannot query field "nome" on type "Case".',
    );
  });

  it('reports what broke inside, and says only that', () => {
    const { error, reported } = shown(undefined, 'store down');
    expect(error.extensions).toEqual({ code: 'INTERNAL' });
    expect(reported).toHaveLength(1);
  });
});
