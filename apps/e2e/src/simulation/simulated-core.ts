import { type CoreBanking } from '@interlock/kernel';
import { type Chaos } from './chaos.ts';
import { cross } from './crossing.ts';
import { type Life } from './life.ts';

class CoreOutOfReach extends Error {
  override readonly name = 'CoreOutOfReach';
  readonly code = 'CORE_UNAVAILABLE';
}

/** A bank's core system behind a line that fails now and then, sometimes after the core has acted. */
export function simulatedCore(chaos: Chaos, life: Life, core: CoreBanking): CoreBanking {
  const over = <Result>(name: string, perform: () => Promise<Result>): Promise<Result> =>
    cross(chaos, life, {
      name: `core ${name}`,
      perform,
      refusal: () => (chaos.happens('outsideRefuses') ? new CoreOutOfReach('The core is out of reach') : undefined),
      unknown: () => (chaos.happens('outsideUnknown') ? new CoreOutOfReach('No answer from the core') : undefined),
    });
  return {
    stop: (request) => over('stop', () => core.stop(request)),
    release: (request) => over('release', () => core.release(request)),
    freeze: (request) => over('freeze', () => core.freeze(request)),
    extendFreeze: (request) => over('extendFreeze', () => core.extendFreeze(request)),
    unfreeze: (request) => over('unfreeze', () => core.unfreeze(request)),
    bookings: (request) => over('bookings', () => core.bookings(request)),
    owns: (accountRef) => over('owns', () => core.owns(accountRef)),
  };
}
