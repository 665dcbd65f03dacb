import { syncLoop } from '../harness/limits.ts';
import { sequentially } from '../harness/loops.ts';
import { interleave } from '../harness/measure.ts';
import { atLeast, atMost, resultOf, short } from '../harness/result.ts';
import { appender, openStore } from '../harness/stores.ts';
import { type Row } from '../harness/types.ts';
import { asContender, available, startEmmett } from '../peers/emmett.ts';

/** P1: sequential appends of one event, a new stream every ten. */
export const p1: Row = {
  id: 'P1',
  title: 'durable append, one caller',
  async run(context) {
    const folder = context.folder('p1');
    const notes: string[] = [];
    const ours = await openStore(folder);
    const append = appender(ours.store);
    const peers = await available([() => startEmmett('sqlite', folder), () => startEmmett('sqlite-shared', folder)], notes);
    const measurement = await interleave(
      [
        { role: 'ours', name: 'Interlock', run: () => sequentially(context.sampleMs, append), close: ours.close },
        ...peers.map((peer) => asContender(peer, { type: 'append', callers: 1, events: 1, ms: context.sampleMs })),
        syncLoop(folder, context.sampleMs),
      ],
      context,
    );
    const [limit] = measurement.limits;
    if (!limit) throw new Error('P1 has a limit');
    const syncMs = limit.more('syncMs');
    notes.push(
      `p50 ${short(measurement.ours.more('p50Ms'))} ms, p99 ${short(measurement.ours.more('p99Ms'))} ms; median fdatasync ${short(syncMs)} ms`,
    );
    return [
      resultOf({ id: 'P1', title: p1.title, unit: 'appends/s', better: 'higher' }, measurement, {
        limit,
        targets: [
          atLeast('ours ÷ limit', measurement.ours.spread.median / limit.spread.median, 0.6),
          atMost('p99', measurement.ours.more('p99Ms'), 8 * syncMs + 2, ' ms'),
        ],
        notes,
      }),
    ];
  },
};
