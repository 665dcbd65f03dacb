import { setTimeout as sleep } from 'node:timers/promises';
import { syncLoop } from '../harness/limits.ts';
import { steadily } from '../harness/loops.ts';
import { interleave } from '../harness/measure.ts';
import { atMost, resultOf, short } from '../harness/result.ts';
import { SLOW_SYNC_MS, slowDisk } from '../harness/slow-disk.ts';
import { quantile } from '../harness/statistics.ts';
import { type TradeNodes, order, ordersView, startTrade, tradeDefinition, watchCommits } from '../harness/trade-node.ts';
import { type Contender, type Row, type RowContext, type RowResult, type Sample } from '../harness/types.ts';

const RATE = 500;
const MEASURED_SAMPLES = 2;
const RECIPIENTS = ['bank', 'city'] as const;
const SEEN_WITHIN_MS = 5_000;

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
  const seen = new Map<string, Map<string, number>>(RECIPIENTS.map((code) => [code, new Map()]));
  const noted = new Map<string, string[]>(RECIPIENTS.map((code) => [code, []]));
  const recipient = (code: string) =>
    tradeDefinition({ views: [ordersView('trade_told', 1, (orderId) => noted.get(code)?.push(orderId))] });
  const nodes = await startTrade(
    folder,
    { police: tradeDefinition({}), bank: recipient('bank'), city: recipient('city') },
    {
      tells: { police: RECIPIENTS },
      viewsOf: (code, views) =>
        watchCommits(views, 'trade_told', noted.get(code) ?? [], (orderIds, at) => {
          for (const orderId of orderIds) seen.get(code)?.set(orderId, at);
        }),
    },
  );
  return { role: 'ours', name: 'Interlock', run: () => play(nodes, ms, seen), close: nodes.stop };
}

async function play(nodes: TradeNodes, ms: number, seen: ReadonlyMap<string, Map<string, number>>): Promise<Sample> {
  const submitted = new Map<string, number>();
  const accepted = new Map<string, number>();
  const police = nodes.node('police');
  await steadily(RATE, ms, async () => {
    const orderId = await order(police, RECIPIENTS, (id) => submitted.set(id, performance.now()));
    accepted.set(orderId, performance.now());
  });
  const arrived = (orderId: string): number => Math.max(...[...seen.values()].map((rows) => rows.get(orderId) ?? Number.NaN));
  for (let waited = 0; waited < SEEN_WITHIN_MS && [...accepted.keys()].some((id) => Number.isNaN(arrived(id))); waited += 10)
    await sleep(10);
  const lags = [...accepted].map(([id, at]) => arrived(id) - at).filter((lag) => !Number.isNaN(lag));
  const fromSubmitting = [...submitted].map(([id, at]) => arrived(id) - at).filter((lag) => !Number.isNaN(lag));
  const lost = accepted.size - lags.length;
  for (const rows of seen.values()) rows.clear();
  return {
    value: quantile(lags, 0.5),
    more: { p99Ms: quantile(lags, 0.99), submittedMs: quantile(fromSubmitting, 0.5) },
    ...(lost > 0 && { faults: [`${lost} orders never became visible`] }),
  };
}
