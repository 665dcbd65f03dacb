import { type Fen } from '@interlock/kernel';

/** Part of a sum that belongs to a case. */
export interface Part {
  readonly caseId: string;
  readonly fen: Fen;
}

/**
 * How much of each lot the frozen sums cover (scenarios.md 1.6): first each case's own lots up to its freeze, oldest first, then what is left
 * of all the sums covers the other lots, oldest first. Always judged anew from the lots then there: an own lot that arrives later takes cover back from another case's.
 */
export function cover(lots: readonly Part[], frozen: readonly Part[]): readonly Fen[] {
  if (frozen.length === 0) return lots.map(() => 0);
  const left = new Map<string, Fen>();
  for (const { caseId, fen } of frozen) left.set(caseId, (left.get(caseId) ?? 0) + fen);
  const own = lots.map(({ caseId, fen }) => {
    const covered = Math.min(fen, left.get(caseId) ?? 0);
    if (covered > 0) left.set(caseId, (left.get(caseId) ?? 0) - covered);
    return covered;
  });
  let spare = [...left.values()].reduce((sum, fen) => sum + fen, 0);
  return lots.map(({ fen }, index) => {
    const already = own[index] ?? 0;
    const more = Math.min(fen - already, spare);
    spare -= more;
    return already + more;
  });
}

/** The parts in their order, neighbours of one case as one. */
export function joined(parts: readonly Part[]): readonly Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    if (part.fen <= 0) continue;
    const last = result.at(-1);
    if (last?.caseId === part.caseId) result[result.length - 1] = { caseId: part.caseId, fen: last.fen + part.fen };
    else result.push(part);
  }
  return result;
}

export function sumOf(parts: readonly Part[]): Fen {
  return parts.reduce((sum, { fen }) => sum + fen, 0);
}
