/** What stands in a line instead of what must not be read there. */
const REDACTED = '[redacted]';

/**
 * Fields whose value is never written, whatever it is: clear personal data, bodies that hold it, and secrets. Compared without case, `_`
 * and `-`; a name that ends with one of them counts too (`holderName`, `x-interlock-token`).
 */
const SECRET_KEYS = [
  ...['name', 'names', 'fullname', 'surname', 'givenname', 'holder', 'reporter', 'victim', 'payee', 'payer', 'owner', 'address'],
  ...['idnumber', 'identitynumber', 'idcard', 'phone', 'phonenumber', 'mobile', 'telephone', 'email', 'summary', 'statement'],
  ...['accountnumber', 'cardnumber', 'bankaccount', 'number', 'from', 'to', 'stated', 'clear', 'cleartext', 'plaintext'],
  ...['body', 'input', 'variables', 'payload', 'box', 'token', 'tokens', 'jwt', 'authorization', 'cookie', 'setcookie', 'password'],
  ...['passphrase', 'secret', 'apikey', 'privatekey', 'masterkey', 'referencekey', 'key', 'keys', 'cert', 'certificate', 'pem', 'pfx'],
] as const;

/** Fields of ours that end like one of those and say nothing of a person. */
const HARMLESS_KEYS: ReadonlySet<string> = new Set(['hostname', 'filename', 'eventname', 'commandname', 'queryname', 'servername']);

/** Texts that give themselves away, wherever they stand: in messages, in errors and what caused them, in lists. */
const SHAPES: readonly { readonly shape: RegExp; readonly instead: string }[] = [
  { shape: /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g, instead: '[pem]' },
  { shape: /\b(?:Bearer|Basic)\s+[\w.~+/=-]+/gi, instead: '[authorization]' },
  { shape: /\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g, instead: '[token]' },
  { shape: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, instead: '[address]' },
  // An identity number, then a card or account (written in groups, too), then telephones.
  { shape: /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g, instead: '[id number]' },
  { shape: /(?<![\dA-Za-z])\d(?:[ -]?\d){11,}(?![\dA-Za-z])/g, instead: '[number]' },
  { shape: /(?<![\dA-Za-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\dA-Za-z])/g, instead: '[phone]' },
  { shape: /(?<![\dA-Za-z])0\d{2,3}-\d{7,8}(?![\dA-Za-z])/g, instead: '[phone]' },
  // Keys and sealed boxes. Pseudonyms, codes and ids of ours are shorter.
  { shape: /(?<![\w+/-])[\w+/-]{48,}={0,2}/g, instead: '[bytes]' },
  // Lines are in English and codes: what is in Chinese was written by a person, about persons.
  { shape: /[\p{Script=Han}·]{2,}/gu, instead: '[text]' },
];

/** Ids, trace contexts and instants hold long numbers that are nobody’s. */
const OURS =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\b|\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g;

const DEPTH_MAX = 8;
const ITEMS_MAX = 100;
/** Cut after it is read: a half of a number would not be known for what it is. */
const TEXT_MAX = 4_000;
const READ_MAX = 64_000;

/** The text without what gives itself away in it; cut where it is too long to be a message. */
export function redactText(text: string): string {
  const read = text.slice(0, READ_MAX);
  let redacted = '';
  let from = 0;
  for (const ours of read.matchAll(OURS)) {
    redacted += withoutShapes(read.slice(from, ours.index)) + ours[0];
    from = ours.index + ours[0].length;
  }
  redacted += withoutShapes(read.slice(from));
  return redacted.length > TEXT_MAX || text.length > READ_MAX ? `${redacted.slice(0, TEXT_MAX)}…` : redacted;
}

/** Anything as it may be written into a line: secret fields and shapes replaced at every depth, errors with their codes and causes. */
export function redact(value: unknown): unknown {
  return redactAt(value, []);
}

export function isSecretKey(key: string): boolean {
  const plain = key.toLowerCase().replaceAll(/[_-]/g, '');
  return !HARMLESS_KEYS.has(plain) && SECRET_KEYS.some((secret) => plain === secret || (secret.length > 3 && plain.endsWith(secret)));
}

function redactAt(value: unknown, above: readonly unknown[]): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return redactText(String(value));
  if (typeof value === 'number') return Number.isFinite(value) && redactText(String(value)) === String(value) ? value : REDACTED;
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[circular]';
  if (above.length >= DEPTH_MAX) return '[deep]';
  return redactObject(value, [...above, value]);
}

function redactObject(value: object, within: readonly unknown[]): unknown {
  if (value instanceof Error) return redactError(value, within);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `[${String(value.byteLength)} bytes]`;
  if (value instanceof Map)
    return redactEntries(
      [...value].map(([key, one]) => [String(key), one]),
      within,
    );
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : value instanceof Set ? [...value] : undefined;
  if (!list) return redactEntries(Object.entries(value), within);
  const rest = list.length > ITEMS_MAX ? [`… and ${String(list.length - ITEMS_MAX)} more`] : [];
  return [...list.slice(0, ITEMS_MAX).map((one) => redactAt(one, within)), ...rest];
}

function redactEntries(entries: readonly (readonly [string, unknown])[], within: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    entries.slice(0, ITEMS_MAX).map(([key, one]) => [redactText(key), isSecretKey(key) ? REDACTED : redactAt(one, within)]),
  );
}

/** Class, code, message, fields of its own and what caused it; of the stack the places only. */
function redactError(error: Error, within: readonly unknown[]): Readonly<Record<string, unknown>> {
  const own = Object.entries(error).filter(([key]) => !TOLD_APART.has(key));
  const places = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: error.name,
    message: redactText(error.message),
    ...redactEntries(own, within),
    ...(error instanceof AggregateError && { errors: redactAt(error.errors, within) }),
    ...(error.cause !== undefined && { cause: redactAt(error.cause, within) }),
    ...(places.length > 0 && { stack: redactText(places.join('\n')) }),
  };
}

const TOLD_APART: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors']);

function withoutShapes(text: string): string {
  return SHAPES.reduce((rest, { shape, instead }) => rest.replaceAll(shape, instead), text);
}
