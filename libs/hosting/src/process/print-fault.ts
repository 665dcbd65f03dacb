import { type Fault } from '../faults/fault.ts';
import { type Screen } from './screens.ts';

/** What, why, how: one line each. */
export function printFault(screen: Screen, fault: Fault, debug: boolean): number {
  const { code, what, why, how, exit } = fault.text;
  screen.print(`error: ${what} [${code}]`);
  screen.print(`why: ${why}`);
  screen.print(`fix: ${how}`);
  if (debug && fault.stack !== undefined) screen.print(String(fault.cause instanceof Error ? fault.cause.stack : fault.stack));
  return exit;
}
