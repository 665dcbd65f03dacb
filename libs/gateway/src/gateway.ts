import 'reflect-metadata';
import { type AddressInfo } from 'node:net';
import { type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { logRequests } from '@interlock/nest-kit';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type ErrorRequestHandler, json } from 'express';
import { type FeedSockets, openFeedSockets } from './feed/feed-sockets.ts';
import { OUTCOMES } from './commands/command-outcomes.ts';
import { type Outcomes } from './commands/outcomes.ts';
import { GatewayModule } from './gateway.module.ts';
import { type GatewayOptions, type GatewayState, limitsOf } from './gateway-options.ts';
import { UnknownPathFilter } from './unknown-path.filter.ts';

export interface RunningGateway {
  readonly app: INestApplication;
  /** `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Open subscriptions’ sockets, by member. */
  readonly clients: ReadonlyMap<string, number>;
  /** Takes nothing more, finishes what runs, sends subscribers away with 1001. */
  close(): Promise<void>;
}

/** Starts the API on a port (0: any free one). */
export async function startGateway(options: GatewayOptions, at: { readonly host: string; readonly port: number }): Promise<RunningGateway> {
  const state: GatewayState = { clients: new Map(), isDraining: false };
  const app = await NestFactory.create<NestExpressApplication>(GatewayModule.of(options, state), {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  if (options.log) app.use(logRequests(options.log));
  app.useGlobalFilters(new UnknownPathFilter());
  const { bodyBytesMax } = limitsOf(options);
  app.use('/graphql', json({ limit: bodyBytesMax }), refuseBody(bodyBytesMax));
  await app.listen(at.port, at.host);
  const server = app.getHttpServer();
  const sockets: FeedSockets = openFeedSockets(server, app.get(GraphQLSchemaHost).schema, { options, clients: state.clients });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : at.port;
  return {
    app,
    url: `http://${at.host}:${String(port)}`,
    clients: state.clients,
    async close() {
      state.isDraining = true;
      await sockets.close();
      app.get<Outcomes>(OUTCOMES).close();
      await app.close();
    },
  };
}

/** What the body’s reader refuses, in the words of the API: too large, or no JSON. Never the text itself. */
function refuseBody(bodyBytesMax: number): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (typeof error !== 'object' || error === null || !('type' in error)) {
      next(error);
      return;
    }
    const isTooLarge = error.type === 'entity.too.large';
    const [status, code, message] = isTooLarge
      ? [
          413,
          'REQUEST_TOO_LARGE',
          `The request has more than ${String(bodyBytesMax)} bytes: shorten its texts, or send fewer accounts at once`,
        ]
      : [400, 'BAD_REQUEST', 'The body is not JSON: send {"query": …, "variables": …} as application/json'];
    response.status(status).json({ errors: [{ message, extensions: { code, ...(isTooLarge && { bodyBytesMax }) } }] });
  };
}
