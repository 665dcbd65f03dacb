import { atLeast, atMost, resultOf, short, timesAsInstalled } from '../harness/result.ts';
import { type Row, type RowContext, type RowResult } from '../harness/types.ts';
import { available, startEmmett } from '../peers/emmett.ts';
import { HUNDREDS, SAME_GROUPS, measureGrouped } from './grouped.ts';

/** P2: many callers, each awaiting its append before the next. */
export const p2: Row = {
  id: 'P2',
  title: 'durable append, many callers',
  run: async (context) => [await withCallers(64, context), await withCallers(256, context)],
};

async function withCallers(callers: number, context: RowContext): Promise<RowResult> {
  const folder = context.folder(`p2-${callers}`);
  const notes: string[] = [];
  const peers = await available([() => startEmmett('sqlite', folder), () => startEmmett('sqlite-shared', folder)], notes);
  const measurement = await measureGrouped(context, folder, { callers, events: 1 }, peers);
  const { ours } = measurement;
  const limit = measurement.limit(SAME_GROUPS);
  notes.push(
    `p50 ${short(ours.more('p50Ms'))} ms, p99 ${short(ours.more('p99Ms'))} ms, ${short(ours.more('group'))} appends a commit`,
    `${HUNDREDS}: ${short(measurement.limit(HUNDREDS).spread.median)}/s`,
  );
  return resultOf({ id: `P2-${callers}`, title: `durable append, ${callers} callers`, unit: 'appends/s', better: 'higher' }, measurement, {
    limit,
    targets: [
      atLeast('ours ÷ limit', ours.spread.median / limit.spread.median, 0.5),
      ...timesAsInstalled(measurement, 10),
      atMost('errors and conflicts', ours.more('refused'), 0),
    ],
    notes,
  });
}
