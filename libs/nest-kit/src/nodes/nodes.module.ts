import { type CommandTransport } from '@interlock/kernel';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { NodeCommandHandler, NodeQueryHandler } from './node-bus.handlers.ts';
import { type Nodes, type VerifyFor, COMMAND_TRANSPORT, NODES, VERIFY_FOR } from './nodes.ts';

/** The nodes of this process behind Nest’s command and query buses. Its event bus and sagas are not used: they lose what throws (docs/adr). */
@Module({})
export class NodesModule {
  static of(options: { readonly nodes: Nodes; readonly verify: VerifyFor; readonly transport?: CommandTransport }): DynamicModule {
    return {
      module: NodesModule,
      global: true,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: NODES, useValue: options.nodes },
        { provide: VERIFY_FOR, useValue: options.verify },
        { provide: COMMAND_TRANSPORT, useValue: options.transport },
        NodeCommandHandler,
        NodeQueryHandler,
      ],
      exports: [CqrsModule, NODES, VERIFY_FOR],
    };
  }
}
