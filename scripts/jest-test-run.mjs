import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasEnded, isRunning } from '../libs/adapters/src/processes/end-process.ts';

const PREFIX = 'interlock-tests-';

/**
 * What all spec files of one Jest run share lies in a folder of the run: at first demand a real broker is started there, once for all
 * workers (libs/adapters/src/kafka-broker/shared-broker.ts). A run that demands none starts none.
 */
export function beginTestRun() {
  for (const name of readdirSync(tmpdir())) if (name.startsWith(PREFIX)) removeIfOver(join(tmpdir(), name));
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, 'pid'), String(process.pid));
  process.env.INTERLOCK_TEST_RUN = folder;
}

/** A run that was killed could not clean up; its broker ended with it. */
function removeIfOver(folder) {
  const path = join(folder, 'pid');
  if (existsSync(path) && !isRunning(Number(readFileSync(path, 'utf8')))) rmSync(folder, { recursive: true, force: true });
}

export async function endTestRun() {
  const folder = process.env.INTERLOCK_TEST_RUN;
  if (!folder) return;
  const path = join(folder, 'broker.json');
  if (existsSync(path)) {
    const { pid, skipped, readyMs } = JSON.parse(readFileSync(path, 'utf8'));
    if (skipped !== undefined) process.stdout.write(`kafka: no real broker, its tests were skipped: ${skipped}\n`);
    else {
      process.stdout.write(
        `kafka: tests ran on a real broker, Apache Kafka on this machine, ready after ${(readyMs / 1000).toFixed(1)} s\n`,
      );
      if (isRunning(pid)) process.kill(pid, 'SIGKILL'); // its data goes with it
      await hasEnded(pid, 10_000);
    }
  }
  rmSync(folder, { recursive: true, force: true });
}
