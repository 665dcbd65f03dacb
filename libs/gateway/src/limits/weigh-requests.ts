import { type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import { refusedBy } from '../errors.ts';
import { type GatewayLimits } from '../gateway-options.ts';
import { type Session } from '../identity/session.ts';
import { type Budget } from './budget.ts';
import { distinctErrors } from '../unfit-document.ts';
import { costOf } from './cost.ts';

/** Weighs each request before it runs, and says in `extensions` what it cost and what reads could not show yet. */
export function requestPlugin(limits: GatewayLimits, budget: Budget): ApolloServerPlugin<Session> {
  return {
    async requestDidStart(): Promise<GraphQLRequestListener<Session>> {
      const told: Record<string, unknown> = {};
      return {
        async didResolveOperation({ schema, document, operation, request, operationName, contextValue }) {
          if (operation?.operation === OperationTypeNode.SUBSCRIPTION)
            throw refusedBy('USE_WEBSOCKET', 'Subscriptions go over graphql-ws at this same path');
          const cost = costOf({ schema, query: document, operationName: operationName ?? undefined, variables: request.variables });
          told['cost'] = { requested: cost, max: limits.costMax };
          if (cost > limits.costMax)
            throw refusedBy(
              'COST_TOO_HIGH',
              `The request costs ${String(cost)} points, at most ${String(limits.costMax)}: ask for smaller pages`,
              { cost },
            );
          const { person } = contextValue;
          if (!person) return;
          const taken = budget.take(person.actor.member, cost);
          if (!taken.ok) throw refusedBy('BUDGET_SPENT', 'Your member’s budget is spent: wait', { retryAfterMs: taken.retryAfterMs });
          told['cost'] = { requested: cost, max: limits.costMax, left: taken.left };
        },
        async willSendResponse({ response, contextValue }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          const stale = contextValue.stale.length === 0 ? {} : { stale: true, lag: contextValue.stale };
          if (singleResult.errors) singleResult.errors = distinctErrors(singleResult.errors);
          singleResult.extensions = { ...singleResult.extensions, ...told, ...stale };
        },
      };
    },
  };
}
