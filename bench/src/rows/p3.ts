import { atLeast, resultOf, short, timesAsInstalled } from '../harness/result.ts';
import { type Row, type RowContext, type RowResult } from '../harness/types.ts';
import { type Peer, available, startEmmett } from '../peers/emmett.ts';
import { type PostgresServer, startPostgres } from '../peers/postgres.ts';
import { HUNDREDS, SAME_GROUPS, measureGrouped } from './grouped.ts';

const BATCH_EVENTS = 100;

/** P3: a hundred events an append. */
export const p3: Row = {
  id: 'P3',
  title: 'batches of 100',
  async run(context) {
    const skipped: string[] = [];
    const [postgres] = await available([startPostgres], skipped);
    try {
      return [await withCallers(1, context, postgres, skipped), await withCallers(8, context, postgres, skipped)];
    } finally {
      await postgres?.stop();
    }
  },
};

async function withCallers(
  callers: number,
  context: RowContext,
  postgres: PostgresServer | undefined,
  skipped: readonly string[],
): Promise<RowResult> {
  const folder = context.folder(`p3-${callers}`);
  const notes = [...skipped];
  const openers: (() => Promise<Peer>)[] = [
    () => startEmmett('sqlite', folder),
    () => startEmmett('sqlite-shared', folder),
    ...(postgres ? [() => startEmmett('postgres', postgres.address)] : []),
  ];
  const peers = await available(openers, notes);
  const measurement = await measureGrouped(context, folder, { callers, events: BATCH_EVENTS }, peers);
  const { ours } = measurement;
  const limit = measurement.limit(callers === 1 ? HUNDREDS : SAME_GROUPS);
  notes.push(`p50 ${short(ours.more('p50Ms'))} ms, p99 ${short(ours.more('p99Ms'))} ms, ${short(ours.more('group'))} events a commit`);
  return resultOf({ id: `P3-${callers}`, title: `batches of 100, ${callers} caller(s)`, unit: 'events/s', better: 'higher' }, measurement, {
    limit,
    targets: [atLeast('ours ÷ limit', ours.spread.median / limit.spread.median, 0.5), ...timesAsInstalled(measurement, 4)],
    notes,
  });
}
