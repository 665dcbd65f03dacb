export type LaneErrorCode =
  /** The source told something else at a number already received. */
  | 'LANE_FORKED'
  /** The source’s log lacks facts that the recipient has: it was restored from an older backup. */
  | 'LANE_BEHIND'
  /** The source opened a new epoch without having fetched back all that the recipient holds. */
  | 'LANE_EPOCH_REFUSED'
  /** A fact in the name of somebody else, or of no contract. */
  | 'LANE_FACT_REFUSED'
  /** A fact that no log of ours can keep: its size, its id or its text. */
  | 'LANE_FACT_UNFIT'
  /** Facts are missing and cannot be fetched now. */
  | 'LANE_GAP';

/** Why a recipient does not take a batch. Matched by `code`, so that it survives processes. */
export class LaneError extends Error {
  override readonly name = 'LaneError';
  readonly code: LaneErrorCode;
  /** The number it is about. */
  readonly number: number;

  constructor(code: LaneErrorCode, number: number, message: string) {
    super(message);
    this.code = code;
    this.number = number;
  }
}

/** What no repetition heals: the lane halts until a person has seen to it. */
const HALTING: readonly string[] = [
  'LANE_FORKED',
  'LANE_BEHIND',
  'LANE_EPOCH_REFUSED',
  'LANE_FACT_REFUSED',
  'LANE_FACT_UNFIT',
] satisfies readonly LaneErrorCode[];

export function haltsLane(code: string): boolean {
  return HALTING.includes(code);
}
