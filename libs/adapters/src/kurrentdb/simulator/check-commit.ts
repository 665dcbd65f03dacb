import { type LoggedRecord } from './logged-record.ts';

/** IndexWriter.cs, CheckCommit: `failed` stands for ConsistencyCheckFailure, and for CorruptedIdempotency, which the writer answers alike. */
export type CheckResult =
  | { readonly type: 'ok'; readonly current: number; readonly last: number }
  | { readonly type: 'idempotent'; readonly current: number; readonly last: number; readonly position: number }
  | { readonly type: 'failed'; readonly current: number };

/** Where events were lately committed: what the weak check looks into. */
export interface RecentEvents {
  put(record: LoggedRecord): void;
  find(id: string): { readonly stream: string; readonly revision: number } | undefined;
  clear(): void;
}

/** ESConsts.cs, CommittedEventsMemCacheLimit. */
const RECENT_BYTES_MAX = 8 * 1024 * 1024;
const EXISTS = -4;
const ANY = -2;
const NO_STREAM = -1;

export function createRecentEvents(): RecentEvents {
  const events = new Map<string, { readonly stream: string; readonly revision: number; readonly bytes: number }>();
  let held = 0;
  return {
    put({ id, stream, revision }) {
      // The size that the constructor of IndexWriter.cs reckons with: id, number, reference and name.
      const bytes = 16 + 4 + 8 + 2 * stream.length;
      events.set(id, { stream, revision, bytes });
      held += bytes;
      for (const [oldest, kept] of events) {
        if (held <= RECENT_BYTES_MAX) return;
        events.delete(oldest);
        held -= kept.bytes;
      }
    },
    find: (id) => events.get(id),
    clear() {
      events.clear();
      held = 0;
    },
  };
}

/** Streams are never deleted here, so the cases of deleted and tombstoned ones are left out. */
export function checkCommit(
  stored: readonly LoggedRecord[],
  write: { readonly stream: string; readonly expected: number; readonly ids: readonly string[] },
  recent: RecentEvents,
): CheckResult {
  const current = stored.length - 1;
  const { expected, ids } = write;
  const ok = { type: 'ok', current, last: current + ids.length } as const;
  if (expected === EXISTS && current < 0) return { type: 'failed', current };
  if (expected === ANY || expected === EXISTS) return checkWeakly(stored, write, recent, ok);
  if (expected > current) return { type: 'failed', current };
  if (expected === current) return ok;
  return checkStrongly(stored, write);
}

/** Without an exact revision only what is remembered of recent events counts: after a restart, or much later, a repetition is written again. */
function checkWeakly(
  stored: readonly LoggedRecord[],
  { stream, ids }: { readonly stream: string; readonly ids: readonly string[] },
  recent: RecentEvents,
  ok: Extract<CheckResult, { readonly type: 'ok' }>,
): CheckResult {
  const known = ids.map((id) => recent.find(id)).map((event) => (event?.stream === stream ? event : undefined));
  if (known[0] === undefined) return ok;
  const last = known.at(-1);
  if (last === undefined || known.includes(undefined)) return { type: 'failed', current: ok.current };
  return { type: 'idempotent', current: ok.current, last: last.revision, position: stored[last.revision]?.position ?? -1 };
}

/** With an exact revision the ids that lie at those very revisions are compared, however old they are. */
function checkStrongly(
  stored: readonly LoggedRecord[],
  { expected, ids }: { readonly expected: number; readonly ids: readonly string[] },
): CheckResult {
  const current = stored.length - 1;
  const first = Math.max(expected, NO_STREAM) + 1;
  const isRepeated = ids.length > 0 && ids.every((id, index) => stored[first + index]?.id === id);
  if (!isRepeated) return { type: 'failed', current };
  const last = first + ids.length - 1;
  return { type: 'idempotent', current, last, position: stored[last]?.position ?? -1 };
}
