// Writes docs/schema.graphql from the gateway's resolvers. Build first.
import { writeFileSync } from 'node:fs';
import { gatewaySchemaText } from '../libs/gateway/dist/index.js';

writeFileSync(new URL('../docs/schema.graphql', import.meta.url), await gatewaySchemaText());
