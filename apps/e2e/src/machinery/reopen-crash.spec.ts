import { describe, expect, it } from '@jest/globals';
import { type EventStore, compareLane } from '@interlock/kernel';
import { mortal } from './mortal-store.suite.ts';
import { aBackupTooOld, LANE, life, postTo, receiptsOf, reopen, restored, storeOf, withNorth } from './older-backup.suite.ts';
import { type HouseParts, type Houses, makeParts, startHouses } from './two-houses.suite.ts';

const LETTERS = ['l-1', 'l-2', 'l-3', 'l-5', 'l-6', 'l-7'];

/** A lane that forked: the source was put back, and told two letters more. */
async function forked(): Promise<HouseParts> {
  const { parts, backup } = await aBackupTooOld();
  const old = withNorth(parts, await restored(storeOf(parts, 'north'), backup));
  await life(old, (houses) => postTo(houses, 'l-5', 'l-6'));
  return old;
}

/** A new process on the same logs: no view file, no place of its own. */
function reborn(parts: HouseParts, stores: ReadonlyMap<string, EventStore> = parts.stores): HouseParts {
  return { ...makeParts(['north', 'south']), stores, keys: parts.keys };
}

/** What everybody has to hold in the end, however it came to that. */
async function outcomeOf(parts: HouseParts) {
  const houses = await startHouses(reborn(parts));
  await postTo(houses, 'l-7');
  const receipts = await receiptsOf(houses);
  const broken = ['north', 'south'].flatMap((code) =>
    houses
      .node(code)
      .lanes.health()
      .filter(({ problem }) => problem !== undefined),
  );
  await houses.stop();
  const [source, recipient] = [storeOf(parts, 'north'), storeOf(parts, 'south')];
  return { receipts, broken, differs: await compareLane({ lane: LANE, source, recipient }) };
}

/** Lives until the victim dies at its n-th append or everything is done. Answers whether it died. */
async function liveMortally(parts: HouseParts, victim: string, nth: number, when: 'before' | 'after'): Promise<boolean> {
  const { store, isDead } = mortal(storeOf(parts, victim), nth, when);
  let houses: Houses | undefined;
  const living = startHouses(reborn(parts, new Map([...parts.stores, [victim, store]])))
    .then(async (started) => {
      houses = started;
      await postTo(started, 'l-7');
      await started.settled();
    })
    .catch(() => undefined);
  const isOver = living.then(() => true);
  const pause = (): Promise<boolean> => new Promise((resolve) => setTimeout(resolve, 1, false));
  for (let look = 0; look < 200 && !isDead(); look += 1) if (await Promise.race([isOver, pause()])) break;
  await houses?.stop().catch(() => undefined);
  return isDead();
}

/** The letter that is posted then; at the recipient the epoch’s beginning, its facts, and what is filed. */
const APPENDS_MIN = { north: 1, south: 7 };

describe('a lane that is opened again', () => {
  it.each(['before', 'after'] as const)('by a process that dies %s its one append is as it was, or open', async (when) => {
    const parts = await forked();
    const { store } = mortal(storeOf(parts, 'north'), 1, when);
    await expect(reopen({ ...parts, stores: new Map([...parts.stores, ['north', store]]) })).rejects.toMatchObject({
      code: 'STORE_CLOSED',
    });
    expect(await reopen(parts)).toEqual(
      when === 'before' ? { ok: true, epoch: 2, differsAt: 2, recovered: 2, retold: 2 } : { ok: false, code: 'LANE_NOT_BROKEN' },
    );
    expect(await outcomeOf(parts)).toEqual({ receipts: LETTERS, broken: [], differs: undefined });
  });

  it.each<readonly ['north' | 'south', 'before' | 'after']>([
    ['north', 'before'],
    ['north', 'after'],
    ['south', 'before'],
    ['south', 'after'],
  ])('where %s dies %s any append that follows ends as it does without', async (victim, when) => {
    let deaths = 0;
    for (let isDead = true; isDead; deaths += isDead ? 1 : 0) {
      const parts = await forked();
      await reopen(parts);
      isDead = await liveMortally(parts, victim, deaths + 1, when);
      expect({ nth: deaths + 1, ...(await outcomeOf(parts)) }).toEqual({
        nth: deaths + 1,
        receipts: LETTERS,
        broken: [],
        differs: undefined,
      });
    }
    expect(deaths).toBeGreaterThanOrEqual(APPENDS_MIN[victim]);
  });
});
