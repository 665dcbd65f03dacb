import { status } from '@grpc/grpc-js';
import { ErrorType, isCommandError } from '@kurrent/kurrentdb-client';
import { StoreError } from '@interlock/kernel';

/**
 * An answer that ended before it was whole. The client tells of no such thing: a stream of HTTP/2 that is reset without an error
 * code, or cancelled, is to it a stream that has ended (hyper 1.6, body/incoming.rs), and without trailers that is success (tonic
 * 0.13, status.rs, infer_grpc_status). So each read is asked such that its own answer shows whether it is whole.
 */
export class CutShort extends Error {
  override readonly name = 'CutShort';

  constructor() {
    super('an answer ended before it was whole');
  }
}

/** What an error of the client says about the call that failed. */
export type Failure =
  /**
   * May be tried again. `isUnwritten`: the server said, before it did anything, that it does not lead. `needsNewClient`: this one
   * would go on failing.
   */
  | { readonly type: 'unavailable'; readonly isUnwritten: boolean; readonly needsNewClient: boolean; readonly message: string }
  | { readonly type: 'missing' }
  | { readonly type: 'violated' }
  | { readonly type: 'other'; readonly message: string };

const UNAVAILABLE = new Set<ErrorType>([
  ErrorType.UNAVAILABLE,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.CANCELLED,
  ErrorType.TIMEOUT,
  ErrorType.NOT_LEADER,
]);

const UNAVAILABLE_STATUS = new Set<unknown>([
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.INTERNAL,
  status.UNAVAILABLE,
]);

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { type: 'other', message: String(error) };
  const message = error.message.split('\n', 1)[0] ?? '';
  const passing = { type: 'unavailable', isUnwritten: false, needsNewClient: false, message } as const;
  if (error instanceof CutShort) return passing;
  if (!isCommandError(error)) {
    // No node of a cluster could be asked which one leads, or what the server can do: no errors of the client’s own. It keeps
    // the second as its answer for good.
    const isPassing = message.startsWith('Failed to discover') || ('code' in error && UNAVAILABLE_STATUS.has(error.code));
    return isPassing ? { ...passing, needsNewClient: true } : { type: 'other', message };
  }
  if (error.type === ErrorType.STREAM_NOT_FOUND) return { type: 'missing' };
  if (error.type === ErrorType.APPEND_CONSISTENCY_VIOLATION) return { type: 'violated' };
  // The client knows only the v1 API’s way of saying so. Of the v2 API’s it makes an unknown error, and keeps its connection.
  if (error.type === ErrorType.NOT_LEADER || detailsOf(error).includes('NotLeaderNodeErrorDetails'))
    return { ...passing, isUnwritten: true, needsNewClient: true };
  return UNAVAILABLE.has(error.type) ? passing : { type: 'other', message };
}

/** The trailers of the gRPC error, as far as they are text: the names of the details’ types stand in them. */
function detailsOf(error: object): string {
  const raw: unknown = '_raw' in error ? error._raw : undefined;
  if (typeof raw !== 'object' || raw === null || !('metadata' in raw)) return '';
  const { metadata } = raw;
  if (typeof metadata !== 'object' || metadata === null || !('get' in metadata) || typeof metadata.get !== 'function') return '';
  const values: unknown = Reflect.apply(metadata.get, metadata, ['grpc-status-details-bin']);
  return Array.isArray(values) ? values.map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : '')).join('') : '';
}

export function unavailable(message: string, outcomeUnknown?: boolean): StoreError {
  return new StoreError('STORE_UNAVAILABLE', `KurrentDB: ${message}`, outcomeUnknown === undefined ? {} : { outcomeUnknown });
}
