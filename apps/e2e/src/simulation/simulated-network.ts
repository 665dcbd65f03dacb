import { type LineNetwork } from '@interlock/kernel';
import { type Chaos } from './chaos.ts';
import { cross } from './crossing.ts';
import { type Life } from './life.ts';

class NetworkOutOfReach extends Error {
  override readonly name = 'NetworkOutOfReach';
  readonly code = 'NETWORK_UNAVAILABLE';
}

/** An operator's network behind a line that fails now and then, sometimes after the network has acted. */
export function simulatedNetwork(chaos: Chaos, life: Life, network: LineNetwork): LineNetwork {
  const over = <Result>(name: string, perform: () => Promise<Result>): Promise<Result> =>
    cross(chaos, life, {
      name: `network ${name}`,
      perform,
      refusal: () => (chaos.happens('outsideRefuses') ? new NetworkOutOfReach('The network is out of reach') : undefined),
      unknown: () => (chaos.happens('outsideUnknown') ? new NetworkOutOfReach('No answer from the network') : undefined),
    });
  return {
    suspend: (request) => over('suspend', () => network.suspend(request)),
    restore: (request) => over('restore', () => network.restore(request)),
    deliver: (request) => over('deliver', () => network.deliver(request)),
  };
}
