const LEFT_MS = 1_000;

/** All is done, and the exit code is set. What a broker that hangs still owes an answer to keeps no process. */
export function leaveSoon(): void {
  setTimeout(() => process.exit(), LEFT_MS).unref();
}
