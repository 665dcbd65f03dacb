import { z } from 'zod';

/** Where members find what the facts on their lanes look like: a file for each type. */
export const SCHEMAS_FOLDER = 'docs/contracts';

/** JSON Schema 2020-12 of every fact that the library exports, by its type. A fact may have more fields than its schema names. */
export function schemasOf(library: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const found = Object.values(library).flatMap((value) => {
    if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') return [];
    if (!('schema' in value) || !(value.schema instanceof z.ZodObject)) return [];
    const { $schema, ...schema } = z.toJSONSchema(value.schema, { unrepresentable: 'any', io: 'input' });
    const document = { $schema, $id: `urn:interlock:contract:${value.type}`, title: value.type, ...schema };
    return [[value.type, `${JSON.stringify(document, null, 2)}\n`] as const];
  });
  return Object.fromEntries(found.sort(([one], [other]) => (one < other ? -1 : 1)));
}
