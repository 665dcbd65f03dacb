const NS_PER_MS = 1_000_000;

/** Milliseconds of the machine’s monotonic clock: all its processes read the same, while `performance.now()` begins with each of them. */
export function sharedMs(): number {
  return Number(process.hrtime.bigint()) / NS_PER_MS;
}
