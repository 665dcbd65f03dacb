import { parentPort } from 'node:worker_threads';
import { SimulationFailed, simulate } from './simulate.ts';

/** What a thread says of one seed. */
export type SeedReport =
  | { readonly seed: number; readonly ok: true; readonly steps: number; readonly deaths: number }
  | { readonly seed: number; readonly ok: false; readonly invariant: string; readonly message: string };

parentPort?.on('message', (seed: number) => {
  void report(seed).then((said) => parentPort?.postMessage(said));
});

async function report(seed: number): Promise<SeedReport> {
  try {
    const { steps, deaths } = await simulate(seed);
    return { seed, ok: true, steps, deaths };
  } catch (error) {
    const invariant = error instanceof SimulationFailed ? error.invariant : 'the simulation itself works';
    return { seed, ok: false, invariant, message: error instanceof Error ? error.message : String(error) };
  }
}
