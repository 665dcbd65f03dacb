import { describe, expect, it } from '@jest/globals';
import { makeMetrics } from '@interlock/nest-kit';
import { plusMs } from '@interlock/kernel';
import { makeParts, startHouses } from '../machinery/two-houses.suite.ts';

const TEN_MINUTES = 600_000;

describe('a member whose clock is wrong', () => {
  it('is seen by those whom it tells something, by how much and in which direction', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    const nodes = { get: (code: string) => houses.nodes.get(code), all: () => [...houses.nodes.values()] };
    const metrics = makeMetrics({ nodes, clock: parts.clock, clients: new Map() });
    await houses.settled();
    const skewSeen = async (): Promise<number> => {
      const text = await metrics.text();
      return Number(/^interlock_clock_skew_seconds\{node="north",peer="south"\} (\S+)$/m.exec(text)?.[1]);
    };
    expect(Math.abs(await skewSeen())).toBeLessThan(60);

    const tell = (aheadMs: number) => {
      const sentAt = plusMs(parts.clock.now(), aheadMs);
      return parts.exchange.send(
        { from: 'south', to: 'north' },
        { facts: [], watermark: { storeId: 's', position: '0', revision: -1, sentAt } },
      );
    };
    await tell(TEN_MINUTES);
    expect(await skewSeen()).toBe(600);
    // A batch that waited on its way looks late; ten in a row are no accident.
    await tell(-TEN_MINUTES);
    expect(await skewSeen()).toBe(600);
    for (let batch = 0; batch < 10; batch += 1) await tell(-TEN_MINUTES);
    expect(await skewSeen()).toBe(-600);
    await houses.stop();
  });
});
