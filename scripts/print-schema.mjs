// Writes docs/schema.graphql and docs/error-codes.md from the gateway's resolvers and texts. Build first.
import { writeFileSync } from 'node:fs';
import { errorCodesPage, gatewaySchemaText } from '../libs/gateway/dist/index.js';

writeFileSync(new URL('../docs/schema.graphql', import.meta.url), await gatewaySchemaText());
writeFileSync(new URL('../docs/error-codes.md', import.meta.url), errorCodesPage());
