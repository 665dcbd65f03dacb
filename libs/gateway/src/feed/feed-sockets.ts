import { type Server } from 'node:http';
import { isBefore } from '@interlock/kernel';
import {
  type ExecutionArgs,
  type GraphQLFormattedError,
  type GraphQLSchema,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { formatError, refusedBy, unauthenticated } from '../errors.ts';
import { type GatewayOptions, limitsOf } from '../gateway-options.ts';
import { type Session, openSession } from '../identity/session.ts';
import { costOf } from '../limits/cost.ts';
import { depthRule } from '../limits/depth-rule.ts';
import { distinctErrors } from '../unfit-document.ts';
import { CLOSE_CODES } from './close-codes.ts';

export interface FeedSockets {
  close(): Promise<void>;
}

// An alias: an interface has no index signature, which the library asks for.
type OfSocket = { session?: Session };

/** Subscriptions over graphql-ws on the API’s own path. Only subscriptions: whatever asks or commands goes over HTTP, where its cost is told. */
export function openFeedSockets(
  server: Server,
  schema: GraphQLSchema,
  { options, clients }: { readonly options: GatewayOptions; readonly clients: Map<string, number> },
): FeedSockets {
  const limits = limitsOf(options);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytesMax,
    handleProtocols: (protocols) => (protocols.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  const show = (error: GraphQLError): GraphQLFormattedError =>
    formatError(error.toJSON(), (cause) => options.report({ operation: 'subscription', error: cause }), error);
  const shown = (errors: readonly GraphQLError[]) => distinctErrors(errors.map(show));
  const disposable = useServer<{ readonly authorization?: unknown }, OfSocket>(
    {
      schema,
      async onConnect({ connectionParams, extra }) {
        const session = await sessionOf(connectionParams?.authorization, extra.socket, options);
        const member = session?.person?.actor.member;
        if (!session || member === undefined) {
          extra.socket.close(CLOSE_CODES.UNAUTHENTICATED, 'UNAUTHENTICATED');
          return false;
        }
        const open = clients.get(member) ?? 0;
        if (open >= limits.socketsPerMemberMax) {
          extra.socket.close(CLOSE_CODES.TOO_MANY_SOCKETS, 'TOO_MANY_SOCKETS');
          return false;
        }
        clients.set(member, open + 1);
        extra.socket.once('close', () => clients.set(member, (clients.get(member) ?? 1) - 1));
        extra.session = session;
        return true;
      },
      onSubscribe({ extra }, _id, payload) {
        // A token may end while its socket is open and quiet.
        if (!extra.session?.person || !isBefore(options.clock.now(), extra.session.person.expiresAt)) {
          extra.socket.close(CLOSE_CODES.UNAUTHENTICATED, 'TOKEN_EXPIRED');
          return [unauthenticated('TOKEN_EXPIRED', 'The token expired: sign in again')];
        }
        const prepared = prepare(schema, payload, limits);
        return 'schema' in prepared ? { ...prepared, contextValue: extra.session } : prepared;
      },
      onError: (_context, _id, _payload, errors) => shown(errors),
      onNext: (_context, _id, _payload, _args, { errors, data }) => (errors ? { data: data ?? null, errors: shown(errors) } : undefined),
    },
    sockets,
  );
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gateway');
    if (pathname !== '/graphql') {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
  });
  return {
    async close() {
      // 1001, going away: members connect again with their last cursor.
      await disposable.dispose();
      sockets.close();
    },
  };
}

/** As the server names it over HTTP; a limit of ours keeps its own code. */
function asValidation(error: GraphQLError): GraphQLError {
  const { message, nodes = null, extensions } = error;
  return new GraphQLError(message, { nodes, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...extensions } });
}

async function sessionOf(authorization: unknown, socket: WebSocket, options: GatewayOptions): Promise<Session | undefined> {
  try {
    const session = await openSession({ authorization: typeof authorization === 'string' ? authorization : '' }, options);
    return { ...session, close: (code, reason) => socket.close(code, reason) };
  } catch {
    return undefined; // whatever is wrong with the token: the close code says to sign in
  }
}

function prepare(
  schema: GraphQLSchema,
  payload: {
    readonly query: string;
    readonly operationName?: string | null | undefined;
    readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  },
  limits: ReturnType<typeof limitsOf>,
): readonly GraphQLError[] | ExecutionArgs {
  try {
    const document = parse(payload.query, { maxLexicalTokens: limits.tokensMax });
    const errors = validate(schema, document, [...specifiedRules, depthRule(limits.depthMax)], { hideSuggestions: true });
    if (errors.length > 0) return errors.map(asValidation);
    if (
      document.definitions.some(
        (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation !== OperationTypeNode.SUBSCRIPTION,
      )
    )
      return [refusedBy('USE_HTTP', 'Queries and mutations go over HTTP')];
    const cost = costOf({
      schema,
      query: document,
      operationName: payload.operationName ?? undefined,
      variables: payload.variables ?? undefined,
    });
    if (cost > limits.costMax) return [refusedBy('COST_TOO_HIGH', `The subscription costs ${String(cost)} points`, { cost })];
    return { schema, document, variableValues: payload.variables, operationName: payload.operationName };
  } catch (error) {
    if (error instanceof GraphQLError)
      return [error.extensions['code'] === undefined ? refusedBy('GRAPHQL_PARSE_FAILED', error.message) : error];
    throw error;
  }
}
