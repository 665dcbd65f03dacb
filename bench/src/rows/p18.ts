import { fillStreams } from '../harness/fill.ts';
import { interleave } from '../harness/measure.ts';
import { atLeast, atMost, resultOf, short } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';
import { orders, startTrade, tradeDefinition } from '../harness/trade-node.ts';
import { tradeEvent } from '../harness/trade-event.ts';
import { type Contender, type Row, type RowContext, type RowResult } from '../harness/types.ts';
import { asContender, available, startEmmett } from '../peers/emmett.ts';

const CACHED_LOOKS = 2_000;

/** P18: folding a stream from the log, and having it folded already. */
export const p18: Row = {
  id: 'P18',
  title: 'aggregate load',
  run: async (context) => [
    await measure(context, { streams: 200, events: 100, coldMin: 800 }),
    await measure(context, { streams: 3, events: 10_000, coldMin: undefined }),
  ],
};

interface Shape {
  readonly streams: number;
  readonly events: number;
  readonly coldMin: number | undefined;
}

async function measure(context: RowContext, shape: Shape): Promise<RowResult> {
  const { streams, events, coldMin } = shape;
  const id = `P18-${events}`;
  const folder = context.folder(id);
  await fillStreams(folder, 'police', streams, events);
  const notes = ['cold: a node that was just started, each stream for the first time'];
  const peers = await available([() => startEmmett('sqlite', folder), () => startEmmett('sqlite-shared', folder)], notes);
  for (const peer of peers) await peer.ask({ type: 'fill', streams: Math.min(streams, 20), events });
  const measurement = await interleave(
    [
      { role: 'ours', name: 'Interlock', run: () => loads(folder, shape) },
      ...peers.map((peer) => asContender(peer, { type: 'load', streams: Math.min(streams, 20), ms: context.sampleMs })),
      parseOnly(context.sampleMs, events),
    ],
    context,
  );
  const [limit] = measurement.limits;
  if (!limit) throw new Error('P18 has a limit');
  const cachedUs = measurement.ours.more('cachedUs');
  notes.push(`cached: ${short(cachedUs)} µs a load`);
  return resultOf({ id, title: `aggregate load, ${events} events, cold`, unit: 'loads/s', better: 'higher' }, measurement, {
    limit,
    targets: [
      ...(coldMin === undefined ? [] : [atLeast('cold loads/s', measurement.ours.spread.median, coldMin)]),
      atMost('cached load', cachedUs, 50, ' µs'),
    ],
    notes,
  });
}

async function loads(folder: string, { streams, events }: Shape) {
  const nodes = await startTrade(folder, { police: tradeDefinition({}) });
  const { context } = nodes.node('police');
  const begun = performance.now();
  for (let number = 0; number < streams; number += 1) {
    const { version } = await context.load(orders, String(number));
    if (version !== events - 1) throw new Error(`Stream ${number} folded to ${version}`);
  }
  const coldMs = performance.now() - begun;
  const looks: number[] = [];
  for (let look = 0; look < CACHED_LOOKS; look += 1) {
    const from = performance.now();
    await context.load(orders, String(look % streams));
    looks.push(performance.now() - from);
  }
  await nodes.stop();
  return { value: (streams * 1_000) / coldMs, more: { cachedUs: median(looks) * 1_000 } };
}

function parseOnly(ms: number, events: number): Contender {
  const lines = Array.from({ length: events }, () => tradeEvent('order-limit').bytes);
  const decoder = new TextDecoder();
  return {
    role: 'limit',
    name: 'JSON.parse of the same events',
    run() {
      const begun = performance.now();
      let rounds = 0;
      for (; performance.now() - begun < ms; rounds += 1) for (const bytes of lines) JSON.parse(decoder.decode(bytes));
      return Promise.resolve({ value: (rounds * 1_000) / (performance.now() - begun) });
    },
  };
}
