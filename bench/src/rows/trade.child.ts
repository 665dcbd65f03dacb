import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKafkaExchange, openSqliteStores, openSqliteViews, readCertificate } from '@interlock/adapters';
import { steadily } from '../harness/loops.ts';
import { sharedMs } from '../harness/shared-clock.ts';
import { type Answer, answerTasks, settingsHere, tellTrouble } from '../harness/tasks.ts';
import { SEEN_WITHIN_MS, cpuMsSince } from '../harness/trade-in-process.ts';
import { order, ordersView, startTradeNode, tradeDefinition, watchCommits } from '../harness/trade-node.ts';
import { type TradeChildSettings } from '../harness/trade-processes.ts';

/** One agency in a process of its own: its node, log and views as in P6, its lanes over Kafka as its service has them. */
const { code, folder, brokers, certificates, prefix, tells, hears, all } = settings();
const noted: string[] = [];
const seen = new Map<string, number>();
const stores = openSqliteStores({ threads: 1 });
const views = openSqliteViews(join(folder, `${code}-views.sqlite`));
const exchange = await openKafkaExchange({
  ...{ brokers, prefix, node: code },
  certificate: readCertificate(certificates, code),
  report: ({ code: problem, message }) => tellTrouble(`${code} ${problem ?? ''}: ${message}`),
});
const node = await startTradeNode({
  ...{ code, exchange, tells, hears, all },
  definition: hears.length === 0 ? tradeDefinition({}) : tradeDefinition({ views: [ordersView('trade_told', 1, (id) => noted.push(id))] }),
  store: await stores.open(join(folder, `${code}.sqlite`)),
  views: watchCommits(views, 'trade_told', noted, (orderIds) => {
    const at = sharedMs();
    for (const orderId of orderIds) seen.set(orderId, at);
  }),
  // Nothing is lost here; where something is, the row must say so.
  source: { fetch: (lane) => Promise.reject(new Error(`${lane.to} misses facts of ${lane.from}, and fetches none here`)) },
  trouble: tellTrouble,
});
let begun = process.cpuUsage();

answerTasks(
  async (task) => {
    switch (task['type']) {
      case 'ready':
        return ready();
      case 'begin':
        seen.clear();
        begun = process.cpuUsage();
        return {};
      case 'order':
        return give(Number(task['rate']), Number(task['ms']));
      case 'seen':
        return visible(Array.isArray(task['orders']) ? task['orders'] : []);
      case 'spent':
        return { cpuMs: cpuMsSince(begun) };
      default:
        throw new Error(`No such task: ${String(task['type'])}`);
    }
  },
  async () => {
    await node.stop();
    await exchange.close();
    views.close();
    await stores.close();
  },
);

async function ready(): Promise<Answer> {
  while (!exchange.state().isReceiving) await sleep(50);
  return {};
}

async function give(rate: number, ms: number): Promise<Answer> {
  const submitted = new Map<string, number>();
  const accepted = new Map<string, number>();
  await steadily(rate, ms, async () => {
    const orderId = await order(node, tells, (id) => submitted.set(id, sharedMs()));
    accepted.set(orderId, sharedMs());
  });
  return { submitted, accepted };
}

/** These and no others: rows of orders that were given up may still come. */
async function visible(orders: readonly string[]): Promise<Answer> {
  let there = 0;
  for (let waited = 0; waited < SEEN_WITHIN_MS; waited += 10) {
    while (there < orders.length && seen.has(orders[there] ?? '')) there += 1;
    if (there === orders.length) break;
    await sleep(10);
  }
  return { seen: new Map(seen) };
}

function settings(): TradeChildSettings {
  const given: object = settingsHere();
  return given as TradeChildSettings;
}
