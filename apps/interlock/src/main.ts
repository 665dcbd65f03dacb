import { faultOf } from './faults/fault-of.ts';
import { configOf } from './start/config.ts';
import { printFault, runUntilStopped } from './start/run-until-stopped.ts';
import { screenOn } from './start/screens.ts';

const out = screenOn(process.stdout);
const err = screenOn(process.stderr);
try {
  process.exitCode = await runUntilStopped(configOf(process.env), out, err);
} catch (error) {
  process.exitCode = printFault(err, faultOf(error), process.env['INTERLOCK_DEBUG'] === '1');
}
