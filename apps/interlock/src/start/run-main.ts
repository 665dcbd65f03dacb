import { faultOf } from '../faults/fault-of.ts';
import { configOf } from './config.ts';
import { printFault, runUntilStopped } from './run-until-stopped.ts';
import { screenOn } from './screens.ts';

const out = screenOn(process.stdout);
const err = screenOn(process.stderr);
try {
  process.exitCode = await runUntilStopped(configOf(process.env), out, err);
} catch (error) {
  process.exitCode = printFault(err, faultOf(error), process.env['INTERLOCK_DEBUG'] === '1');
}
