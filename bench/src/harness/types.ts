/** One measurement: the value of the row and what was seen beside it. */
export interface Sample {
  readonly value: number;
  readonly more?: Readonly<Record<string, number>>;
  /** What went wrong meanwhile: refused callers, lost or doubled events. */
  readonly faults?: readonly string[];
}

/** Whoever takes part in a row. */
export interface Contender {
  readonly role: 'ours' | 'peer' | 'limit';
  readonly name: string;
  readonly version?: string;
  /** A peer under settings that we chose for it. */
  readonly isTuned?: boolean;
  run(): Promise<Sample>;
  close?(): Promise<void> | void;
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly n: number;
}

export interface Against extends Spread {
  readonly name: string;
  readonly version: string;
  readonly faults: readonly string[];
}

/** What a row must reach; `actual` and `limit` are told in the row's own words. */
export interface Target {
  readonly text: string;
  readonly actual: string;
  readonly isMet: boolean;
}

/** One line of the table and of the JSON document. Ratios are ours divided by theirs. */
export interface RowResult {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly ours: Spread;
  readonly against: readonly Against[];
  readonly limit?: { readonly name: string; readonly median: number };
  readonly ratioToLimit?: number;
  readonly ratioToBestPeer?: number;
  readonly targets: readonly Target[];
  readonly notes: readonly string[];
}

export interface RowContext {
  /** A million events and more. */
  readonly isLarge: boolean;
  readonly repeats: number;
  /** How long one sample of a loop lasts. */
  readonly sampleMs: number;
  /** A folder of its own on the disk that is measured. */
  folder(name: string): string;
  /** Progress for whoever waits. */
  tell(text: string): void;
}

export interface Row {
  readonly id: string;
  readonly title: string;
  run(context: RowContext): Promise<readonly RowResult[]>;
}

/** Why a row or a peer is left out: printed, never silent. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}
