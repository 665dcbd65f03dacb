import { faultOf, leaveSoon, printFault, screenOn } from '@interlock/hosting';
import { configOf } from './config.ts';
import { runUntilStopped } from './run-until-stopped.ts';

const out = screenOn(process.stdout);
const err = screenOn(process.stderr);
try {
  process.exitCode = await runUntilStopped(configOf(process.env), out, err);
} catch (error) {
  process.exitCode = printFault(err, faultOf(error), process.env['INTERLOCK_DEBUG'] === '1');
}
leaveSoon();
