import { type Clock, type Node, type Position } from '@interlock/kernel';
import { type CommandTransport } from '@interlock/kernel';
import { type Issuers, type Log, type Nodes, type Surroundings } from '@interlock/nest-kit';
import { type CommonOptions } from '../nodes/open-node.ts';
import { type Outside } from '../nodes/outside.ts';
import { type RosterEntry } from '../roster.ts';
import { type ServiceConfig } from './service-config.ts';

/** The member register, as far as a process needs it to know who is there. */
export interface ServiceRegister {
  readonly members: readonly { readonly code: string; readonly kind: string; readonly office?: boolean | undefined }[];
  readonly units: readonly { readonly code: string; readonly kind: string }[];
}

/** What a process serves on its own address beside its probes. */
export interface Serving {
  readonly config: ServiceConfig;
  readonly nodes: Nodes;
  readonly issuers: Issuers;
  readonly clock: Clock;
  /** To the nodes of other processes. */
  readonly transport: CommandTransport;
  readonly surroundings: Surroundings;
  readonly log: Log;
  /** Up to which position a node’s log is signed. */
  sealedThrough(code: string): Position | undefined;
  report(trouble: { readonly operation: string; readonly error: unknown }): void;
}

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** What makes a process police, bank or gateway: a composition root says it, and nothing else. */
export interface ServiceDefinition {
  readonly service: string;
  /** Which nodes of the register it may host. */
  readonly kinds: readonly RosterEntry['kind'][];
  readonly register: ServiceRegister;
  start(entry: RosterEntry, common: CommonOptions, outside: Outside): Promise<Node>;
  /** Name of the certificate that it commands other nodes with: edges only (architecture.md 2). */
  readonly edge?: string;
  /** The gateway’s API; unset: probes and metrics alone. */
  serve?(serving: Serving): Promise<Served>;
}
