import canonicalize from 'canonicalize';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

const encoder = new TextEncoder();

/** RFC 8785 text. Throws a RangeError for what has no single meaning: unpaired surrogates, numbers that are no safe integer. */
export function canonicalText(value: unknown): string {
  refuseAmbiguous(value, '');
  const text = canonicalize(value);
  if (text === undefined) throw new RangeError('Nothing to write');
  return text;
}

export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
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
