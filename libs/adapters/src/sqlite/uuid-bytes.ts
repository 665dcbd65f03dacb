const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const DASHES = new Set([8, 13, 18, 23]);
const DIGITS = Array.from({ length: 36 }, (_, at) => at).filter((at) => !DASHES.has(at));

/** The 16 bytes of a checked, lower-case UUID. */
export function uuidToBytes(id: string): Uint8Array {
  const bytes = new Uint8Array(16);
  for (let at = 0; at < 16; at += 1) bytes[at] = (digit(id, at * 2) << 4) | digit(id, at * 2 + 1);
  return bytes;
}

function digit(id: string, index: number): number {
  const code = id.charCodeAt(DIGITS[index] ?? 0);
  return code < 58 ? code - 48 : code - 87;
}

export function uuidFromBytes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < 16; at += 1) {
    if (at === 4 || at === 6 || at === 8 || at === 10) text += '-';
    text += HEX[bytes[at] ?? 0] ?? '';
  }
  return text;
}
