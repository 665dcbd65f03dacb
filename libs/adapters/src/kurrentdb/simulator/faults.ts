/** What may go wrong with the next append; each is used up by it. */
export type AppendFault =
  /** Written, and then the answer is lost: the caller cannot know. */
  | 'written-unanswered'
  /** Not written, and the caller is told nothing but that time is up (ApiErrors.cs, OperationTimeout). */
  | 'timed-out-unwritten'
  /** Written on a server that then says that time is up: a commit that came late. */
  | 'timed-out-written'
  /** Asked a node that is not the leader (ApiCallback.cs: NotHandled.NotLeader). */
  | 'not-leader'
  /** ApiErrors.cs, ServerNotReady. */
  | 'not-ready'
  /** Written, and answered by an error that no version of the client knows. */
  | 'written-unforeseen'
  /** The connection breaks while the answer is on its way. */
  | 'written-then-cut';

export interface Faults {
  /** The next appends of a store’s events go wrong like this, one after another. */
  plan(...faults: readonly AppendFault[]): void;
  next(): AppendFault | undefined;
  /** The connection is cut after so many events to readers and subscribers, and again after so many more. */
  cutReadsAfter(...events: readonly number[]): void;
  /** An answer to a reader or subscriber ends after so many events, as if that were all; and again after so many more. */
  endReadsAfter(...events: readonly number[]): void;
  /** From now on a subscription begins so many records too early. */
  overlap(records: number): void;
  overlapping(): number;
  /** Asked once for each event that is to be sent. */
  isCutNow(): boolean;
  /** Asked once for each event that is to be sent. */
  endsNow(): boolean;
}

export function createFaults(): Faults {
  const planned: AppendFault[] = [];
  const cuts: number[] = [];
  const ends: number[] = [];
  let early = 0;
  return {
    plan: (...faults) => void planned.push(...faults),
    next: () => planned.shift(),
    cutReadsAfter: (...events) => void cuts.push(...events),
    endReadsAfter: (...events) => void ends.push(...events),
    overlap(records) {
      early = records;
    },
    overlapping: () => early,
    isCutNow: () => isDue(cuts),
    endsNow: () => isDue(ends),
  };
}

/** Counts down to the next one, which is used up when it is due. */
function isDue(counts: number[]): boolean {
  const [left] = counts;
  if (left === undefined) return false;
  if (left > 0) counts[0] = left - 1;
  else counts.shift();
  return left === 0;
}
