import { type Fen } from '@interlock/kernel';

/** An exact decimal: `digits` × 10^-`scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/;
const TEXT_MAX = 64;
const FEN_SCALE = 2;

/** Reads a decimal as written, never through a binary float. Undefined for what is none (hexadecimal, .inf, too long). */
export function decimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (!match || text.length > TEXT_MAX) return undefined;
  const [, sign = '', whole = '', part = '', exponent = '0'] = match;
  if (whole === '' && part === '') return undefined;
  const magnitude = BigInt(whole + part);
  const scale = part.length - Number(exponent);
  const digits = sign === '-' ? -magnitude : magnitude;
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** The decimal in fen when it is yuan; undefined where a part of a fen is left. */
export function fenOf({ digits, scale }: Decimal): bigint | undefined {
  if (scale <= FEN_SCALE) return digits * 10n ** BigInt(FEN_SCALE - scale);
  const unit = 10n ** BigInt(scale - FEN_SCALE);
  return digits % unit === 0n ? digits / unit : undefined;
}

/** The decimal as a fraction. */
export function fractionOf({ digits, scale }: Decimal): { readonly numerator: bigint; readonly denominator: bigint } {
  return { numerator: digits, denominator: 10n ** BigInt(scale) };
}

/** A share of a sum, rounded down to the fen. */
export function shareOf(fen: Fen, numerator: bigint, denominator: bigint): Fen {
  return Number((BigInt(fen) * numerator) / denominator);
}
