import { StoreError } from '@interlock/kernel';
import type { KurrentOptions, KurrentStores } from './kurrent-event-store.ts';
import type { KurrentSimulator, SimulatorOptions } from './simulator/kurrent-simulator.ts';

/** Event stores of this process on one server. Its client takes a fifth of a second to load: only who opens a log there pays it. */
export function openKurrentStores(options: KurrentOptions): KurrentStores {
  let loading: Promise<KurrentStores> | undefined;
  let isClosed = false;
  return {
    async open(prefix) {
      if (isClosed) throw new StoreError('STORE_CLOSED', 'The stores on KurrentDB are closed');
      loading ??= import('./kurrent-event-store.ts').then((module) => module.openKurrentStores(options));
      return (await loading).open(prefix);
    },
    async close() {
      isClosed = true;
      await (await loading)?.close();
    },
  };
}

export async function startKurrentSimulator(options: SimulatorOptions = {}): Promise<KurrentSimulator> {
  const module = await import('./simulator/kurrent-simulator.ts');
  return module.startKurrentSimulator(options);
}
