import { isRunning } from '@interlock/adapters';
import { type ProcessPlace } from '@interlock/interlock';
import { isOfCity, readRun, starterOf } from './run-file.ts';

/** The processes that should be running on a folder, as their starter wrote them down; none where no city was started, or it was ended. */
export function cityPlaces(data: string): readonly ProcessPlace[] {
  const run = readRun(data);
  if (!run) return [];
  const isThere = starterOf(data) !== undefined;
  return run.services.flatMap(({ name, url, pid }) => {
    const lives = pid !== undefined && isRunning(pid);
    // Nobody begins them again: only those that are left of a starter that is gone are asked.
    if (!isThere) return lives && isOfCity(pid) ? [{ name, url }] : [];
    return [{ name, url, isGone: !lives }];
  });
}
