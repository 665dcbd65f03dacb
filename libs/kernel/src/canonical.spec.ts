import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalText, carefulText } from './canonical.ts';

/** Text that JSON escapes, that sorts otherwise than it looks, and halves of pairs. */
const ODD_TEXTS = ['', '"', '\\', '\u0000', '\u001f', '\u007f', '\u2028', '/', '€', '章', '\ufffd', '\uffff', '😀', '\ud800', '\udfff'];
const ODD_KEYS = ['__proto__', 'constructor', 'length', '0', '1', '10', '9', '-0', 'a', 'B', 'aa', 'toString'];

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: 'grapheme-ascii' }),
);
const wellFormed = text.filter((some) => some.isWellFormed());
const integer = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1e15, 166_000_000));
const anyNumber = fc.oneof(integer, fc.double(), fc.constantFrom(2 ** 53, -(2 ** 53), 1e21, Number.NaN, Number.POSITIVE_INFINITY));

/** Objects are built from pairs, so that `__proto__` is a field like any other, in every order. */
function values(leaf: fc.Arbitrary<unknown>, key: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const { value } = fc.letrec<{ value: unknown }>((tie) => {
    const pair = fc.tuple(fc.oneof(key, fc.constantFrom(...ODD_KEYS)), tie('value'));
    const pairs = fc.oneof(
      { weight: 9, arbitrary: fc.array(pair, { maxLength: 8 }) },
      { weight: 1, arbitrary: fc.array(pair, { maxLength: 40, size: 'max' }) },
    );
    return {
      value: fc.oneof(
        { maxDepth: 5, depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.array(tie('value'), { maxLength: 6 }),
        pairs.map((fields) => Object.fromEntries(fields)),
        pairs.map(withoutPrototype),
      ),
    };
  });
  return value;
}

function withoutPrototype(fields: readonly (readonly [string, unknown])[]): object {
  const bare = Object.fromEntries(fields);
  Object.setPrototypeOf(bare, null);
  return bare;
}

const said = values(fc.oneof(wellFormed, integer, fc.boolean(), fc.constant(null), fc.constant(undefined)), wellFormed);
const wild = values(
  fc.oneof(
    text,
    anyNumber,
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.bigInt(),
    fc.date({ noInvalidDate: true }),
    fc.constantFrom<unknown>(Object(5), Object('“€”'), Object(false), Symbol.iterator, () => 1, new Map([[1, 2]]), {
      toJSON: () => 'itself',
    }),
    fc.array(fc.integer(), { maxLength: 3 }).map((items) => Object.assign(items, { toJSON: () => ['another'] })),
    fc.array(fc.integer(), { maxLength: 3 }).map((items) => items.concat(Array(2))),
  ),
  text,
);

type Outcome = { readonly text: string } | { readonly error: string };

function outcomeOf(write: () => string): Outcome {
  try {
    return { text: write() };
  } catch (error) {
    return { error: String(error) };
  }
}

describe('canonical JSON in one pass', () => {
  it('is to the character what RFC 8785’s reference writes', () => {
    fc.assert(
      fc.property(fc.record({ data: said }), (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value));
      }),
      { numRuns: 1_000 },
    );
  });

  it('writes or refuses, in the same words, whatever the careful way writes or refuses', () => {
    fc.assert(
      fc.property(wild, (value) => {
        expect(outcomeOf(() => canonicalText(value))).toEqual(outcomeOf(() => carefulText(value)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read back as it was said', () => {
    // V8 13.6 may read a name that is escaped in the text as another one that it has seen before: not in these.
    const plainNames = fc.stringMatching(/^[a-zA-Z章€😀 ]{0,12}$/u);
    fc.assert(
      fc.property(values(fc.oneof(wellFormed, fc.maxSafeInteger(), fc.boolean(), fc.constant(null)), plainNames), (value) => {
        const read: unknown = JSON.parse(canonicalText(value));
        expect(canonicalText(read)).toBe(canonicalText(value));
      }),
    );
  });

  it('orders many fields as it orders few', () => {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field${String((index * 37) % 100)}`, index]));
    expect(canonicalText(fields)).toBe(canonicalize(fields));
  });

  it('writes a list that holds nothing in places, and fields that are not set, as JSON does', () => {
    expect(canonicalText({ list: [1, , undefined, null], unset: undefined })).toBe('{"list":[1,null,null,null]}');
  });

  it('has nothing to write for what is not there', () => {
    expect(() => canonicalText(undefined)).toThrow(RangeError);
  });
});
