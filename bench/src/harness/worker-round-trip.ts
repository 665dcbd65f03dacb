import { Worker } from 'node:worker_threads';
import { steadily } from './loops.ts';
import { quantile } from './statistics.ts';
import { type Contender } from './types.ts';

/** A message to a worker thread and back, at the same rate as the row’s. */
export function workerRoundTrip(rate: number, ms: number): Contender {
  const worker = new Worker(new URL('./echo.worker.ts', import.meta.url));
  const waiting = new Map<number, () => void>();
  worker.on('message', (index: number) => waiting.get(index)?.());
  return {
    role: 'limit',
    name: 'worker-thread round trip',
    async run() {
      const durations: number[] = [];
      waiting.clear();
      await steadily(rate, ms, async (index) => {
        const from = performance.now();
        await new Promise<void>((resolve) => {
          waiting.set(index, resolve);
          worker.postMessage(index);
        });
        durations.push(performance.now() - from);
      });
      return { value: quantile(durations, 0.5), more: { p99Ms: quantile(durations, 0.99) } };
    },
    async close() {
      await worker.terminate();
    },
  };
}
