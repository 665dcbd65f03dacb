import { NodesModule, OperationsModule, verifyToken } from '@interlock/nest-kit';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { type Request } from 'express';
import { outcomesProvider } from './commands/command-outcomes.ts';
import { formatError } from './errors.ts';
import { type GatewayOptions, type GatewayState, GATEWAY_OPTIONS, limitsOf } from './gateway-options.ts';
import { AccessGuard } from './identity/access.guard.ts';
import { type Session, openSession } from './identity/session.ts';
import { makeBudget } from './limits/budget.ts';
import { depthRule } from './limits/depth-rule.ts';
import { requestPlugin } from './limits/weigh-requests.ts';
import { PagesController } from './pages/pages.controller.ts';
import { NodeReads } from './reads/node-reads.ts';
import { ShownVersions } from './reads/version.resolver.ts';
import { resolvers } from './resolvers.ts';

/** The GraphQL API of a city: all resolvers, sign-in, early refusals and limits. Holds no rule, no key and no data. */
@Module({})
export class GatewayModule {
  static of(
    options: GatewayOptions,
    state: GatewayState = { clients: new Map(), isDraining: false },
    operations: readonly DynamicModule[] = [operationsOf(options, state)],
  ): DynamicModule {
    const { nodes, transport } = options;
    return {
      module: GatewayModule,
      controllers: [PagesController],
      imports: [
        NodesModule.of({ nodes, verify: verifier(options), ...(transport && { transport }) }),
        ...operations,
        GraphQLModule.forRoot(apollo(options)),
        ...(options.modules ?? []),
      ],
      providers: [
        { provide: GATEWAY_OPTIONS, useValue: options },
        { provide: APP_GUARD, useClass: AccessGuard },
        NodeReads,
        outcomesProvider,
        ShownVersions,
        ...resolvers,
      ],
      exports: [GATEWAY_OPTIONS],
    };
  }
}

/** Probes, metrics and problems alone, at an address of their own. */
@Module({})
export class GatewayProbesModule {
  static of(options: GatewayOptions, state: GatewayState): DynamicModule {
    const { nodes } = options;
    return { module: GatewayProbesModule, imports: [NodesModule.of({ nodes, verify: verifier(options) }), operationsOf(options, state)] };
  }
}

function operationsOf({ nodes, clock, sealedThrough, surroundings }: GatewayOptions, state: GatewayState): DynamicModule {
  return OperationsModule.of({
    ...{ nodes, clock, clients: state.clients, isDraining: () => state.isDraining },
    ...(sealedThrough && { sealedThrough }),
    ...(surroundings && { surroundings }),
  });
}

/** The owning node’s own check, by its own business clock. */
function verifier({ issuers }: GatewayOptions): Parameters<typeof NodesModule.of>[0]['verify'] {
  return (node, token) => verifyToken(token, { audience: node.code, now: node.context.clock.now(), issuers });
}

function apollo(options: GatewayOptions): ApolloDriverConfig {
  const limits = limitsOf(options);
  return {
    driver: ApolloDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    graphiql: false,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    csrfPrevention: true,
    persistedQueries: false,
    autoTransformHttpErrors: false,
    parseOptions: { maxLexicalTokens: limits.tokensMax },
    validationRules: [depthRule(limits.depthMax)],
    plugins: [requestPlugin(limits, makeBudget(limits))],
    context: ({ req }: { readonly req: Request }): Promise<Session> => sessionOf(req, options),
    formatError: (formatted, error) => formatError(formatted, (cause) => options.report({ operation: 'graphql', error: cause }), error),
  };
}

function sessionOf(req: Request, options: GatewayOptions): Promise<Session> {
  const body: unknown = req.body;
  const document = typeof body === 'object' && body !== null && 'query' in body ? body.query : req.query['query'];
  const traceparent = req.get('traceparent');
  return openSession({ authorization: req.get('authorization'), seen: req.get('interlock-seen'), traceparent, document }, options);
}
