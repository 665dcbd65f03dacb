import { type Clock, type CommandTransport, type Instant, type Position } from '@interlock/kernel';
import { type DynamicModule } from '@nestjs/common';
import { type Issuers, type Log, type Nodes, type Surroundings } from '@interlock/nest-kit';

/** What a composition root gives the gateway. */
export interface GatewayOptions {
  /** Nodes of this process: their health, and how far the city has come. Commands and queries go over the buses, wherever the node runs. */
  readonly nodes: Nodes;
  /** The way to nodes of other processes; unset where all of them run here. */
  readonly transport?: CommandTransport;
  readonly issuers: Issuers;
  /** Business time. */
  readonly clock: Clock;
  /** The member register: who is a bank, who an operator. */
  readonly members: readonly { readonly code: string; readonly kind: string }[];
  /** Up to when a command counts whose sender named no end. */
  validUntil?(sentAt: Instant): Instant;
  /** Up to which position a node’s log is signed; for the metrics. */
  sealedThrough?(node: string): Position | undefined;
  /** Broker and certificates, where the process has any: for probes and metrics. */
  readonly surroundings?: Surroundings;
  /** Takes a line for each request. */
  readonly log?: Log;
  /** Shown on the first page. */
  readonly version: string;
  /** What went wrong inside, for the operator; never with personal data. */
  report(trouble: { readonly operation: string; readonly error: unknown }): void;
  /** More routes on the same address. */
  readonly modules?: readonly DynamicModule[];
  readonly limits?: Partial<GatewayLimits>;
}

/** Bounds on what one caller may ask. */
export interface GatewayLimits {
  readonly bodyBytesMax: number;
  readonly tokensMax: number;
  readonly depthMax: number;
  /** Points of one request. */
  readonly costMax: number;
  /** Points that a member may spend at once, and how many come back each second. */
  readonly budget: number;
  readonly refillPerSecond: number;
  readonly seenWaitMs: number;
  readonly heartbeatMs: number;
  /** A subscriber that takes no message for so long is sent away. */
  readonly slowReaderMs: number;
  readonly socketsPerMemberMax: number;
  /** Commands without an answer that are remembered, and for how long after its `validUntil` one is still asked for. */
  readonly outcomesMax: number;
  readonly outcomeGraceMs: number;
}

const LIMITS: GatewayLimits = {
  bodyBytesMax: 262_144,
  tokensMax: 6_000,
  depthMax: 12,
  costMax: 10_000,
  budget: 100_000,
  refillPerSecond: 2_000,
  seenWaitMs: 500,
  heartbeatMs: 15_000,
  slowReaderMs: 30_000,
  socketsPerMemberMax: 64,
  outcomesMax: 1_000,
  outcomeGraceMs: 300_000,
};

/** What the gateway itself does, for probes and metrics. */
export interface GatewayState {
  /** Open subscriptions’ sockets, by member. */
  readonly clients: Map<string, number>;
  isDraining: boolean;
}

export const GATEWAY_OPTIONS = Symbol('gateway options');

export function limitsOf(options: GatewayOptions): GatewayLimits {
  return { ...LIMITS, ...options.limits };
}
