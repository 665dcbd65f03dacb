import { Gauge } from 'prom-client';

/** Commands that were sent and not answered, and are asked for now. Registered where metrics are shown. */
export const outcomesUnknown = new Gauge({
  name: 'interlock_outcomes_unknown',
  help: 'Commands that were sent to their node and not answered, and are asked for again now',
  registers: [],
});
