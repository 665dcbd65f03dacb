import { type CommandError } from '@interlock/kernel';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { unfitInput } from './unfit-input.ts';

/** A refusal of the whole operation: sign-in, permission, limits, input that no contract has seen. */
export function refusedBy(code: string, message: string, more: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more, ...(code === 'UNAUTHENTICATED' && { http: { status: 401 } }) } });
}

export function unauthenticated(reason: string, message: string): GraphQLError {
  return refusedBy('UNAUTHENTICATED', message, { reason });
}

/** What the owning node said of token or permission stands above the payload; the rest is the payload’s business. */
export function throwIfDenied(errors: readonly CommandError[]): void {
  for (const { code, path, details } of errors) {
    if (code.startsWith('TOKEN_') && path === 'token') throw unauthenticated(code, 'The owning node does not accept the token');
    if (code === 'NOT_ALLOWED') throw refusedBy('NOT_ALLOWED', 'The owning node does not allow this to you', { details });
  }
}

const SAFE_CODES = new Set([
  'UNAUTHENTICATED',
  'NOT_ALLOWED',
  'BAD_USER_INPUT',
  'BAD_CURSOR',
  'NODE_UNAVAILABLE',
  'POSITION_OF_ANOTHER_LOG',
]);
const OWN_LIMITS = new Set([
  'COST_TOO_HIGH',
  'BUDGET_SPENT',
  'TOO_DEEP',
  'DOCUMENT_TOO_LARGE',
  'USE_HTTP',
  'PAGE_SIZE_MISSING',
  'FEED_TOO_SLOW',
]);
/** Names and types of our own schema; anything else in quotes may be the caller’s text. */
const SCHEMA_WORD = /^[A-Za-z_[][\w![\]]{0,80}$/;

/** An error as callers see it: a code, a sentence, where; never a stack, never a value that somebody sent. */
export function formatError(formatted: GraphQLFormattedError, report: (error: unknown) => void, error?: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const code = typeof formatted.extensions?.['code'] === 'string' ? formatted.extensions['code'] : 'INTERNAL';
  const where = { ...(locations && { locations }), ...(path && { path }) };
  const unfit = unfitInput(error);
  if (unfit) {
    const { http: _http, ...extensions } = unfit.extensions;
    return { message: unfit.message, ...where, extensions };
  }
  if (OWN_LIMITS.has(code) || (SAFE_CODES.has(code) && !formatted.message.includes('got invalid value'))) {
    const { stacktrace: _stack, http: _http, ...extensions } = formatted.extensions ?? {};
    return { message: formatted.message, ...where, extensions };
  }
  switch (code) {
    case 'BAD_USER_INPUT':
      return { message: 'A variable does not fit its type', ...where, extensions: { code } };
    case 'GRAPHQL_PARSE_FAILED':
      if (formatted.message.includes('tokens'))
        return { message: 'The document has too many tokens: send values as variables', extensions: { code: 'DOCUMENT_TOO_LARGE' } };
      return { message: 'The document cannot be parsed', ...where, extensions: { code } };
    case 'GRAPHQL_VALIDATION_FAILED':
      return { message: withoutValues(formatted.message), ...where, extensions: { code } };
    case 'BAD_REQUEST':
    case 'OPERATION_RESOLUTION_FAILURE':
    case 'PERSISTED_QUERY_NOT_SUPPORTED':
      return { message: 'The request is not a GraphQL operation', extensions: { code } };
    default:
      report(withoutWords(error ?? formatted));
      return {
        message: 'Something failed inside; it was reported. Repeat with the same commandId.',
        ...where,
        extensions: { code: 'INTERNAL' },
      };
  }
}

/** Validation speaks of our schema and may quote the caller’s literals: those go. */
function withoutValues(message: string): string {
  const [schemaPart = ''] = message.split(/, found |cannot represent| got invalid value|Did you mean/);
  return schemaPart.replaceAll(/"([^"]*)"/g, (quoted, word: string) => (SCHEMA_WORD.test(word) ? quoted : '"…"')).trim();
}

const CODE = /^[A-Z][A-Z0-9_]{0,60}$/;
const ERROR_NAME = /^[A-Za-z]\w{0,60}$/;

/** What broke inside, by name and code only: its message and stack may quote what a caller sent, and they end in a log. */
function withoutWords(error: unknown): Error {
  const inner = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const name = inner instanceof Error && ERROR_NAME.test(inner.name) ? inner.name : 'Error';
  const extensions = inner instanceof GraphQLError ? inner.extensions : inner;
  const code = typeof extensions === 'object' && extensions !== null && 'code' in extensions ? extensions.code : undefined;
  const shown = new Error(typeof code === 'string' && CODE.test(code) ? `${name} ${code}` : name);
  delete shown.stack;
  return shown;
}
