import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Log } from './logging.ts';
import { withinRequest } from './request-id.ts';

const REQUEST_ID = 'x-request-id';
const FIT = /^[\w.-]{8,64}$/;
/** Asked every few seconds by machines: a line for each would bury the rest. */
const PROBES: ReadonlySet<string> = new Set(['/live', '/ready', '/startup', '/metrics']);

/** Express middleware: each request gets an id (its own, where it brings a fit one), which the answer and its line carry. Paths only, no query. */
export function logRequests(log: Log): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  return (request, response, next) => {
    const given = request.headers[REQUEST_ID];
    const requestId = typeof given === 'string' && FIT.test(given) ? given : randomUUID();
    request.headers[REQUEST_ID] = requestId;
    response.setHeader(REQUEST_ID, requestId);
    const begunMs = performance.now();
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (!PROBES.has(path))
      response.once('finish', () => {
        const { statusCode: status } = response;
        const about = { requestId, method: request.method, path, status, ms: Math.round(performance.now() - begunMs) };
        if (status >= 500) log.warn('request failed', about);
        else if (status >= 400) log.info('request refused', about);
        else log.debug('request', about);
      });
    withinRequest(requestId, next);
  };
}
