import { describe, expect, it } from '@jest/globals';
import { untilHolds } from './kafka-scene.testing.ts';
import { makeOffsetCommits } from './offset-commits.ts';

const TOPIC = 'interlock.lane.police.bank-red';

/** A broker that takes every commit a turn later. */
function commitsToBroker() {
  const taken: (bigint | undefined)[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const commits = makeOffsetCommits({
    consumption: {
      async commit(offsets) {
        inFlight += 1;
        mostInFlight = Math.max(mostInFlight, inFlight);
        await new Promise(setImmediate);
        inFlight -= 1;
        taken.push(offsets.get(TOPIC));
      },
    },
    failed: () => undefined,
  });
  return { commits, taken, mostInFlight: () => mostInFlight };
}

describe('the commits of a consumer', () => {
  it('are few however many batches are handled, and say the newest place', async () => {
    const { commits, taken } = commitsToBroker();
    for (let offset = 1n; offset <= 50n; offset += 1n) {
      commits.mark(TOPIC, offset);
      await new Promise(setImmediate);
    }
    expect(taken).toEqual([1n]);
    await untilHolds(() => taken.at(-1) === 50n);
    expect(taken).toEqual([1n, 50n]);
    await commits.close(false);
  });

  it('are all told at once by a flush and at the end, one request in flight', async () => {
    const { commits, taken, mostInFlight } = commitsToBroker();
    commits.mark(TOPIC, 1n);
    commits.mark(TOPIC, 2n);
    await commits.flush();
    expect(taken).toEqual([2n]);
    commits.mark(TOPIC, 3n);
    commits.mark(TOPIC, 4n);
    await commits.close(false);
    expect([taken, mostInFlight()]).toEqual([[2n, 4n], 1]);
  });
});
