/** Money in integer fen (1/100 yuan). */
export type Fen = number;

const DECIMAL_YUAN = /^(\d{1,13})(?:\.(\d{1,2}))?$/;
const FEN_PER_YUAN = 100;

/** Whether the number can be money: a safe integer, not negative. */
export function isFen(value: number): value is Fen {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Reads yuan written as a decimal with at most two places, exactly. Undefined for anything else (a third decimal, a sign, an exponent). */
export function fenFromYuan(text: string): Fen | undefined {
  const match = DECIMAL_YUAN.exec(text);
  if (!match) return undefined;
  const [, yuan = '0', parts = ''] = match;
  return Number(yuan) * FEN_PER_YUAN + Number(parts.padEnd(2, '0'));
}

/** `1660000.00` for 166000000. */
export function yuanFromFen(fen: Fen): string {
  const text = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}
