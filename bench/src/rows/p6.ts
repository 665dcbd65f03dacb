import { syncLoop } from '../harness/limits.ts';
import { interleave } from '../harness/measure.ts';
import { atMost, resultOf, short } from '../harness/result.ts';
import { SLOW_SYNC_MS, slowDisk } from '../harness/slow-disk.ts';
import { startTradeInProcess } from '../harness/trade-in-process.ts';
import { lagSample } from '../harness/trade-lag.ts';
import { type Contender, type Row, type RowContext, type RowResult } from '../harness/types.ts';

const RATE = 500;
const MEASURED_SAMPLES = 2;

/** P6: command accepted at police → row committed in the view of the bank and of the city. */
export const p6: Row = {
  id: 'P6',
  title: 'agency to agency, embedded',
  async run(context) {
    const here = await measure('P6', p6.title, context, 0);
    const slow = slowDisk();
    try {
      return [here, await measure('P6-slow', `${p6.title}, disk slowed by ${SLOW_SYNC_MS} ms a sync`, context, SLOW_SYNC_MS)];
    } finally {
      slow.restore();
    }
  },
};

async function measure(id: string, title: string, context: RowContext, addedMs: number): Promise<RowResult> {
  const folder = context.folder(id);
  const measurement = await interleave(
    [await city(folder, context.sampleMs * MEASURED_SAMPLES), syncLoop(folder, context.sampleMs)],
    context,
  );
  const [syncs] = measurement.limits;
  if (!syncs) throw new Error('P6 has a limit');
  const syncMs = syncs.more('syncMs') + addedMs;
  const p50 = measurement.ours.spread.median;
  const p99 = measurement.ours.more('p99Ms');
  const { ours } = measurement;
  return resultOf(
    { id, title, unit: 'ms (p50)', better: 'lower' },
    { ...measurement, ours },
    {
      targets: [atMost('p50', p50, 3 * syncMs + 1.5, ' ms'), atMost('p99', p99, 12 * syncMs + 8, ' ms')],
      notes: [
        `${RATE} orders/s, p99 ${short(p99)} ms; from submitting: p50 ${short(ours.more('submittedMs'))} ms; median fdatasync ${short(syncMs)} ms`,
        'nobody publishes the same; nodes of the kernel with SQLite logs and views, one order told to two',
      ],
    },
  );
}

async function city(folder: string, ms: number): Promise<Contender> {
  const { play, stop } = await startTradeInProcess(folder);
  return { role: 'ours', name: 'Interlock', run: async () => lagSample(await play(RATE, ms)), close: stop };
}
