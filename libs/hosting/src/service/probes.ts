import { type AddressInfo } from 'node:net';
import { NodesModule, OperationsModule } from '@interlock/nest-kit';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { verifyAtNode } from '../nodes/verify-tokens.ts';
import { type ServiceConfig } from './service-config.ts';
import { type Served, type Serving } from './service-definition.ts';

@Module({})
class ProbesModule {}

export interface Probed extends Pick<Serving, 'nodes' | 'issuers' | 'clock' | 'surroundings' | 'sealedThrough'> {
  readonly config: Pick<ServiceConfig, 'host' | 'port'>;
}

/** Probes and metrics alone: what a service without an API shows on its own address. */
export async function serveProbes({ config, nodes, issuers, clock, surroundings, sealedThrough }: Probed): Promise<Served> {
  let isDraining = false;
  const app = await NestFactory.create<NestExpressApplication>(
    {
      module: ProbesModule,
      imports: [
        NodesModule.of({ nodes, verify: verifyAtNode(issuers) }),
        OperationsModule.of({ nodes, clock, clients: new Map(), isDraining: () => isDraining, sealedThrough, surroundings }),
      ],
    },
    { logger: false, abortOnError: false },
  );
  app.disable('x-powered-by');
  await app.listen(config.port, config.host);
  const address: AddressInfo | string | null = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return {
    url: `http://${config.host}:${String(port)}`,
    async close() {
      isDraining = true;
      await app.close();
    },
  };
}
