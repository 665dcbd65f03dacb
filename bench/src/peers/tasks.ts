import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sideBySide, steadily } from '../harness/loops.ts';
import { quantile } from '../harness/statistics.ts';
import { peerAppender } from '../harness/stores.ts';
import { plainEvent } from '../harness/trade-event.ts';
import { type Sample } from '../harness/types.ts';
import { type PeerStore } from './emmett-store.ts';

/** What a competitor is asked to do; runs whole in its process, so that asking costs nothing. */
export type Task =
  | { readonly type: 'append'; readonly callers: number; readonly events: number; readonly ms: number }
  /** Stores so many streams of so many events; they are named `filled-0`, `filled-1`, … */
  | { readonly type: 'fill'; readonly streams: number; readonly events: number }
  | { readonly type: 'load'; readonly streams: number; readonly ms: number }
  | { readonly type: 'consume'; readonly events: number; readonly withinMs: number }
  | { readonly type: 'tail'; readonly rate: number; readonly ms: number };

export function doTask(store: PeerStore, task: Task): Promise<Sample> {
  switch (task.type) {
    case 'append':
      return append(store, task);
    case 'fill':
      return fill(store, task);
    case 'load':
      return load(store, task);
    case 'consume':
      return consume(store, task);
    case 'tail':
      return tail(store, task);
  }
}

async function append(store: PeerStore, { callers, events, ms }: Extract<Task, { type: 'append' }>): Promise<Sample> {
  const calls = Array.from({ length: callers }, () =>
    peerAppender((stream, count) => store.append(stream, Array.from({ length: count }, plainEvent)), events),
  );
  return sideBySide(callers, ms, async (caller) => calls[caller]?.(), events);
}

const FILL_BATCH = 100;

async function fill(store: PeerStore, { streams, events }: Extract<Task, { type: 'fill' }>): Promise<Sample> {
  for (let stream = 0; stream < streams; stream += 1)
    for (let done = 0; done < events; done += FILL_BATCH)
      await store.append(`filled-${stream}`, Array.from({ length: Math.min(FILL_BATCH, events - done) }, plainEvent));
  return { value: streams * events };
}

async function load(store: PeerStore, { streams, ms }: Extract<Task, { type: 'load' }>): Promise<Sample> {
  const begun = performance.now();
  let loads = 0;
  let events = 0;
  for (; performance.now() - begun < ms; loads += 1) events = await store.load(`filled-${loads % streams}`);
  return { value: (loads * 1_000) / (performance.now() - begun), more: { events } };
}

async function consume(store: PeerStore, { events, withinMs }: Extract<Task, { type: 'consume' }>): Promise<Sample> {
  let seen = 0;
  const all = Promise.withResolvers<void>();
  const begun = performance.now();
  const stop = await store.consume(`from-start-${randomUUID()}`, () => {
    seen += 1;
    if (seen === events) all.resolve();
  });
  const late = sleep(withinMs, undefined, { ref: false });
  await Promise.race([all.promise, late]);
  const ms = performance.now() - begun;
  await stop();
  return {
    value: (seen * 1_000) / ms,
    ...(seen < events && { faults: [`${events - seen} of ${events} events not handled within ${withinMs} ms`] }),
  };
}

async function tail(store: PeerStore, { rate, ms }: Extract<Task, { type: 'tail' }>): Promise<Sample> {
  const acknowledged = new Map<unknown, number>();
  const entered = new Map<unknown, number>();
  await store.append('tail-first', [plainEvent()]); // its consumer needs tables that the first append makes
  const stop = await store.consume(`tail-${randomUUID()}`, (data) => entered.set(data['orderId'], performance.now()));
  let refused = 0;
  await steadily(rate, ms, async () => {
    const event = plainEvent();
    try {
      await store.append(`tail-${randomUUID()}`, [event]);
      acknowledged.set(event.data['orderId'], performance.now());
    } catch {
      refused += 1;
    }
  });
  for (let waited = 0; waited < 5_000 && [...acknowledged.keys()].some((id) => !entered.has(id)); waited += 100) await sleep(100);
  await stop();
  const lags = [...acknowledged].map(([id, at]) => (entered.get(id) ?? Number.NaN) - at);
  const handled = lags.filter((lag) => !Number.isNaN(lag));
  const faults = [
    ...(refused > 0 ? [`${refused} of ${refused + lags.length} appends refused`] : []),
    ...(handled.length < lags.length ? [`${lags.length - handled.length} acknowledged events never reached the handler within 5 s`] : []),
  ];
  return { value: quantile(handled, 0.5), more: { p99Ms: quantile(handled, 0.99) }, ...(faults.length > 0 && { faults }) };
}
