import { type DynamicModule, Module } from '@nestjs/common';
import { makeMetrics, type MetricsOptions } from './metrics.ts';
import { type Operations, OPERATIONS, OperationsController } from './operations.controller.ts';
import { makeStartup } from './readiness.ts';

/** Health and metrics of the nodes in this process. Beside NodesModule, which knows them. */
@Module({})
export class OperationsModule {
  static of(options: MetricsOptions & { isDraining(): boolean }): DynamicModule {
    const { nodes, surroundings = {}, isDraining } = options;
    const operations: Operations = { metrics: makeMetrics(options), isStarted: makeStartup(nodes), isDraining, surroundings };
    return { module: OperationsModule, controllers: [OperationsController], providers: [{ provide: OPERATIONS, useValue: operations }] };
  }
}
