import { syncBuiltinESMExports } from 'node:module';
import workers from 'node:worker_threads';

/** What a slow disk adds to each sync. */
export const SLOW_SYNC_MS = 1.5;

/** Worker threads started until `restore` is called wait after each COMMIT as for a slow disk; the log writers are the only ones that commit. */
export function slowDisk(): { readonly restore: () => void } {
  const original = workers.Worker;
  workers.Worker = class extends original {
    constructor(program: string | URL, options: workers.WorkerOptions = {}) {
      super(program, { ...options, execArgv: [...(options.execArgv ?? []), '--import', import.meta.resolve('./slow-sync.ts')] });
    }
  };
  syncBuiltinESMExports();
  return {
    restore() {
      workers.Worker = original;
      syncBuiltinESMExports();
    },
  };
}
