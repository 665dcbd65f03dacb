import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, HttpStatus } from '@nestjs/common';
import { callerOf } from './caller.ts';
import { type PeerRefusal, countRefusal } from './peer-refusal.ts';

/** Trouble of the node’s own store or keys: the same request may be answered in a while. */
const IN_A_WHILE = /^(?:STORE|KEYS)_[A-Z_]+$/;

/** Whatever a route throws leaves as a code; words of an error inside may quote what was sent, and stay here. */
@Catch()
export class PeerErrorsFilter implements ExceptionFilter {
  constructor(private readonly report: (trouble: { readonly operation: string; readonly error: unknown }) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const { status, refusal } = refusalOf(error);
    if (refusal.code === 'INTERNAL')
      this.report({ operation: `${String(request.method)} ${routeOf(request.url)}`, error: withoutWords(error) });
    const caller = callerOf(request.socket);
    countRefusal(refusal, caller.ok ? caller.name : undefined);
    sendRefusal(http.getResponse<ServerResponse>(), status, refusal);
  }
}

export function sendRefusal(response: ServerResponse, status: number, refusal: PeerRefusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(refusal));
}

function refusalOf(error: unknown): { readonly status: number; readonly refusal: PeerRefusal } {
  if (error instanceof HttpException) {
    const said = error.getResponse();
    if (isRefusal(said)) return { status: error.getStatus(), refusal: said };
    const code = CODES.get(error.getStatus());
    if (code !== undefined) return { status: error.getStatus(), refusal: { code } };
  }
  const fields: { readonly code?: unknown; readonly status?: unknown } = typeof error === 'object' && error !== null ? error : {};
  // What the reader of bodies throws says its status itself.
  const code = typeof fields.status === 'number' ? CODES.get(fields.status) : undefined;
  if (code !== undefined && typeof fields.status === 'number') return { status: fields.status, refusal: { code } };
  if (typeof fields.code === 'string' && IN_A_WHILE.test(fields.code))
    return { status: HttpStatus.SERVICE_UNAVAILABLE, refusal: { code: fields.code } };
  return { status: HttpStatus.INTERNAL_SERVER_ERROR, refusal: { code: 'INTERNAL' } };
}

const CODES: ReadonlyMap<number, string> = new Map([
  [400, 'BAD_REQUEST'],
  [404, 'UNKNOWN_PATH'],
  [413, 'REQUEST_TOO_LARGE'],
  [415, 'BAD_REQUEST'],
]);

function isRefusal(value: unknown): value is PeerRefusal {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}

const ERROR_NAME = /^[A-Za-z]\w{0,60}$/;
const ERROR_CODE = /^[A-Z][A-Z0-9_]{0,60}$/;
const FRAME = /^ {4}at (?:[^\n(]*\()?(?:file:\/\/|node:|\/)[^\s()]+:\d+:\d+\)?$/;

/** What broke, by name, code and place: its message may quote what somebody sent, and this ends in a log. */
function withoutWords(error: unknown): Error {
  const inner: { readonly name?: unknown; readonly code?: unknown; readonly stack?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  const name = typeof inner.name === 'string' && ERROR_NAME.test(inner.name) ? inner.name : 'Error';
  const shown = new Error(typeof inner.code === 'string' && ERROR_CODE.test(inner.code) ? `${name} ${inner.code}` : name);
  const frames = typeof inner.stack === 'string' ? inner.stack.split('\n').filter((line) => FRAME.test(line)) : [];
  shown.stack = [shown.message, ...frames].join('\n');
  return shown;
}

/** Without its query: ids of nodes and keys only. */
function routeOf(url = ''): string {
  return url.split('?')[0] ?? '';
}
