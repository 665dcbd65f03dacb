/**
 * What a log record is on the simulated server. Positions are byte offsets, as on the real one: PrepareLogRecord.cs
 * (ComputeSizeOnDisk) says how long a record is. An event written by appendRecords commits itself, so its commit position is its
 * prepare position (ResolvedEvent.cs, CalculatePosition).
 */
export interface LoggedRecord {
  readonly position: number;
  readonly size: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** Ticks of 100 ns since 1970. */
  readonly created: string;
}
