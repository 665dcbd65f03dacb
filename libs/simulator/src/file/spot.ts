import { type Fen, type Instant } from '@interlock/kernel';
import { decimal, fenOf, fractionOf } from './decimals.ts';
import { type MistakeCode, type Path } from './mistakes.ts';
import { type Amount, type Wait } from './scenario.ts';
import { durationMs, stepTime } from './times.ts';
import { fieldOf, type Mistakes, type Tree } from './tree.ts';

/**
 * A place in the file while it is read. Readers give a harmless value where the schema has already reported the shape,
 * so that everything else is still looked at: all mistakes are told at once.
 */
export interface Spot {
  readonly tree: Tree | undefined;
  readonly path: Path;
  readonly mistakes: Mistakes;
}

/** 100 thousand million yuan: sums of a whole story stay safe integers. */
const FEN_MAX = 10_000_000_000_000n;

export function under(spot: Spot, key: string): Spot {
  return { ...spot, tree: fieldOf(spot.tree, key), path: [...spot.path, key] };
}

export function mistake(spot: Spot, code: MistakeCode, reason: string): void {
  if (spot.tree) spot.mistakes.add(code, spot.tree.offset, spot.path, reason);
}

export function entriesOf(spot: Spot): readonly Spot[] {
  if (spot.tree?.kind === 'list') return spot.tree.items.map((tree, index) => ({ ...spot, tree, path: [...spot.path, index] }));
  if (spot.tree?.kind === 'map')
    return [...spot.tree.entries].map(([key, { value }]) => ({ ...spot, tree: value, path: [...spot.path, key] }));
  return [];
}

/** Last part of the place: the key in a map. */
export function keyOf(spot: Spot): string {
  return String(spot.path.at(-1) ?? '');
}

export function textOf(spot: Spot): string | undefined {
  return spot.tree?.kind === 'leaf' && typeof spot.tree.value === 'string' ? spot.tree.value : undefined;
}

export function textAt(spot: Spot, key: string): string {
  return textOf(under(spot, key)) ?? '';
}

export function wholeOf(spot: Spot): number | undefined {
  return spot.tree?.kind === 'leaf' && typeof spot.tree.value === 'number' && Number.isSafeInteger(spot.tree.value)
    ? spot.tree.value
    : undefined;
}

/** A field that may be left out, for spreading: exact optional properties are absent, not undefined. */
export function optional<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>>;
export function optional(key: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [key]: value };
}

/** Decimal yuan in fen, exactly. */
export function fenFrom(spot: Spot, lowest: 'zero' | 'above-zero'): Fen {
  const { tree } = spot;
  if (tree?.kind !== 'leaf' || typeof tree.value !== 'number') return 0;
  const exact = decimal(tree.source);
  if (!exact) return fail(spot, 'BAD_AMOUNT', 'write a plain decimal number of yuan');
  const fen = fenOf(exact);
  if (fen === undefined) return fail(spot, 'PART_OF_FEN', `${tree.source} yuan has parts of a fen; at most two decimals count`);
  if (fen < 0n || (fen === 0n && lowest === 'above-zero')) {
    return fail(spot, 'AMOUNT_NOT_POSITIVE', lowest === 'zero' ? 'must not be below 0' : 'must be above 0');
  }
  if (fen > FEN_MAX) return fail(spot, 'AMOUNT_TOO_LARGE', `more than ${String(FEN_MAX / 100n)} yuan`);
  return Number(fen);
}

function fail(spot: Spot, code: MistakeCode, reason: string): Fen {
  mistake(spot, code, reason);
  return 0;
}

/** `yuan`, `share` or `all` of a step. */
export function amountOf(step: Spot): Amount {
  const share = under(step, 'share');
  if (share.tree) return shareOf(share);
  if (under(step, 'all').tree) return { kind: 'all' };
  return { kind: 'fen', fen: fenFrom(under(step, 'yuan'), 'above-zero') };
}

function shareOf(spot: Spot): Amount {
  const nothing = { kind: 'share', numerator: 0n, denominator: 1n } as const;
  if (spot.tree?.kind !== 'leaf' || typeof spot.tree.value !== 'number') return nothing;
  const exact = decimal(spot.tree.source);
  const { numerator, denominator } = exact ? fractionOf(exact) : nothing;
  if (numerator > 0n && numerator <= denominator) return { kind: 'share', numerator, denominator };
  mistake(spot, 'SHARE_OUT_OF_RANGE', 'write a decimal above 0 and at most 1');
  return nothing;
}

export function waitOf(spot: Spot, fallback: Wait): Wait {
  const text = textOf(spot);
  if (text === 'never') return 'never';
  return (text === undefined ? undefined : durationMs(text)) ?? fallback;
}

/** A time of a step; a time without quotes is another thing to other readers of YAML. */
export function timeOf(spot: Spot, start: { readonly startsAt: Instant; readonly offset: string }): Instant {
  const { tree } = spot;
  if (tree?.kind !== 'leaf') return start.startsAt;
  if (!tree.quoted) {
    mistake(spot, 'TIME_NOT_QUOTED', `write the time in quotes: "${tree.source}"`);
    return start.startsAt;
  }
  const at = stepTime(String(tree.value), start.startsAt, start.offset);
  if (at === undefined) return start.startsAt;
  if (at < start.startsAt) mistake(spot, 'BEFORE_START', 'is before the story starts');
  return at;
}
