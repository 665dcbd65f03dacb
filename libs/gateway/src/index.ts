export { COMMAND_OPERATIONS } from './commands/command-resolvers.ts';
export { errorCodesPage } from './error-codes-page.ts';
export { type GatewayLimits, type GatewayOptions } from './gateway-options.ts';
export { type RunningGateway, startGateway } from './gateway.ts';
export { GatewayModule } from './gateway.module.ts';
export { gatewaySchemaText } from './print-schema.ts';
