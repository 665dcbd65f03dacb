import canonicalize from 'canonicalize';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

const encoder = new TextEncoder();

/** RFC 8785 text. Throws a RangeError for what has no single meaning: unpaired surrogates, numbers that are no safe integer. */
export function canonicalText(value: unknown): string {
  return plainText(value) ?? carefulText(value);
}

export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}

/** What is refused, and what is no plain object, list or value (dates, wrappers, functions): by RFC 8785's reference, which the one pass must equal. */
export function carefulText(value: unknown): string {
  refuseAmbiguous(value, '');
  const text = canonicalize(value);
  if (text === undefined) throw new RangeError('Nothing to write');
  return text;
}

/** In one pass, as every stored event is written; undefined for what has to be looked at with care. */
function plainText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return stringText(value);
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : undefined;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return listText(value);
      return isPlain(value) ? objectText(value) : undefined;
    default:
      return undefined;
  }
}

function listText(list: readonly unknown[]): string | undefined {
  if ('toJSON' in list) return undefined;
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index];
    const written = item === undefined ? 'null' : plainText(item);
    if (written === undefined) return undefined;
    text += index === 0 ? written : `,${written}`;
  }
  return `${text}]`;
}

function objectText(fields: Readonly<Record<string, unknown>>): string | undefined {
  let text = '{';
  for (const key of sortedKeys(fields)) {
    const item = fields[key];
    if (item === undefined && key.isWellFormed()) continue;
    const name = nameText(key);
    const written = plainText(item);
    if (name === undefined || written === undefined) return undefined;
    text += text === '{' ? name + written : `,${name}${written}`;
  }
  return `${text}}`;
}

/** Objects of a class, and those that say themselves what they are as JSON, are not plain. */
function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value);
}

/** Beyond it the library's sort is faster. */
const FEW_KEYS = 24;

/** By UTF-16 code units. Few keys, most of them in order already: each is put where it belongs. */
function sortedKeys(fields: object): readonly string[] {
  const keys = Object.keys(fields);
  if (keys.length > FEW_KEYS) return keys.sort();
  for (let end = 1; end < keys.length; end += 1) {
    const key = keys[end] ?? '';
    let at = end;
    for (let before = keys[at - 1] ?? ''; at > 0 && before > key; before = keys[at - 1] ?? '') {
      keys[at] = before;
      at -= 1;
    }
    keys[at] = key;
  }
  return keys;
}

const NAMES_MAX = 4_096;
const NAME_CHARACTERS_MAX = 64;
const names = new Map<string, string>();

/** A field's name with its colon: there are few of them, and they come with every event. */
function nameText(key: string): string | undefined {
  const known = names.get(key);
  if (known !== undefined) return known;
  const written = stringText(key);
  if (written === undefined) return undefined;
  const text = `${written}:`;
  if (key.length <= NAME_CHARACTERS_MAX && names.size < NAMES_MAX) names.set(key, text);
  return text;
}

/** Characters that JSON escapes, and halves of pairs, which need a look. */

const SPECIAL = /[\u0000-\u001f"\\\ud800-\udfff]/;

function stringText(value: string): string | undefined {
  if (!SPECIAL.test(value)) return `"${value}"`;
  return value.isWellFormed() ? JSON.stringify(value) : undefined;
}

function refuseAmbiguous(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new RangeError(`Unpaired surrogate at ${path || '/'}`);
    return;
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`Not a safe integer at ${path || '/'}`);
    return;
  }
  if (typeof value === 'bigint') throw new RangeError(`A bigint has no JSON at ${path || '/'}`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (!key.isWellFormed()) throw new RangeError(`Unpaired surrogate in a key of ${path || '/'}`);
    refuseAmbiguous(item, `${path}/${key}`);
  }
}
