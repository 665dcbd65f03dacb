import * as contracts from '@interlock/contracts';
import { type BodyShape, bodyShapeOf } from '@interlock/contracts';

/** A command or query of the contracts. */
type Request = Parameters<typeof bodyShapeOf>[0] & { readonly kind: 'command' | 'query'; readonly name: string };

export const REQUESTS: readonly Request[] = Object.values<unknown>(contracts).filter(isRequest);

function isRequest(exported: unknown): exported is Request {
  return typeof exported === 'object' && exported !== null && 'kind' in exported && 'schema' in exported && 'name' in exported;
}

/** What a pattern must let through to be called open: a name, a telephone, an id number, a card, an address. */
const PERSONAL = ['张三', 'Zhang San', '13900000001', '330723199001010025', '6222021208000881019', '金华市婺城区某路1号'];

/**
 * Every field of every command and query, by contract and path (`police.report-case.v1 payments.#.to.holder`), into which a person could write personal
 * data: text that is bound to no list and to no pattern that keeps it out. A new field of a new contract is among them by itself.
 */
export function openFields(): ReadonlySet<string> {
  return new Set(
    REQUESTS.flatMap((request) =>
      leavesOf(bodyShapeOf(request), [])
        .filter(({ shape }) => isOpen(shape))
        .map(({ path }) => `${request.name} ${path.join('.')}`),
    ),
  );
}

interface Leaf {
  readonly path: readonly string[];
  readonly shape: BodyShape;
}

function leavesOf(shape: BodyShape, path: readonly string[]): readonly Leaf[] {
  const alternatives = shape.anyOf ?? shape.oneOf;
  if (alternatives) return alternatives.flatMap((one) => leavesOf(one, path));
  if (shape.properties) return Object.entries(shape.properties).flatMap(([name, below]) => leavesOf(below, [...path, name]));
  if (shape.items) return leavesOf(shape.items, [...path, '#']);
  return [{ path, shape }];
}

/** What says nothing of itself is open, too. */
function isOpen({ type, enum: values, const: value, pattern }: BodyShape): boolean {
  if (values !== undefined || value !== undefined || (type !== undefined && type !== 'string')) return false;
  return pattern === undefined || PERSONAL.some((text) => new RegExp(pattern, 'u').test(text));
}

/** Texts of a body that was sent, by the same paths. */
export function textsIn(body: unknown, path: readonly string[] = []): readonly { readonly path: string; readonly text: string }[] {
  if (typeof body === 'string') return [{ path: path.join('.'), text: body }];
  if (Array.isArray(body)) return body.flatMap((one: unknown) => textsIn(one, [...path, '#']));
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, below]: readonly [string, unknown]) => textsIn(below, [...path, name]));
}

/** Any body that looks like what the contract wants, with the text wherever no pattern is in its way. */
export function bodyFullOf(text: string, shape: BodyShape): unknown {
  return bodyWith((leaf) => (isOpen(leaf) && leaf.pattern === undefined ? text : valueOf(leaf, text)), shape);
}

/** The text everywhere, in place of numbers, ids and words of lists too. */
export function bodyOfNothingBut(text: string, shape: BodyShape): unknown {
  return bodyWith(() => text, shape);
}

function bodyWith(leafOf: (leaf: BodyShape) => unknown, shape: BodyShape): unknown {
  const [first] = shape.anyOf ?? shape.oneOf ?? [];
  if (first) return bodyWith(leafOf, first);
  if (shape.properties)
    return Object.fromEntries(Object.entries(shape.properties).map(([name, below]) => [name, bodyWith(leafOf, below)] as const));
  return shape.items ? [bodyWith(leafOf, shape.items)] : leafOf(shape);
}

function valueOf({ type, enum: values, const: value, pattern }: BodyShape, text: string): unknown {
  if (value !== undefined) return value;
  if (values) return values[0];
  if (type === 'boolean') return true;
  if (type !== 'string' || pattern === undefined) return 1;
  return SAMPLES.find((sample) => new RegExp(pattern, 'u').test(sample)) ?? text;
}

const SAMPLES = [
  '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10',
  `a1.${'b'.repeat(26)}`,
  `n1.${'b'.repeat(26)}`,
  '2021-03-12T04:00:00.000Z',
  '2021-03-12',
  'T17',
  'bank-industry',
  'REF-1',
];
