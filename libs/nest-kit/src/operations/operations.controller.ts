import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import { type Nodes, NODES } from '../nodes/nodes.ts';
import { type Metrics } from './metrics.ts';
import { type ProcessProblems, processProblems } from './process-problems.ts';
import { type Health, type Readiness, healthOf, readinessOf } from './readiness.ts';
import { type Surroundings } from './surroundings.ts';

export interface Operations {
  readonly metrics: Metrics;
  isStarted(): boolean;
  isDraining(): boolean;
  readonly surroundings: Surroundings;
}

export const OPERATIONS = Symbol('operations');

/** The three probes, what a person and `interlock doctor` ask, and what Prometheus reads. Codes and counts only: whoever reaches the port may read them. */
@Controller()
export class OperationsController {
  constructor(
    @Inject(NODES) private readonly nodes: Nodes,
    @Inject(OPERATIONS) private readonly operations: Operations,
  ) {}

  /** The process answers; nothing else is looked at, so that a restart is not asked for what a restart cannot mend. */
  @Get('live')
  live(): { readonly live: true } {
    return { live: true };
  }

  @Get('ready')
  ready(): Readiness {
    const readiness = readinessOf(this.nodes, this.operations.isDraining(), this.operations.surroundings);
    if (!readiness.ready) throw new ServiceUnavailableException(readiness);
    return readiness;
  }

  /** The same verdict with each node’s state. */
  @Get('health')
  health(): Health {
    const health = healthOf(this.nodes, this.operations.isDraining(), this.operations.surroundings);
    if (!health.ready) throw new ServiceUnavailableException(health);
    return health;
  }

  /** What `interlock doctor` makes findings of. An answer always, for whoever asks wants to read it. */
  @Get('problems')
  problems(): ProcessProblems {
    return processProblems(this.nodes, this.operations.isDraining(), this.operations.surroundings);
  }

  @Get('startup')
  startup(): { readonly started: true } {
    if (!this.operations.isStarted()) throw new ServiceUnavailableException({ started: false });
    return { started: true };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.operations.metrics.text();
  }
}
