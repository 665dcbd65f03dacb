import { type CoreBanking } from '@interlock/kernel';
import { type Chaos } from './chaos.ts';
import { type Life } from './life.ts';
import { lineTo } from './out-of-reach.ts';

/** A bank's core system behind a line that fails now and then, sometimes after the core has acted. */
export function simulatedCore(chaos: Chaos, life: Life, core: CoreBanking): CoreBanking {
  const over = lineTo('core', chaos, life);
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
