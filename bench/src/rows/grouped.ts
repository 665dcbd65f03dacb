import { bareInsert } from '../harness/limits.ts';
import { sideBySide } from '../harness/loops.ts';
import { type Measurement, interleave } from '../harness/measure.ts';
import { appender, openStore } from '../harness/stores.ts';
import { type Contender, type RowContext } from '../harness/types.ts';
import { type Peer, asContender } from '../peers/emmett.ts';

export const SAME_GROUPS = 'bare INSERT, one transaction per group of the size ours had';
export const HUNDREDS = 'bare INSERT, one transaction per 100';

/** Rows P2 and P3: callers side by side, so many events a call, against bare inserts in groups as large as ours turned out to be. */
export async function measureGrouped(
  context: RowContext,
  folder: string,
  shape: { readonly callers: number; readonly events: number },
  peers: readonly Peer[],
): Promise<Measurement> {
  const { callers, events } = shape;
  const ours = await openStore(folder);
  let commits = 0;
  let group = callers * events;
  ours.store.onAppended(() => (commits += 1));
  const appenders = Array.from({ length: callers }, () => appender(ours.store, events));
  const us: Contender = {
    role: 'ours',
    name: 'Interlock',
    async run() {
      commits = 0;
      const sample = await sideBySide(callers, context.sampleMs, async (caller) => appenders[caller]?.(), events);
      group = ((sample.more?.['calls'] ?? 0) * events) / Math.max(1, commits);
      return { ...sample, more: { ...sample.more, group } };
    },
    close: ours.close,
  };
  return interleave(
    [
      us,
      ...peers.map((peer) => asContender(peer, { type: 'append', callers, events, ms: context.sampleMs })),
      bareInsert(folder, context.sampleMs, { name: SAME_GROUPS, group: () => group }),
      bareInsert(folder, context.sampleMs, { name: HUNDREDS, group: () => 100 }),
    ],
    context,
  );
}
