import { type CheckResult, type RecentEvents, checkCommit, createRecentEvents } from './check-commit.ts';
import { type LoggedRecord } from './logged-record.ts';

export interface ProposedRecord {
  readonly stream: string;
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** A revision, or -1 (no stream), -2 (any), -4 (exists): ExpectedStreamCondition in StreamCondition.cs. */
export interface StateCheck {
  readonly stream: string;
  readonly expected: number;
}

export interface Violation {
  readonly index: number;
  readonly stream: string;
  readonly expected: number;
  readonly actual: number;
}

export type WriteOutcome =
  | {
      readonly type: 'committed';
      readonly position: number;
      readonly revisions: readonly { readonly stream: string; readonly revision: number }[];
    }
  | { readonly type: 'violated'; readonly violations: readonly Violation[] };

export interface SimulatedLog {
  readonly records: readonly LoggedRecord[];
  stream(name: string): readonly LoggedRecord[];
  write(records: readonly ProposedRecord[], checks: readonly StateCheck[]): WriteOutcome;
  /** Where the next record will lie. */
  end(): number;
  /** The record that begins exactly there; undefined where none does: a reader that guesses positions is refused. */
  indexAt(position: number): number | undefined;
  /** As after a restart: what IndexWriter.cs remembers of recent events lies in memory only. */
  forgetRecent(): void;
  onWritten(listener: () => void): () => void;
}

/** Any, for a stream that is written to without a check of its own (StreamsService.cs, ResolveStreamIndex). */
const ANY = -2;
/** Length prefix and suffix, header, flags, transaction, expected version, ids, time, lengths of data and metadata. */
const RECORD_BYTES = 8 + 10 + 2 + 8 + 4 + 8 + 16 + 16 + 8 + 8 + 2;

export function createSimulatedLog(): SimulatedLog {
  const records: LoggedRecord[] = [];
  const streams = new Map<string, LoggedRecord[]>();
  const places = new Map<number, number>();
  const listeners = new Set<() => void>();
  const recent = createRecentEvents();
  let end = 0;
  const add = (proposed: ProposedRecord): void => {
    const stream = streams.get(proposed.stream) ?? [];
    streams.set(proposed.stream, stream);
    const size =
      RECORD_BYTES +
      Buffer.byteLength(proposed.stream) +
      Buffer.byteLength(proposed.type) +
      proposed.data.length +
      proposed.metadata.length;
    const created = String(BigInt(Date.now()) * 10_000n);
    const record = { ...proposed, position: end, size, revision: stream.length, created };
    places.set(end, records.length);
    end += size;
    stream.push(record);
    records.push(record);
    recent.put(record);
  };
  // The server writes events of its own into streams whose names begin with $: a reader must not take them for the caller's.
  const statistics = { stream: '$stats-127.0.0.1:2113', type: '$statsCollected', isJson: true, metadata: new Uint8Array() };
  add({ ...statistics, id: '00000000-0000-4000-8000-000000000001', data: new TextEncoder().encode('{"sys-cpu":0}') });
  return {
    records,
    stream: (name) => streams.get(name) ?? [],
    end: () => end,
    indexAt: (position) => (position === end ? records.length : places.get(position)),
    forgetRecent: recent.clear,
    onWritten(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write(proposed, checks) {
      const outcome = judge(proposed, checks, (name) => streams.get(name) ?? [], recent);
      if (outcome.type === 'refused') return { type: 'violated', violations: outcome.violations };
      if (outcome.type === 'ready') for (const record of outcome.records) add(record);
      const last = outcome.type === 'ready' ? (records.at(-1)?.position ?? 0) : outcome.position;
      if (outcome.type === 'ready') for (const listener of [...listeners]) listener();
      return { type: 'committed', position: last, revisions: outcome.revisions };
    },
  };
}

type Judgement =
  | { readonly type: 'refused'; readonly violations: readonly Violation[] }
  | {
      readonly type: 'ready';
      readonly records: readonly ProposedRecord[];
      readonly revisions: readonly { readonly stream: string; readonly revision: number }[];
    }
  | {
      readonly type: 'already';
      readonly position: number;
      readonly revisions: readonly { readonly stream: string; readonly revision: number }[];
    };

function judge(
  proposed: readonly ProposedRecord[],
  checks: readonly StateCheck[],
  streamOf: (name: string) => readonly LoggedRecord[],
  recent: RecentEvents,
): Judgement {
  const { states, records } = indexStreams(proposed, checks);
  const results = states.map(({ stream, expected }) => {
    const ids = records.filter((record) => record.stream === stream).map(({ id }) => id);
    return { stream, expected, written: ids.length, result: checkCommit(streamOf(stream), { stream, expected, ids }, recent) };
  });
  const revisions = results.flatMap(({ stream, written, result }) =>
    written > 0 && result.type !== 'failed' ? [{ stream, revision: result.last }] : [],
  );
  return verifyChecks(results, { records, revisions });
}

/** Case is ignored, and an event goes to the stream as it was first spelt (StreamsService.cs, StreamIndex and ExpectedStreamStates). */
function indexStreams(
  proposed: readonly ProposedRecord[],
  checks: readonly StateCheck[],
): { readonly states: readonly StateCheck[]; readonly records: readonly ProposedRecord[] } {
  const states: StateCheck[] = [...checks];
  const spelt = new Map(checks.map(({ stream }) => [stream.toUpperCase(), stream]));
  const records = proposed.map((record) => {
    const known = spelt.get(record.stream.toUpperCase());
    if (known !== undefined) return { ...record, stream: known };
    spelt.set(record.stream.toUpperCase(), record.stream);
    states.push({ stream: record.stream, expected: ANY });
    return record;
  });
  return { states, records };
}

/**
 * StorageWriterService.cs, VerifyCommitChecks: all right is written; when every stream that is written to is a repetition, the
 * write is answered as before, whatever the checks of other streams say by now; everything else is refused, with the
 * repeated streams among the failures. On one node everything is replicated at once, so `IdempotentNotReady`, which drops the
 * write without an answer, does not occur here.
 */
function verifyChecks(
  results: readonly { readonly stream: string; readonly expected: number; readonly written: number; readonly result: CheckResult }[],
  ready: Pick<Extract<Judgement, { readonly type: 'ready' }>, 'records' | 'revisions'>,
): Judgement {
  if (results.every(({ result }) => result.type === 'ok')) return { type: 'ready', ...ready };
  const writing = results.filter(({ written }) => written > 0);
  const repeated = writing.flatMap(({ result }) => (result.type === 'idempotent' ? [result.position] : []));
  if (writing.length > 0 && repeated.length === writing.length)
    return { type: 'already', position: Math.max(...repeated), revisions: ready.revisions };
  return {
    type: 'refused',
    violations: results.flatMap(({ stream, expected, result }, index) =>
      result.type === 'ok' ? [] : [{ index, stream, expected, actual: result.current }],
    ),
  };
}
