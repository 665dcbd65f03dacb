import { eventStoreSuite } from '../conformance/event-store/event-store.suite.ts';
import { makeMemoryEventStore } from './memory-event-store.ts';

const NOTHING_STAYS = 'nothing stays in memory';
const NO_FILE = 'no file';

eventStoreSuite(
  'memory',
  async () => {
    const store = makeMemoryEventStore();
    return { store, dispose: () => store.close() };
  },
  {
    durable: false,
    notApplicable: {
      14: NOTHING_STAYS,
      46: NOTHING_STAYS,
      47: NOTHING_STAYS,
      48: NO_FILE,
      49: NO_FILE,
      51: NO_FILE,
      52: 'one process, no leader',
      53: NOTHING_STAYS,
      55: NO_FILE,
      56: NOTHING_STAYS,
      57: NOTHING_STAYS,
    },
  },
);
