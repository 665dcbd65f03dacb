import { type AccountRef } from '@interlock/kernel';
import { type Flow } from './flow.ts';

/**
 * Level of each account in the case: shortest hop from an account that the victim paid from, over movements that carried traced money of the case.
 * The account that a victim paid is level 1 even where the payment was wholly another case's money.
 */
export function levelsOf(flow: Flow): ReadonlyMap<string, ReadonlyMap<AccountRef, number>> {
  const hops = hopsOf(flow);
  const levels = new Map<string, ReadonlyMap<AccountRef, number>>();
  for (const [caseId, start] of flow.levelZero) levels.set(caseId, walk(start, hops.get(caseId)));
  return levels;
}

type Hops = Map<AccountRef, Set<AccountRef>>;

function hopsOf({ carrying, levelZero }: Flow): ReadonlyMap<string, Hops> {
  const hops = new Map<string, Hops>();
  for (const { from, to, paymentOf, parts, exit } of carrying) {
    if (from === undefined || to === undefined || exit !== undefined) continue;
    const cases = new Set(parts.map(({ caseId }) => caseId));
    if (paymentOf !== undefined) cases.add(paymentOf);
    for (const caseId of cases) {
      if (levelZero.get(caseId)?.has(to)) continue;
      const ofCase: Hops = hops.get(caseId) ?? new Map<AccountRef, Set<AccountRef>>();
      hops.set(caseId, ofCase);
      ofCase.set(from, (ofCase.get(from) ?? new Set()).add(to));
    }
  }
  return hops;
}

function walk(start: ReadonlySet<AccountRef>, hops: Hops | undefined): ReadonlyMap<AccountRef, number> {
  const levels = new Map<AccountRef, number>();
  let reached: readonly AccountRef[] = [...start];
  for (let level = 0; reached.length > 0; level += 1) {
    const next = new Set<AccountRef>();
    for (const account of reached) levels.set(account, level);
    for (const account of reached) for (const to of hops?.get(account) ?? []) if (!levels.has(to)) next.add(to);
    reached = [...next];
  }
  return levels;
}
