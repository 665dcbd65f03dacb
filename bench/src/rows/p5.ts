import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, START, decodeEvent } from '@interlock/kernel';
import { steadily } from '../harness/loops.ts';
import { interleave } from '../harness/measure.ts';
import { resultOf, short } from '../harness/result.ts';
import { quantile } from '../harness/statistics.ts';
import { openStore } from '../harness/stores.ts';
import { tradeEvent } from '../harness/trade-event.ts';
import { order, ordersView, startTrade, tradeDefinition } from '../harness/trade-node.ts';
import { type Contender, type Row, type RowContext, type RowResult, type Sample, type Target } from '../harness/types.ts';
import { workerRoundTrip } from '../harness/worker-round-trip.ts';
import { asContender, available, startEmmett } from '../peers/emmett.ts';

const RATE = 1_000;
/** What Emmett takes from one caller without falling behind. */
const PEER_RATE = 50;
const MEASURED_SAMPLES = 2;
const SEEN_WITHIN_MS = 5_000;

/** P5: append acknowledged → handler entered; once a subscriber of the store, once a view of a node. */
export const p5: Row = {
  id: 'P5',
  title: 'live tail',
  async run(context) {
    const ms = context.sampleMs * MEASURED_SAMPLES;
    const folder = context.folder('p5');
    const subscribed = await subscriber(folder, ms);
    const viewed = await viewer(context.folder('p5-node'), ms);
    return [
      await measure({ id: 'P5', title: 'live tail, subscriber of a store' }, subscribed, context, ms),
      await measure({ id: 'P5-node', title: 'live tail, view of a node' }, viewed, context, ms),
    ];
  },
};

async function measure(
  head: { readonly id: string; readonly title: string },
  ours: Contender,
  context: RowContext,
  ms: number,
): Promise<RowResult> {
  const notes = [`${RATE} appends/s; a handler entered before its caller heard of the append counts as 0`];
  const peers = await available(
    [() => startEmmett('sqlite', context.folder(head.id)), () => startEmmett('sqlite-shared', context.folder(head.id))],
    notes,
  );
  const measurement = await interleave(
    [ours, ...peers.map((peer) => asContender(peer, { type: 'tail', rate: PEER_RATE, ms })), workerRoundTrip(RATE, ms)],
    context,
  );
  const [limit] = measurement.limits;
  if (!limit) throw new Error('P5 has a limit');
  const p50 = measurement.ours.spread.median;
  const p99 = measurement.ours.more('p99Ms');
  notes.push(`p99 ${short(p99)} ms; worker-thread round trip p99 ${short(limit.more('p99Ms'))} ms; Emmett at ${PEER_RATE}/s`);
  return resultOf({ ...head, unit: 'ms (p50)', better: 'lower' }, measurement, {
    limit,
    targets: [within('p50', p50, 1, 5 * limit.spread.median), within('p99', p99, 5, 20 * limit.spread.median)],
    notes,
  });
}

/** Below so many milliseconds, or on a slow machine below a multiple of a thread’s round trip. */
function within(what: string, actual: number, mostMs: number, orMs: number): Target {
  return { text: `${what} < ${mostMs} ms or ≤ ${short(orMs)} ms`, actual: `${short(actual)} ms`, isMet: actual < mostMs || actual <= orMs };
}

async function subscriber(folder: string, ms: number): Promise<Contender> {
  const { store, close } = await openStore(folder);
  const entered = new Map<string, number>();
  const abort = new AbortController();
  const following = follow(store, abort.signal, entered);
  return {
    role: 'ours',
    name: 'Interlock',
    run: () =>
      lagOf(ms, entered, async (acknowledged) => {
        const stream = `order-${randomUUID()}`;
        const event = tradeEvent(stream);
        await store.append([{ stream, expected: 'no-stream', events: [event] }]);
        acknowledged(event.id);
      }),
    async close() {
      abort.abort();
      await following;
      await close();
    },
  };
}

async function follow(store: EventStore, signal: AbortSignal, entered: Map<string, number>): Promise<void> {
  for await (const message of store.subscribeAll({ after: START, signal }))
    if (message.type === 'event') {
      entered.set(message.event.id, performance.now());
      decodeEvent(message.event);
    }
}

async function viewer(folder: string, ms: number): Promise<Contender> {
  const entered = new Map<string, number>();
  const rows = ordersView('trade_orders', 1, (orderId) => entered.set(orderId, performance.now()));
  const nodes = await startTrade(folder, { police: tradeDefinition({ views: [rows] }) });
  return {
    role: 'ours',
    name: 'Interlock',
    run: () => lagOf(ms, entered, async (acknowledged) => acknowledged(await order(nodes.node('police'), []))),
    close: nodes.stop,
  };
}

async function lagOf(
  ms: number,
  entered: Map<string, number>,
  append: (acknowledged: (id: string) => void) => Promise<void>,
): Promise<Sample> {
  const acknowledged = new Map<string, number>();
  await steadily(RATE, ms, () => append((id) => acknowledged.set(id, performance.now())));
  for (let waited = 0; waited < SEEN_WITHIN_MS && [...acknowledged.keys()].some((id) => !entered.has(id)); waited += 10) await sleep(10);
  const lags = [...acknowledged].map(([id, at]) => Math.max(0, (entered.get(id) ?? Number.NaN) - at));
  const seen = lags.filter((lag) => !Number.isNaN(lag));
  entered.clear();
  const lost = lags.length - seen.length;
  return {
    value: quantile(seen, 0.5),
    more: { p99Ms: quantile(seen, 0.99) },
    ...(lost > 0 && { faults: [`${lost} events never reached the handler`] }),
  };
}
