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
import { GatewayModule, GatewayProbesModule } from './gateway.module.ts';
import { type GatewayOptions, type GatewayState, limitsOf } from './gateway-options.ts';
import { UnknownPathFilter } from './unknown-path.filter.ts';

export interface RunningGateway {
  readonly app: INestApplication;
  /** `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Of probes and metrics: the same, unless they have a port of their own. */
  readonly probeUrl: string;
  /** Open subscriptions’ sockets, by member. */
  readonly clients: ReadonlyMap<string, number>;
  /** Takes nothing more, finishes what runs, sends subscribers away with 1001. */
  close(): Promise<void>;
}

export interface GatewayAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Probes, metrics and problems, which answer whoever asks; unset: on the API’s own port. */
  readonly probePort?: number;
}

/** Starts the API on a port, probes and metrics beside it or on their own. */
export async function startGateway(options: GatewayOptions, at: GatewayAddress): Promise<RunningGateway> {
  const state: GatewayState = { clients: new Map(), isDraining: false };
  const probes = at.probePort === undefined ? undefined : await startProbes(options, state, { host: at.host, port: at.probePort });
  try {
    const api = await startApi(options, state, at, probes ? [] : undefined);
    return {
      ...api,
      probeUrl: probes?.url ?? api.url,
      async close() {
        await api.close();
        await probes?.close(); // until then it says that it is stopping
      },
    };
  } catch (error) {
    await probes?.close();
    throw error;
  }
}

async function startProbes(options: GatewayOptions, state: GatewayState, at: GatewayAddress) {
  const app = await NestFactory.create<NestExpressApplication>(GatewayProbesModule.of(options, state), NEST);
  app.disable('x-powered-by');
  await app.listen(at.port, at.host);
  return { url: urlOf(app, at), close: () => app.close() };
}

const NEST = { logger: false, abortOnError: false } as const;

function urlOf(app: NestExpressApplication, { host, port }: GatewayAddress): string {
  const address: AddressInfo | string | null = app.getHttpServer().address();
  return `http://${host}:${String(typeof address === 'object' && address !== null ? address.port : port)}`;
}

async function startApi(
  options: GatewayOptions,
  state: GatewayState,
  at: GatewayAddress,
  operations: readonly [] | undefined,
): Promise<Omit<RunningGateway, 'probeUrl'>> {
  const app = await NestFactory.create<NestExpressApplication>(GatewayModule.of(options, state, operations), {
    ...NEST,
    bodyParser: false,
  });
  app.disable('x-powered-by');
  if (options.log) app.use(logRequests(options.log));
  app.useGlobalFilters(new UnknownPathFilter());
  const { bodyBytesMax } = limitsOf(options);
  app.use('/graphql', json({ limit: bodyBytesMax }), refuseBody(bodyBytesMax));
  await app.listen(at.port, at.host);
  const server = app.getHttpServer();
  const sockets: FeedSockets = openFeedSockets(server, app.get(GraphQLSchemaHost).schema, { options, clients: state.clients });
  return {
    app,
    url: urlOf(app, at),
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
