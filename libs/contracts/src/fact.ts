import { z } from 'zod';

/** A fact told to others: versioned, for ever. The type is `<publisher>.<fact>.v<N>`. */
export interface FactContract<Type extends string, Shape extends z.core.$ZodLooseShape> {
  readonly type: Type;
  /** Field that names the member who tells it, where several are of the publisher’s kind: each speaks for itself only. */
  readonly speaker?: string;
  readonly schema: z.ZodObject<Shape, z.core.$loose>;
  read(
    data: unknown,
  ):
    | { readonly ok: true; readonly fact: { readonly type: Type } & z.infer<z.ZodObject<Shape>> }
    | { readonly ok: false; readonly problems: readonly string[] };
}

/** The fact itself, with its type. */
export type FactOf<Contract extends { read(data: unknown): unknown }> =
  Extract<ReturnType<Contract['read']>, { readonly ok: true }> extends {
    readonly fact: infer Fact;
  }
    ? Fact
    : never;

const SPEAKERS = [
  { publisher: 'bank', field: 'bank' },
  { publisher: 'telecom', field: 'operator' },
] as const;

/** Unknown fields pass: adding an optional field is free, and an older reader goes on working. */
export function fact<const Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape): FactContract<Type, Shape> {
  const schema = z.looseObject(shape);
  const known = z.object(shape);
  const speaker = SPEAKERS.find(({ publisher, field }) => type.startsWith(`${publisher}.`) && field in shape)?.field;
  return {
    type,
    ...(speaker !== undefined && { speaker }),
    schema,
    read(data) {
      const parsed = known.safeParse(data);
      if (parsed.success) return { ok: true, fact: { ...parsed.data, type } };
      return { ok: false, problems: problemsOf(parsed.error) };
    },
  };
}

/** `path: reason` of each problem, without the offending value (it may be personal data). */
export function problemsOf(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => `${issue.path.map(String).join('.') || '.'}: ${issue.message}`);
}
