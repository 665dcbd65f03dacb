import { z } from 'zod';

/** What a body looks like from outside, before any of it is read: the part of JSON Schema 2020-12 that contracts use. */
export interface BodyShape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, BodyShape>>;
  readonly required?: readonly string[];
  readonly items?: BodyShape;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly anyOf?: readonly BodyShape[];
  readonly oneOf?: readonly BodyShape[];
}

/** For whoever publishes a contract in another language of types (GraphQL, documents). What a contract computes or compares is not in it. */
export function bodyShapeOf(contract: { readonly schema: z.ZodObject }): BodyShape {
  const shape: unknown = z.toJSONSchema(contract.schema, { io: 'input', unrepresentable: 'any' });
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- JSON Schema of our own objects, whose words are those above
  return shape as BodyShape;
}
