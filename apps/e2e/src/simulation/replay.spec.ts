import { describe, expect, it } from '@jest/globals';
import { createEventLoop } from './event-loop.ts';
import { simulate } from './simulate.ts';

describe('a seed', () => {
  it.each([3, 11, 20])('%i makes the same run again: the same bytes in every log, the same accidents', async (seed) => {
    const [first, again, other] = [await simulate(seed), await simulate(seed), await simulate(seed + 1)];
    expect(again).toEqual(first);
    expect(other.fingerprint).not.toBe(first.fingerprint);
  });
});

describe('machine time that nobody waits for', () => {
  it('lets things happen in the order of their moments, then as they were asked for', async () => {
    const loop = createEventLoop();
    const seen: string[] = [];
    const note = (what: string) => (): void => void seen.push(`${what} at ${String(loop.nowMs())}`);
    loop.after(50, note('late'));
    loop.after(10, note('first'));
    loop.after(10, note('second'));
    loop.after(20, note('never'))();
    const work = loop.sleep(10).then(async () => {
      note('woken')();
      await loop.sleep(3_600_000);
      return 'an hour later';
    });
    expect(await loop.run(work)).toBe('an hour later');
    expect(seen).toEqual(['first at 10', 'second at 10', 'woken at 10', 'late at 50']);
  });

  it('says so when somebody waits for what will never come, and passes on what fails', async () => {
    const loop = createEventLoop();
    await expect(loop.run(new Promise(() => undefined))).rejects.toThrow('Nothing is left that could happen');
    await expect(loop.run(loop.sleep(1).then(() => Promise.reject(new Error('broken'))))).rejects.toThrow('broken');
  });
});
