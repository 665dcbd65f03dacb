import { statSync } from 'node:fs';
import { verifySqliteLog } from '@interlock/adapters';
import { EXIT, Fault } from '../faults/fault.ts';

/** Logs up to this size are read whole before they are used; of larger ones the end, and the rest while it runs. */
export const READ_WHOLE_BYTES = 16 * 1_048_576;

/** A damaged log must not be written further: what follows damage could hide it. */
export function refuseDamaged(path: string): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes === 0 || bytes > READ_WHOLE_BYTES) return;
  const verdict = verifySqliteLog(path);
  if (verdict.sound) return;
  const where = verdict.firstBadPosition === undefined ? '' : ` at position ${String(verdict.firstBadPosition)}`;
  throw new Fault({
    code: 'STORE_DAMAGED',
    what: 'Its log is damaged',
    why: `${path}${where}: ${verdict.reason}`,
    how: 'keep the folder as it is for evidence, and put the node back from a backup (`interlock restore`); `interlock verify` says how far it is sound',
    exit: EXIT.failed,
  });
}
