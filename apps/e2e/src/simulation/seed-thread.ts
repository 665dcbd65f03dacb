import { Worker } from 'node:worker_threads';
import { type SeedReport } from './simulate.worker.ts';

/** A seed takes less than a second; one that is still at work after so long turns in a circle. */
const SEED_MS_MAX = 300_000;

/** Simulates seed after seed in a thread of its own, where nothing of who asks slows it down. */
export interface SeedThread {
  run(seed: number): Promise<SeedReport>;
  close(): Promise<void>;
}

/** @param program the built `simulate.worker`: a thread is started with JavaScript */
export function startSeedThread(program: URL): SeedThread {
  let worker: Worker | undefined;
  const close = async (): Promise<void> => {
    await worker?.terminate();
    worker = undefined;
  };
  return {
    async run(seed) {
      worker ??= new Worker(program);
      const report = await reportOf(worker, seed);
      // What a failed run left behind must not disturb the next one.
      if (!report.ok) await close();
      return report;
    },
    close,
  };
}

function reportOf(worker: Worker, seed: number): Promise<SeedReport> {
  return new Promise((resolve) => {
    const end = (report: SeedReport): void => {
      clearTimeout(late);
      worker.off('message', end);
      worker.off('error', broken);
      resolve(report);
    };
    const fail = (invariant: string, message: string): void => {
      end({ seed, ok: false, invariant, message });
    };
    const late = setTimeout(() => {
      fail('a simulation comes to its end', `no end after ${String(SEED_MS_MAX / 1_000)} s`);
    }, SEED_MS_MAX);
    const broken = (error: unknown): void => {
      fail('nothing is thrown that nobody catches', String(error));
    };
    worker.on('message', end);
    worker.on('error', broken);
    worker.postMessage(seed);
  });
}

/** How a seed is seen again. */
export function replayLine(seed: number): string {
  return `Replay it: INTERLOCK_SEED=${String(seed)} npm run test:simulation`;
}
