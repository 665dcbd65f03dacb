import { type LineNetwork } from '@interlock/kernel';
import { type Chaos } from './chaos.ts';
import { type Life } from './life.ts';
import { lineTo } from './out-of-reach.ts';

/** An operator's network behind a line that fails now and then, sometimes after the network has acted. */
export function simulatedNetwork(chaos: Chaos, life: Life, network: LineNetwork): LineNetwork {
  const over = lineTo('network', chaos, life);
  return {
    suspend: (request) => over('suspend', () => network.suspend(request)),
    restore: (request) => over('restore', () => network.restore(request)),
    deliver: (request) => over('deliver', () => network.deliver(request)),
  };
}
