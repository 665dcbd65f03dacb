import type { Pool, buildConnector } from 'undici';

/** What came of one request, and whether the other end may have seen it. */
export type Outcome =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  /** Nothing was sent: no connection came about. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** Nothing was sent: whoever listens there could not prove to be the one that was called. */
  | { readonly kind: 'peer-refused'; readonly reason: string }
  /** The other end’s TLS does not take the certificate that was shown. */
  | { readonly kind: 'refused-by-peer'; readonly reason: string }
  /** It was sent, or begun to be, and no whole answer came. */
  | { readonly kind: 'no-answer'; readonly reason: string };

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly json?: unknown;
  readonly timeoutMs: number;
}

/** Keep-alive connections to one address. Never throws for what the network does. */
export interface Channel {
  request(request: HttpRequest): Promise<Outcome>;
  /** Waits for what is in hand. */
  close(): Promise<void>;
}

export interface ChannelOptions {
  readonly url: string;
  /** Shown to the other end, and what it is judged by. */
  readonly certificate?: { readonly ca: string; readonly cert: string; readonly key: string };
  /** Whose certificate the other end has to show; the url’s host unless named. */
  readonly servername?: string;
  readonly connectionsMax?: number;
}

const CONNECTIONS_MAX = 16;
const CONNECT_MS = 3_000;
const KEEP_ALIVE_MS = 10_000;
/** A page of a gap fetch, escaped as JSON, and something over. */
const ANSWER_BYTES_MAX = 64 * 1_048_576;

export function openChannel(options: ChannelOptions): Channel {
  const { origin, pathname } = new URL(options.url);
  const base = pathname.replace(/\/+$/, '');
  let opening: Promise<Pool> | undefined;
  return {
    async request(request) {
      opening ??= openPool(origin, options);
      return send(await opening, { ...request, path: `${base}${request.path}` });
    },
    async close() {
      const pool = await opening;
      await pool?.close();
    },
  };
}

async function openPool(origin: string, { certificate, servername, connectionsMax }: ChannelOptions): Promise<Pool> {
  // Loaded where somebody calls: who only keeps a log pays nothing for it.
  const undici = await import('undici');
  const connect = undici.buildConnector({
    ...{ allowH2: false, timeout: CONNECT_MS, maxCachedSessions: 0, rejectUnauthorized: true },
    ...(certificate && { ...certificate, minVersion: 'TLSv1.3' as const }),
  });
  return new undici.Pool(origin, {
    ...{ connections: connectionsMax ?? CONNECTIONS_MAX, pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS },
    // A deadline counts for the whole of a request, and is kept here.
    ...{ headersTimeout: 0, bodyTimeout: 0 },
    connect: servername === undefined ? connect : connectAs(servername, connect),
  });
}

function connectAs(servername: string, connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    connect({ ...options, servername }, callback);
  };
}

function send(pool: Pool, { method, path, json, timeoutMs }: HttpRequest): Promise<Outcome> {
  return new Promise((resolve) => {
    let hasStarted = false;
    let status = 0;
    let bytes = 0;
    const chunks: Buffer[] = [];
    let abort: ((reason: Error) => void) | undefined;
    const late = new Error('no answer in time');
    let isOver = false;
    const end = (outcome: Outcome): void => {
      isOver = true;
      clearTimeout(timer);
      resolve(outcome);
    };
    const timer = setTimeout(() => {
      end(hasStarted ? { kind: 'no-answer', reason: 'TIMEOUT' } : { kind: 'not-sent', reason: 'TIMEOUT' });
      abort?.(late);
    }, timeoutMs);
    const sent = json === undefined ? {} : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
    pool.dispatch(
      { method, path, ...sent },
      {
        onRequestStart(controller) {
          // Its time was over before its turn came.
          if (isOver) {
            controller.abort(late);
            return;
          }
          hasStarted = true;
          abort = (reason) => {
            controller.abort(reason);
          };
        },
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(controller, chunk) {
          bytes += chunk.length;
          if (bytes > ANSWER_BYTES_MAX) controller.abort(new Error('the answer is too large'));
          else chunks.push(chunk);
        },
        onResponseEnd() {
          end({ kind: 'answered', status, text: Buffer.concat(chunks).toString('utf8') });
        },
        onResponseError(_controller, error) {
          end(failed(error, hasStarted));
        },
      },
    );
  });
}

/** What Node says of a certificate that does not hold, or is not of the name that was called. */
const UNTRUSTED = /^(?:CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_CERT_ALTNAME|INVALID_CA|PATH_LENGTH|HOSTNAME_MISMATCH)/;
/** What the other end’s TLS says of ours. */
const UNTRUSTED_THERE = /^ERR_SSL_.*ALERT_.*(?:CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/;

function failed(error: Error, hasStarted: boolean): Outcome {
  const reason = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (UNTRUSTED_THERE.test(reason)) return { kind: 'refused-by-peer', reason };
  if (hasStarted) return { kind: 'no-answer', reason };
  return UNTRUSTED.test(reason) ? { kind: 'peer-refused', reason } : { kind: 'not-sent', reason };
}
