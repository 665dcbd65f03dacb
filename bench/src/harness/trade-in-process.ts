import { setTimeout as sleep } from 'node:timers/promises';
import { steadily } from './loops.ts';
import { type Trade, arrivedAt } from './trade-lag.ts';
import { order, ordersView, startTrade, tradeDefinition, watchCommits } from './trade-node.ts';

/** Whom police tells of each order. */
export const RECIPIENTS = ['bank', 'city'] as const;

/** Police that orders, and two who are told, wherever they run. */
export interface TradingCity {
  /** So many orders a second for so many milliseconds; resolves when all are visible, or some have not become so in five seconds. */
  play(rate: number, ms: number): Promise<Trade>;
  stop(): Promise<void>;
}

export const SEEN_WITHIN_MS = 5_000;
const US_PER_MS = 1_000;

/** All of them in this process, by the exchange in memory. */
export async function startTradeInProcess(folder: string): Promise<TradingCity> {
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
  return {
    async play(rate, ms) {
      const submitted = new Map<string, number>();
      const accepted = new Map<string, number>();
      const before = process.cpuUsage();
      const police = nodes.node('police');
      await steadily(rate, ms, async () => {
        const orderId = await order(police, RECIPIENTS, (id) => submitted.set(id, performance.now()));
        accepted.set(orderId, performance.now());
      });
      const soFar = { seen: [...seen.values()] };
      for (let waited = 0; waited < SEEN_WITHIN_MS && [...accepted.keys()].some((id) => Number.isNaN(arrivedAt(soFar, id))); waited += 10)
        await sleep(10);
      const cpuMs = cpuMsSince(before);
      const found = soFar.seen.map((rows) => new Map(rows));
      for (const rows of soFar.seen) rows.clear();
      return { submitted, accepted, seen: found, cpuMs };
    },
    stop: nodes.stop,
  };
}

/** Of this process, all its threads. */
export function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / US_PER_MS;
}
