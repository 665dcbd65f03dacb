import { isDeepStrictEqual } from 'node:util';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Whether two records of one event id say the same: equal bytes, or envelopes with the same data of the same schema
 * version. `recordedAt`, `traceparent` and the rest of `meta` belong to the attempt: the first write stands.
 */
export function sameContent(stored: Uint8Array, offered: Uint8Array): boolean {
  if (sameBytes(stored, offered)) return true;
  const before = contentOf(stored);
  const now = contentOf(offered);
  return before !== undefined && now !== undefined && isDeepStrictEqual(before, now);
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Bytes that are no envelope have no content but themselves. */
function contentOf(bytes: Uint8Array): { readonly data: unknown; readonly schemaVersion: unknown } | undefined {
  const envelope = parsed(bytes);
  if (typeof envelope !== 'object' || envelope === null || !('data' in envelope)) return undefined;
  return { data: envelope.data, schemaVersion: 'schemaVersion' in envelope ? envelope.schemaVersion : undefined };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined; // not JSON, or not UTF-8: opaque to us
  }
}
