import 'reflect-metadata';
import { constants } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Server } from 'node:https';
import { type DynamicModule, HttpStatus, Module, type Type } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { logRequests } from '../logging/log-requests.ts';
import { type Log } from '../logging/logging.ts';
import { type Nodes, type VerifyFor, NODES, VERIFY_FOR } from '../nodes/nodes.ts';
import { EDGES } from './called-by.ts';
import { callerOf } from './caller.ts';
import { PeerErrorsFilter, sendRefusal } from './peer-errors.filter.ts';
import { countRefusal } from './peer-refusal.ts';
import { PeerGuard } from './peer.guard.ts';
import { type KeyFor, KEY_FOR, PeersController } from './peers.controller.ts';

export interface PeersOptions {
  readonly nodes: Nodes;
  readonly verify: VerifyFor;
  readonly keyFor: KeyFor;
  /** Certificate of each node here, by code, all PEM: a caller sees the one that it asked for by name (SNI). */
  readonly certificates: ReadonlyMap<string, { readonly ca: string; readonly cert: string; readonly key: string }>;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** More routes on the same server. Each says by `CalledBy` whose certificate it takes: one that does not is closed. */
  readonly modules?: readonly (DynamicModule | Type)[];
  readonly bodyBytesMax?: number;
  /** Takes a line for each request. */
  readonly log?: Log;
  /** What went wrong inside, for the operator. */
  report(trouble: { readonly operation: string; readonly error: unknown }): void;
}

export interface PeersServer {
  /** `https://127.0.0.1:7443`. */
  readonly url: string;
  readonly port: number;
  /** Takes nothing more (503), finishes what is in hand, then closes what is kept open; what still runs after that time is cut. */
  close(patienceMs?: number): Promise<void>;
}

const BODY_BYTES_MAX = 4 * 1_048_576;
const PATIENCE_MS = 10_000;
/** Longer than callers keep an idle connection, so that none is closed while a request is on its way. */
const KEEP_ALIVE_MS = 65_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;

@Module({})
class PeersModule {}

/**
 * Opens the nodes of this process to others: HTTPS 1.1, TLS 1.3, one certificate per node, and a client certificate asked of everybody. One that
 * does not hold is refused before anything of the request is read, with a code that says why: a handshake that breaks off could not.
 */
export async function listenForPeers(options: PeersOptions): Promise<PeersServer> {
  const { nodes, verify, keyFor, modules = [], bodyBytesMax = BODY_BYTES_MAX } = options;
  const parts: DynamicModule = {
    module: PeersModule,
    imports: [...modules],
    controllers: [PeersController],
    providers: [
      { provide: NODES, useValue: nodes },
      { provide: VERIFY_FOR, useValue: verify },
      { provide: KEY_FOR, useValue: keyFor },
      { provide: APP_GUARD, useClass: PeerGuard },
    ],
  };
  const app = await NestFactory.create<NestExpressApplication>(parts, {
    ...{ bodyParser: false, logger: false, abortOnError: false },
    httpsOptions: tlsOptions(options.certificates),
  });
  const drain = { isOn: false };
  app.disable('x-powered-by');
  app.disable('etag');
  if (options.log) app.use(logRequests(options.log));
  app.use(admission(drain));
  app.useBodyParser('json', { limit: bodyBytesMax, inflate: false });
  app.useGlobalFilters(new PeerErrorsFilter(options.report));
  const server: unknown = app.getHttpServer();
  if (!(server instanceof Server)) throw new Error('Expected an HTTPS server');
  for (const [code, certificate] of options.certificates) server.addContext(code, { ...certificate, ...TLS });
  Object.assign(server, { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS });
  await app.listen(options.port, options.host);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `https://${options.host}:${String(port)}`,
    port,
    async close(patienceMs = PATIENCE_MS) {
      drain.isOn = true;
      const cut = setTimeout(() => {
        server.closeAllConnections();
      }, patienceMs);
      // Kept connections go as soon as nothing runs on them; those in hand when their answer is out.
      const sweep = setInterval(() => {
        server.closeIdleConnections();
      }, SWEEP_MS);
      try {
        await app.close();
      } finally {
        clearTimeout(cut);
        clearInterval(sweep);
      }
    },
  };
}

const SWEEP_MS = 20;

const TLS = {
  minVersion: 'TLSv1.3',
  // A session that is taken up again would carry an old verdict on the certificate.
  secureOptions: constants.SSL_OP_NO_TICKET,
} as const;

function tlsOptions(certificates: PeersOptions['certificates']) {
  const edge = EDGES.find((name) => certificates.has(name));
  if (edge !== undefined) throw new Error(`A node named ${edge} could command all others: edges have that name`);
  const [first] = certificates.values();
  if (!first) throw new Error('Nobody is reached without a certificate of a node');
  // Judged in `admission`, by the same verification, so that the caller reads why.
  return { ...first, ...TLS, requestCert: true, rejectUnauthorized: false };
}

/** Stands before everything else: nobody without a certificate that holds, and nobody while the server is stopping. */
function admission(drain: { readonly isOn: boolean }) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const caller = callerOf(request.socket);
    if (!caller.ok) {
      const refusal = { code: 'CERTIFICATE_REFUSED', details: { reason: caller.reason } };
      countRefusal(refusal, undefined);
      response.setHeader('connection', 'close');
      sendRefusal(response, HttpStatus.FORBIDDEN, refusal);
      return;
    }
    if (drain.isOn) {
      response.setHeader('connection', 'close');
      sendRefusal(response, HttpStatus.SERVICE_UNAVAILABLE, { code: 'NODE_UNAVAILABLE', details: { reason: 'STOPPING' } });
      return;
    }
    next();
  };
}
