import { type Measured, type Measurement, againstOf, faultsOf } from './measure.ts';
import { type RowResult, type Target } from './types.ts';

/** Makes the row's document from what was measured. `higher` is better for rates, `lower` for latencies. */
export function resultOf(
  head: { readonly id: string; readonly title: string; readonly unit: string; readonly better: 'higher' | 'lower' },
  measurement: Measurement,
  rest: { readonly limit?: Measured; readonly targets: readonly Target[]; readonly notes?: readonly string[] },
): RowResult {
  const { ours, peers } = measurement;
  const against = againstOf(peers);
  const speeds = against.filter((peer) => peer.n > 0).map((peer) => peer.median);
  const best = head.better === 'higher' ? Math.max(...speeds) : Math.min(...speeds);
  const limit = rest.limit;
  return {
    id: head.id,
    title: head.title,
    unit: head.unit,
    ours: ours.spread,
    against,
    ...(limit && {
      limit: { name: limit.contender.name, median: limit.spread.median },
      ratioToLimit: ours.spread.median / limit.spread.median,
    }),
    ...(speeds.length > 0 && best > 0 && { ratioToBestPeer: ours.spread.median / best }),
    targets: rest.targets,
    notes: [...faultsOf(ours).map((fault) => `ours: ${fault}`), ...(rest.notes ?? [])],
  };
}

export function atLeast(what: string, actual: number, least: number, unit = ''): Target {
  return { text: `${what} ≥ ${short(least)}${unit}`, actual: `${short(actual)}${unit}`, isMet: actual >= least };
}

export function atMost(what: string, actual: number, most: number, unit = ''): Target {
  return { text: `${what} ≤ ${short(most)}${unit}`, actual: `${short(actual)}${unit}`, isMet: actual <= most };
}

/**
 * Against the best competitor as it comes: what is shown beside it under kinder settings of ours is no target, only information.
 * None where none ran.
 */
export function timesAsInstalled({ ours, peers }: Measurement, times: number): readonly Target[] {
  const asInstalled = peers.filter((peer) => peer.contender.isTuned !== true);
  if (asInstalled.length === 0) return [];
  const best = Math.max(0, ...asInstalled.filter((peer) => peer.samples.length > 0).map((peer) => peer.spread.median));
  const ratio = ours.spread.median / best;
  return [
    {
      text: `ours ÷ best peer as installed ≥ ${short(times)}`,
      actual: best === 0 ? 'it answered nothing' : short(ratio),
      isMet: ratio >= times,
    },
  ];
}

export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1_000) return Math.round(value).toLocaleString('en');
  if (size >= 100) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : value.toFixed(size >= 1 ? 2 : 3);
}
