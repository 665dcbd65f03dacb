import { type Instant, isInstant } from '@interlock/kernel';

/** Reads one kind of value out of what came as JSON; throws a DecodeError that names where it does not fit, never the value itself. */
export type Decoder<Value> = (value: unknown, path: string) => Value;

/** What came is not what was agreed. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly path: string;

  constructor(path: string, wanted: string) {
    super(`${path === '' ? 'the body' : path} is not ${wanted}`);
    this.path = path;
  }
}

type Shape = Readonly<Record<string, Decoder<unknown>>>;
type Read<Of extends Shape> = { readonly [Field in keyof Of]: ReturnType<Of[Field]> };

export const text: Decoder<string> = (value, path) => {
  if (typeof value !== 'string') throw new DecodeError(path, 'a text');
  return value;
};

export const yesNo: Decoder<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new DecodeError(path, 'true or false');
  return value;
};

/** Whole, and exact in a double: numbers of facts, sums in fen. */
export const integer: Decoder<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new DecodeError(path, 'a whole number');
  return value;
};

/** A 64-bit position, as text on the way. */
export const bigInteger: Decoder<bigint> = (value, path) => {
  if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) throw new DecodeError(path, 'a whole number as text');
  return BigInt(value);
};

export const moment: Decoder<Instant> = (value, path) => {
  if (typeof value !== 'string' || !isInstant(value)) throw new DecodeError(path, 'an instant');
  return value;
};

/** Fields by name, whatever they hold. */
export const fields: Decoder<Readonly<Record<string, unknown>>> = (value, path) => {
  if (!isFields(value)) throw new DecodeError(path, 'an object');
  return value;
};

export function oneOf<const Word extends string>(...words: readonly Word[]): Decoder<Word> {
  return (value, path) => {
    const word = words.find((one) => one === value);
    if (word === undefined) throw new DecodeError(path, `one of ${words.join(', ')}`);
    return word;
  };
}

/** A pseudonym of its kind: `a1.…`. */
export function reference<const Kind extends string>(kind: Kind): Decoder<`${Kind}.${string}`> {
  const is = (value: unknown): value is `${Kind}.${string}` => typeof value === 'string' && value.startsWith(`${kind}.`);
  return (value, path) => {
    if (!is(value)) throw new DecodeError(path, `a reference ${kind}.…`);
    return value;
  };
}

export function listOf<Value>(each: Decoder<Value>): Decoder<readonly Value[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new DecodeError(path, 'a list');
    return value.map((one: unknown, index) => each(one, within(path, String(index))));
  };
}

/** Fields that have to be there, and fields that may be. What nobody knows is left out. */
export function record<const Must extends Shape>(must: Must): Decoder<Read<Must>>;
export function record<const Must extends Shape, const May extends Shape>(must: Must, may: May): Decoder<Read<Must> & Partial<Read<May>>>;
export function record<const Must extends Shape, const May extends Shape>(must: Must, may?: May): Decoder<Read<Must> & Partial<Read<May>>> {
  return (value, path) => {
    const found = fields(value, path);
    const read: Record<string, unknown> = {};
    for (const [field, decode] of Object.entries(must)) read[field] = decode(found[field], within(path, field));
    for (const [field, decode] of Object.entries(may ?? {}))
      if (found[field] !== undefined) read[field] = decode(found[field], within(path, field));
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- read field by field, by the decoders that the type is made of
    return read as Read<Must> & Partial<Read<May>>;
  };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function within(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}
