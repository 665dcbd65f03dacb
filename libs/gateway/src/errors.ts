import { type CommandError } from '@interlock/kernel';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { hasText } from './commands/error-texts.ts';
import { OPERATION_CODES } from './operation-codes.ts';
import { documentFault, innerCode } from './unfit-document.ts';
import { unfitInput } from './unfit-input.ts';

/** A refusal of the whole operation: sign-in, permission, limits, input that no contract has seen. */
export function refusedBy(code: string, message: string, more: Readonly<Record<string, unknown>> = {}): GraphQLError {
  const status = THROWN_EARLY.has(code) ? OPERATION_CODES.get(code)?.status : undefined;
  return new GraphQLError(message, { extensions: { code, ...more, ...(status !== undefined && { http: { status } }) } });
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

/** Refused before anything runs: the server would call it a failure of its own. */
const THROWN_EARLY = new Set(['UNAUTHENTICATED', 'TOO_DEEP', 'COST_TOO_HIGH', 'BUDGET_SPENT']);
/** Codes whose words come from the GraphQL library, and may quote what was sent. */
const OF_LIBRARY = new Set(['BAD_REQUEST', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'INTERNAL']);
const TOO_MANY_VARIABLES = 'Too many errors processing variables';

/** An error as callers see it: a code, a sentence, where; never a stack, never a value that somebody sent. */
export function formatError(formatted: GraphQLFormattedError, report: (error: unknown) => void, error?: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const code = codeIn(formatted, error);
  const where = { ...(locations && { locations }), ...(path && { path }) };
  const unfit = unfitInput(error);
  if (unfit) {
    const { http: _http, ...extensions } = unfit.extensions;
    return { message: unfit.message, ...where, extensions };
  }
  if (isOurs(code) && !(code === 'BAD_USER_INPUT' && formatted.message.includes('got invalid value'))) {
    const { stacktrace: _stack, http: _http, ...extensions } = formatted.extensions ?? {};
    return { message: formatted.message, ...where, extensions: { ...extensions, code } };
  }
  switch (code) {
    case 'BAD_USER_INPUT':
      return { message: 'A variable does not fit its type', ...where, extensions: { code } };
    case 'GRAPHQL_PARSE_FAILED':
      if (formatted.message.includes('tokens'))
        return { message: 'The document has too many tokens: send values as variables', extensions: { code: 'DOCUMENT_TOO_LARGE' } };
      return { message: 'The document cannot be parsed', ...where, extensions: { code } };
    case 'GRAPHQL_VALIDATION_FAILED':
      return { message: documentFault(formatted.message), ...where, extensions: { code } };
    case 'BAD_REQUEST':
    case 'OPERATION_RESOLUTION_FAILURE':
    case 'PERSISTED_QUERY_NOT_SUPPORTED':
      return { message: 'The request is not a GraphQL operation', extensions: { code } };
    default:
      if (formatted.message.startsWith(TOO_MANY_VARIABLES))
        return { message: 'More does not fit than is listed here', extensions: { code: 'BAD_USER_INPUT' } };
      report(withoutWords(error ?? formatted));
      return {
        message: 'Something failed inside; it was reported. Repeat with the same commandId.',
        ...where,
        extensions: { code: 'INTERNAL' },
      };
  }
}

/** Whether the words that come with a code are our own. */
function isOurs(code: string): boolean {
  return hasText(code) || (OPERATION_CODES.has(code) && !OF_LIBRARY.has(code));
}

/** A limit of ours keeps its code, though the server calls whatever fails while a document is validated by one name. */
function codeIn({ extensions }: GraphQLFormattedError, error: unknown): string {
  const inner = innerCode(error);
  if (inner !== undefined && THROWN_EARLY.has(inner)) return inner;
  return typeof extensions?.['code'] === 'string' ? extensions['code'] : 'INTERNAL';
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
