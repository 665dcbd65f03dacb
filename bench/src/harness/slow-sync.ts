import { DatabaseSync } from 'node:sqlite';

/** Loaded into log writers by slowDisk: 1.5 ms, the thread asleep as it would be in the sync. */
const SLEEP_MS = 1.5;
const nobody = new Int32Array(new SharedArrayBuffer(4));
const exec = DatabaseSync.prototype.exec;

DatabaseSync.prototype.exec = function slowly(sql) {
  exec.call(this, sql);
  if (sql === 'COMMIT') Atomics.wait(nobody, 0, 0, SLEEP_MS);
};
