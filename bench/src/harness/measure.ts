import { median, spreadOf } from './statistics.ts';
import { type Against, type Contender, type RowContext, type Sample, type Spread } from './types.ts';

/** The samples of one contender, in order. */
export interface Measured {
  readonly contender: Contender;
  readonly samples: readonly Sample[];
  /** Set when it gave up: no samples after that. */
  readonly failure?: string;
  readonly spread: Spread;
  /** Median of something seen beside the value. */
  more(name: string): number;
}

export interface Measurement {
  readonly ours: Measured;
  readonly limits: readonly Measured[];
  readonly peers: readonly Measured[];
  limit(name: string): Measured;
}

/** Ours, peer, limit, ours, … in one run: what disturbs the machine disturbs them all. The first round warms up and is dropped, unless a sample is so long that it warms itself. */
export async function interleave(contenders: readonly Contender[], context: RowContext, { warmUps = 1 } = {}): Promise<Measurement> {
  const samples = new Map<Contender, Sample[]>(contenders.map((contender) => [contender, []]));
  const failures = new Map<Contender, string>();
  try {
    for (let round = 0; round < warmUps + context.repeats; round += 1)
      for (const contender of contenders) {
        if (failures.has(contender)) continue;
        const sample = await attempt(contender, failures);
        if (sample && round >= warmUps) samples.get(contender)?.push(sample);
      }
  } finally {
    for (const contender of contenders) await contender.close?.();
  }
  const all = contenders.map((contender) => measuredOf(contender, samples.get(contender) ?? [], failures.get(contender)));
  return measurementOf(all);
}

/** A competitor that breaks is a finding; that we or a limit break ends the row. */
async function attempt(contender: Contender, failures: Map<Contender, string>): Promise<Sample | undefined> {
  try {
    return await contender.run();
  } catch (error) {
    if (contender.role !== 'peer') throw error;
    failures.set(contender, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function measuredOf(contender: Contender, samples: readonly Sample[], failure: string | undefined): Measured {
  return {
    contender,
    samples,
    ...(failure !== undefined && { failure }),
    spread: spreadOf(samples.map((sample) => sample.value)),
    more: (name) => median(samples.map((sample) => sample.more?.[name] ?? Number.NaN)),
  };
}

function measurementOf(all: readonly Measured[]): Measurement {
  const ours = all.find((one) => one.contender.role === 'ours');
  if (!ours) throw new Error('A row measures ours');
  const limits = all.filter((one) => one.contender.role === 'limit');
  return {
    ours,
    limits,
    peers: all.filter((one) => one.contender.role === 'peer' && (one.samples.length > 0 || one.failure !== undefined)),
    limit(name) {
      const found = limits.find((one) => one.contender.name === name);
      if (!found) throw new Error(`No limit ${name} in this row`);
      return found;
    },
  };
}

/** Peers as the document shows them: speed, and beside it what they did wrong. */
export function againstOf(peers: readonly Measured[]): readonly Against[] {
  return peers.map((peer) => ({
    name: peer.contender.name,
    version: peer.contender.version ?? '',
    ...peer.spread,
    faults: [...(peer.failure === undefined ? [] : [`gave up: ${peer.failure}`]), ...faultsOf(peer)],
  }));
}

export function faultsOf({ samples }: Measured): readonly string[] {
  const counted = new Map<string, number>();
  for (const fault of samples.flatMap((sample) => sample.faults ?? [])) counted.set(fault, (counted.get(fault) ?? 0) + 1);
  return [...counted].map(([fault, times]) => (times === 1 ? fault : `${fault} (${times} samples)`));
}
