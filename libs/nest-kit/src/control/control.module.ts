import { type DynamicModule, Module } from '@nestjs/common';
import { type Controlled, CONTROLLED, ControlController } from './control.controller.ts';
import { type WhereCityIs, PlayedCityController, WHERE_CITY_IS } from './played-city.controller.ts';

/** For a process with a virtual clock, on the server that asks for certificates. */
@Module({})
export class ControlModule {
  static of(controlled: Controlled): DynamicModule {
    return { module: ControlModule, controllers: [ControlController], providers: [{ provide: CONTROLLED, useValue: controlled }] };
  }
}

/** For a gateway with a virtual clock, on its own address. */
@Module({})
export class PlayedCityModule {
  static of(where: WhereCityIs): DynamicModule {
    return {
      module: PlayedCityModule,
      controllers: [PlayedCityController],
      providers: [{ provide: WHERE_CITY_IS, useValue: where }],
    };
  }
}
