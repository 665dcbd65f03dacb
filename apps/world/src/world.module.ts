import { type World } from '@interlock/simulator';
import { type DynamicModule, Module } from '@nestjs/common';
import { PlayerController, WORLD, WorldController } from './world.controller.ts';

/** On the server that asks for certificates. */
@Module({})
export class WorldModule {
  static of(world: World): DynamicModule {
    return { module: WorldModule, controllers: [WorldController, PlayerController], providers: [{ provide: WORLD, useValue: world }] };
  }
}
