import { z } from 'zod';

/** What is wrong with a body, and where. Never the offending value: it may be personal data. */
export interface RequestProblem {
  /** `payments.0.amountFen`; empty for the body itself. */
  readonly path: string;
  readonly problem: string;
}

/** A command or query that a node answers: its name and what its body must be. Bodies are strict: an unknown field is a mistake of the caller. */
export interface RequestContract<Name extends string, Shape extends z.core.$ZodLooseShape> {
  readonly kind: 'command' | 'query';
  /** `<node kind>.<verb-noun>.v<N>`, for ever. */
  readonly name: Name;
  readonly schema: z.ZodObject<Shape, z.core.$strict>;
  read(
    body: unknown,
  ):
    | { readonly ok: true; readonly body: z.infer<z.ZodObject<Shape, z.core.$strict>> }
    | { readonly ok: false; readonly problems: readonly RequestProblem[] };
}

/** The body that a contract reads. */
export type BodyOf<Contract extends { read(body: unknown): unknown }> =
  Extract<ReturnType<Contract['read']>, { readonly ok: true }> extends { readonly body: infer Body } ? Body : never;

/** A wish of a person, to the node that owns the stream. */
export function command<const Name extends string, Shape extends z.core.$ZodLooseShape>(
  name: Name,
  shape: Shape,
): RequestContract<Name, Shape> {
  return request('command', name, shape);
}

/** A question to the node that keeps the view. */
export function query<const Name extends string, Shape extends z.core.$ZodLooseShape>(
  name: Name,
  shape: Shape,
): RequestContract<Name, Shape> {
  return request('query', name, shape);
}

/** Signs that no person types and no form prints; line breaks and tabs are none of them. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Free text of a person: bounded, so that no body grows past what is read. What is wrong is said without the text. */
export function text(charactersMax: number): z.ZodString {
  const limit = String(charactersMax);
  return z
    .string({
      error: ({ input }) => (input === undefined ? 'Missing: text of 1 to ' : 'Not text: 1 to ') + `${limit} characters are wanted`,
    })
    .trim()
    .min(1, { error: `Empty: write 1 to ${limit} characters, or leave the field out where it may be missing` })
    .max(charactersMax, { error: `Too long: at most ${limit} characters; shorten it, and keep the whole among the papers of the case` })
    .refine((value) => value.isWellFormed(), { error: 'Not well-formed Unicode: write it anew' })
    .refine((value) => !CONTROL.test(value), { error: 'Has a control character: take it out, and send it again' });
}

/** Page of a list: at most 200 rows, after the cursor of the page before. */
export const page = { limit: z.int().min(1).max(200).default(50), after: z.string().max(400).optional() };

function request<const Name extends string, Shape extends z.core.$ZodLooseShape>(
  kind: 'command' | 'query',
  name: Name,
  shape: Shape,
): RequestContract<Name, Shape> {
  const schema = z.strictObject(shape);
  return {
    kind,
    name,
    schema,
    read(body) {
      const parsed = schema.safeParse(body);
      if (parsed.success) return { ok: true, body: parsed.data };
      return { ok: false, problems: problemsIn(parsed.error.issues) };
    },
  };
}

/** As many as a person reads; a list of a hundred thousand wrong items is one mistake. */
const PROBLEMS_MAX = 100;

function problemsIn(issues: readonly z.core.$ZodIssue[]): readonly RequestProblem[] {
  const faults = faultsOf(issues);
  const more = faults.length - PROBLEMS_MAX;
  const told = faults.slice(0, PROBLEMS_MAX).map(problemOf);
  return more > 0 ? [...told, { path: '', problem: `And ${String(more)} more` }] : told;
}

/** Each fault once: what is of another type fails its other bounds too, and of two bounds of one kind the later is the narrower. */
function faultsOf(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const faults = new Map<string, z.core.$ZodIssue>();
  const ofOtherType = new Set<string>();
  for (const [index, issue] of issues.entries()) {
    const place = issue.path.map(String).join('.');
    if (ofOtherType.has(place)) continue;
    if (issue.code === 'invalid_type') ofOtherType.add(place);
    faults.set(`${place} ${issue.code} ${issue.code === 'custom' ? String(index) : ''}`, issue);
  }
  return [...faults.values()];
}

/** A key that nobody knows is the caller's own text: it is counted, not repeated. */
function problemOf(issue: z.core.$ZodIssue): RequestProblem {
  const problem = issue.code === 'unrecognized_keys' ? `Unknown fields: ${String(issue.keys.length)}` : issue.message;
  return { path: issue.path.map(String).join('.'), problem };
}
