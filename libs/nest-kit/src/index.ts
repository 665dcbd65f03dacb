export { ControlModule, PlayedCityModule } from './control/control.module.ts';
export { type ControlledNode, type CountedNode } from './control/control-state.ts';
export { type ControlledClock, keepCityTime, makeControlledClock } from './control/controlled-clock.ts';
export { createIssuers, issuerKeysIn, loadIssuers } from './identity/identity-folder.ts';
export { type IdentityErrorCode, type IssuerKey, type IssuerKeys, type Issuers, IdentityError, memoryIssuers } from './identity/issuers.ts';
export {
  type TokenAnswer,
  type TokenCheck,
  type TokenErrorCode,
  type TokenRequest,
  issueToken,
  TOKEN_TTL_SECONDS_MAX,
  verifyToken,
} from './identity/token.ts';
export { logCommands, logSent } from './logging/log-commands.ts';
export { logRequests } from './logging/log-requests.ts';
export { type Log, type LogFields, type LogLevel, type LogOptions, makeLog } from './logging/logging.ts';
export { NodeCommand, NodeQuery } from './nodes/node-bus.ts';
export { NodesModule } from './nodes/nodes.module.ts';
export { type Nodes, type VerifyFor, NODES, VERIFY_FOR } from './nodes/nodes.ts';
export { CalledBy } from './peers/called-by.ts';
export { type PeersServer, listenForPeers } from './peers/listen-for-peers.ts';
export { type Metrics, type MetricsOptions, makeMetrics } from './operations/metrics.ts';
export { outcomesUnknown } from './operations/outcomes-unknown.ts';
export { type ConsumerState, type LaneState, type NodeState, laneStates, nodeStates } from './operations/node-state.ts';
export { type ProcessProblem, type ProcessProblems } from './operations/process-problems.ts';
export { type Readiness, readinessOf } from './operations/readiness.ts';
export { type ExchangeStand, type Surroundings, type Validity } from './operations/surroundings.ts';
export { watchStore } from './operations/watch-store.ts';
export { startTracedNode } from './tracing/start-traced-node.ts';
export { type FinishedSpan, type Tracing, type TracingOptions, startTracing } from './tracing/start-tracing.ts';
export { traceDelivery, traceSending } from './tracing/trace-edges.ts';
export { OperationsModule } from './operations/operations.module.ts';
