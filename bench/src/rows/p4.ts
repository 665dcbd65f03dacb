import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillLog } from '../harness/fill.ts';
import { interleave } from '../harness/measure.ts';
import { atLeast, atMost, resultOf, short, timesAsInstalled } from '../harness/result.ts';
import { quantile } from '../harness/statistics.ts';
import { order, ordersView, startTrade, tradeDefinition } from '../harness/trade-node.ts';
import { tradeEvent } from '../harness/trade-event.ts';
import { type Contender, type Row, type Sample } from '../harness/types.ts';
import { asContender, available, startEmmett } from '../peers/emmett.ts';

const LIVE_RATE = 200;
const QUERY_EVERY_MS = 10;
const PEER_EVENTS = 5_000;
const LIMIT_BATCH = 500;

/** P4: one view is rebuilt from the whole log while orders come in and another view of them is asked. */
export const p4: Row = {
  id: 'P4',
  title: 'rebuild one view',
  async run(context) {
    const folder = context.folder('p4');
    const events = context.isLarge ? 1_000_000 : 100_000;
    context.tell(`P4 stores ${events} events first …`);
    await fillLog(join(folder, 'police.sqlite'), events);
    await catchUp(folder, events);
    const notes = [`${events} events in the log${context.isLarge ? '' : ' (1,000,000 with --large)'}, ${LIVE_RATE} orders/s meanwhile`];
    const peers = await available([() => startEmmett('sqlite', folder)], notes);
    for (const peer of peers) await peer.ask({ type: 'fill', streams: PEER_EVENTS / 100, events: 100 });
    let version = 1;
    const measurement = await interleave(
      [
        { role: 'ours', name: 'Interlock', run: () => rebuild(folder, events, (version += 1)) },
        ...peers.map((peer) => asContender(peer, { type: 'consume', events: PEER_EVENTS, withinMs: 15_000 })),
        parseAndUpsert(folder, events),
      ],
      context,
      { warmUps: context.isLarge ? 0 : 1 },
    );
    const { ours, limits } = measurement;
    const [limit] = limits;
    if (!limit) throw new Error('P4 has a limit');
    notes.push(
      `live lag p99 ${short(ours.more('lagP99Ms'))} ms; longest time the event loop was held ${short(ours.more('stallMs'))} ms`,
      'Emmett’s consumer only counts the events, it writes no view',
    );
    return [
      resultOf({ id: 'P4', title: p4.title, unit: 'events/s', better: 'higher' }, measurement, {
        limit,
        targets: [
          atLeast('ours ÷ limit', ours.spread.median / limit.spread.median, 0.5),
          ...timesAsInstalled(measurement, 10),
          atMost('failed queries', ours.more('failed'), 0),
          atMost('live lag p99', ours.more('lagP99Ms'), 1_000, ' ms'),
        ],
        notes,
      }),
    ];
  },
};

/** The view that is live during every rebuild. */
async function catchUp(folder: string, events: number): Promise<void> {
  const done = Promise.withResolvers<void>();
  const live = ordersView('trade_live', 1, (_id, position) => {
    if (position >= BigInt(events - 1)) done.resolve();
  });
  const nodes = await startTrade(folder, { police: tradeDefinition({ views: [live] }) });
  await done.promise;
  await nodes.stop();
}

async function rebuild(folder: string, events: number, version: number): Promise<Sample> {
  const due = new Map<string, number>();
  const lags: number[] = [];
  let finishedAt = 0;
  const live = ordersView('trade_live', 1, (orderId) => {
    const from = due.get(orderId);
    if (from !== undefined) lags.push(performance.now() - from);
  });
  const rebuilt = ordersView('trade_rebuilt', version, (_id, position) => {
    if (finishedAt === 0 && position >= BigInt(events - 1)) finishedAt = performance.now();
  });
  const begun = performance.now();
  const nodes = await startTrade(folder, { police: tradeDefinition({ views: [live, rebuilt] }) });
  const police = nodes.node('police');
  let failed = 0;
  let stallMs = 0;
  let looked = performance.now();
  const queries = setInterval(() => {
    stallMs = Math.max(stallMs, performance.now() - looked - QUERY_EVERY_MS);
    looked = performance.now();
    try {
      if (police.views.list(live, { limit: 20 }).items.length === 0) failed += 1;
    } catch {
      failed += 1;
    }
  }, QUERY_EVERY_MS);
  // An order is due whether or not the event loop was free to take it: lag counts from then.
  const appends: Promise<unknown>[] = [];
  while (finishedAt === 0 || appends.length < LIVE_RATE / 4) {
    const dueAt = begun + (appends.length * 1_000) / LIVE_RATE;
    if (dueAt > performance.now()) await sleep(1);
    else appends.push(order(police, [], (orderId) => due.set(orderId, dueAt)));
  }
  await Promise.all(appends);
  await police.settled();
  clearInterval(queries);
  await nodes.stop();
  const lost = appends.length - lags.length;
  return {
    value: (events * 1_000) / (finishedAt - begun),
    more: { lagP99Ms: quantile(lags, 0.99), failed, stallMs },
    ...(lost > 0 && { faults: [`${lost} live orders were not seen by the live view`] }),
  };
}

/** As many rows as ours has, under keys as scattered: a table that outgrows the cache is slower for everybody. */
function parseAndUpsert(folder: string, events: number): Contender {
  const db = new DatabaseSync(join(folder, 'upsert.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000');
  const lines = Array.from({ length: 1_000 }, () => tradeEvent('order-limit').bytes);
  const decoder = new TextDecoder();
  return {
    role: 'limit',
    name: 'JSON.parse + upsert loop',
    run() {
      db.exec('DROP TABLE IF EXISTS rows; CREATE TABLE rows (key TEXT PRIMARY KEY, account TEXT, fen INTEGER, at TEXT)');
      const upsert = db.prepare(`INSERT INTO rows VALUES (?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET account = excluded.account, fen = excluded.fen, at = excluded.at`);
      const begun = performance.now();
      for (let done = 0; done < events; done += LIMIT_BATCH) {
        db.exec('BEGIN');
        for (let i = done; i < done + LIMIT_BATCH; i += 1) {
          const { data } = JSON.parse(decoder.decode(lines[i % lines.length]));
          upsert.run(randomUUID(), data.accountRef, data.amountFen, data.orderedAt);
        }
        db.exec('COMMIT');
      }
      return Promise.resolve({ value: (events * 1_000) / (performance.now() - begun) });
    },
    close: () => db.close(),
  };
}
