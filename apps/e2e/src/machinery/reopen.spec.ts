import { describe, expect, it } from '@jest/globals';
import { type EventStore, compareLane, decodeEvent, heldIn, reopenLane } from '@interlock/kernel';
import {
  aBackupTooOld,
  commandOf,
  LANE,
  LEAD,
  life,
  postTo,
  receiptsOf,
  reopen,
  restored,
  storeOf,
  withNorth,
} from './older-backup.suite.ts';
import { type HouseParts, type Houses, makeParts, post, receiptsInHouse, startHouses } from './two-houses.suite.ts';

async function recordsIn(store: EventStore, stream: string) {
  return (await store.readStream(stream)).events.map(decodeEvent).map(({ type, data, meta }) => ({ type, ...data, actor: meta.actor }));
}

const problemsOf = (houses: Houses, code: string) =>
  houses
    .node(code)
    .lanes.health()
    .flatMap(({ lane, problem }) => (problem === undefined ? [] : [`${lane.from} → ${lane.to}: ${problem}`]));

/** The two ends of the lane, fact for fact in every epoch. */
const different = (parts: HouseParts) => compareLane({ lane: LANE, source: storeOf(parts, 'north'), recipient: storeOf(parts, 'south') });

describe('a source that was put back from an older backup', () => {
  it('is found before it tells anything: the lane halts, on record at both ends', async () => {
    const { parts, backup } = await aBackupTooOld();
    const old = withNorth(parts, await restored(storeOf(parts, 'north'), backup));
    const houses = await startHouses(old);
    await houses.settled();
    expect(problemsOf(houses, 'north')).toEqual(['north → south: LANE_BEHIND']);
    expect(problemsOf(houses, 'south')).toEqual(['north → south: LANE_BEHIND']);
    await postTo(houses, 'l-4');
    // A halted lane keeps nobody waiting, and nothing new was told on it.
    await houses.settled();
    await houses.stop();
    expect(await recordsIn(storeOf(old, 'north'), 'forked-south')).toMatchObject([{ type: 'LaneHalted', code: 'LANE_BEHIND', number: 2 }]);
    expect(await recordsIn(storeOf(old, 'south'), 'fork-north')).toMatchObject([{ type: 'LaneBehind', number: 2, receivedThrough: 3 }]);
    expect((await storeOf(old, 'south').readStream('received-north')).head).toBe(3);
  });

  it('that goes on telling forks the lane: the halt is on record once at both ends, and outlives a restart', async () => {
    const { parts, backup } = await aBackupTooOld();
    const north = await restored(storeOf(parts, 'north'), backup);
    // It works for a while where nobody hears it.
    await life({ ...makeParts(['north']), stores: new Map([['north', north]]), keys: parts.keys }, async (alone) => {
      for (const letter of ['l-5', 'l-6', 'l-7'])
        await post(alone.node('north'), letter, { to: 'south', words: letter, commandId: commandOf(letter) });
    });
    for (let start = 0; start < 2; start += 1) {
      const houses = await startHouses(withNorth(parts, north));
      await houses.settled();
      expect(problemsOf(houses, 'north')).toEqual(['north → south: LANE_FORKED']);
      expect(problemsOf(houses, 'south')).toEqual(['north → south: LANE_FORKED']);
      await houses.stop();
    }
    expect(await recordsIn(north, 'forked-south')).toMatchObject([{ type: 'LaneHalted', code: 'LANE_FORKED', number: 2 }]);
    expect(await recordsIn(storeOf(parts, 'south'), 'fork-north')).toMatchObject([{ type: 'LaneForked', number: 2 }]);
  });

  it('gets back what its peer holds, by a person’s recorded act, and tells on in an epoch that counts from 0', async () => {
    const { parts, backup } = await aBackupTooOld();
    const old = withNorth(parts, await restored(storeOf(parts, 'north'), backup));
    await life(old, (houses) => postTo(houses, 'l-5', 'l-6'));
    expect(await different(old)).toMatchObject({ code: 'LANE_FORKED', epoch: 1, number: 2 });
    expect(await reopen(old)).toEqual({ ok: true, epoch: 2, differsAt: 2, recovered: 2, retold: 2 });
    const after = withNorth(parts, storeOf(old, 'north'));
    const houses = await startHouses(after);
    await postTo(houses, 'l-7');
    expect(await receiptsOf(houses)).toEqual(['l-1', 'l-2', 'l-3', 'l-5', 'l-6', 'l-7']);
    expect(problemsOf(houses, 'north')).toEqual([]);
    expect(problemsOf(houses, 'south')).toEqual([]);
    // What was told before the loss, done again, is told again: the recipient knows it by its id.
    await postTo(houses, 'l-2');
    expect(await receiptsOf(houses)).toEqual(['l-1', 'l-2', 'l-3', 'l-5', 'l-6', 'l-7']);
    await houses.stop();
    const received = (await storeOf(after, 'south').readStream('received-north.e2')).events.map(decodeEvent);
    expect(received.map(({ revision, type, data }) => [revision, type, data['letter']])).toEqual([
      [0, 'north.lane-opened.v1', undefined],
      [1, 'house.letter-sent.v1', 'l-5'],
      [2, 'house.letter-sent.v1', 'l-6'],
      [3, 'house.letter-sent.v1', 'l-7'],
      [4, 'north.fact-repeated.v1', undefined],
    ]);
    const north = storeOf(after, 'north');
    expect(await recordsIn(north, 'recovered-south')).toMatchObject([
      { type: 'LaneRecovered', number: 2, fact: { letter: 'l-2' }, actor: LEAD },
      { type: 'LaneRecovered', number: 3, fact: { letter: 'l-3' }, actor: LEAD },
    ]);
    expect((await recordsIn(north, 'forked-south')).at(-1)).toMatchObject({
      type: 'LaneReopened',
      epoch: 2,
      reason: 'the disk of north was replaced',
      actor: LEAD,
    });
    expect((await recordsIn(storeOf(after, 'south'), 'fork-north')).at(-1)).toMatchObject({ type: 'LaneReopened', epoch: 2, after: 3 });
    expect(await different(after)).toBeUndefined();
    // Epoch 1 stays as it was.
    expect((await storeOf(after, 'south').readStream('received-north')).head).toBe(3);
  });

  it('and then once more from a backup before that, gets all of it back', async () => {
    const { parts, backup } = await aBackupTooOld();
    const old = withNorth(parts, await restored(storeOf(parts, 'north'), backup));
    await life(old, (houses) => postTo(houses, 'l-5'));
    await reopen(old);
    await life(withNorth(parts, storeOf(old, 'north')), (houses) => postTo(houses, 'l-6'));
    const older = withNorth(parts, await restored(storeOf(parts, 'north'), backup));
    const halted = await startHouses(older);
    await postTo(halted, 'l-8');
    await halted.settled();
    expect(problemsOf(halted, 'south')).toEqual(['north → south: LANE_BEHIND']);
    await halted.stop();
    expect(await reopen(older)).toMatchObject({ ok: true, epoch: 3, recovered: 4, retold: 1 });
    const houses = await startHouses(withNorth(parts, storeOf(older, 'north')));
    await postTo(houses, 'l-9');
    expect(await receiptsOf(houses)).toEqual(['l-1', 'l-2', 'l-3', 'l-5', 'l-6', 'l-8', 'l-9']);
    expect([...problemsOf(houses, 'north'), ...problemsOf(houses, 'south')]).toEqual([]);
    expect(houses.node('south').views.count(receiptsInHouse)).toBe(7);
    await houses.stop();
    expect(await different(older)).toBeUndefined();
    // A source that lost the second epoch as well does not answer for it.
    expect(await different(withNorth(parts, await restored(storeOf(parts, 'north'), backup)))).toMatchObject({ code: 'LANE_BEHIND' });
  });

  it('is refused where both ends mean the same, and by a recipient that holds more than was fetched back', async () => {
    const { parts, backup } = await aBackupTooOld();
    expect(await reopen(parts)).toEqual({ ok: false, code: 'LANE_NOT_BROKEN' });
    const north = await restored(storeOf(parts, 'north'), backup);
    const old = withNorth(parts, north);
    const [partly, clock] = [heldIn(storeOf(parts, 'south')), parts.clock];
    const short = {
      held: async (...asked: Parameters<typeof partly.held>) => (await partly.held(...asked)).filter(({ number }) => number < 3),
    };
    await reopenLane({ lane: LANE, store: north, peer: short, clock, actor: LEAD, reason: 'too early' });
    const houses = await startHouses(old);
    await houses.settled();
    expect(problemsOf(houses, 'south')).toEqual(['north → south: LANE_EPOCH_REFUSED']);
    expect(problemsOf(houses, 'north')).toEqual(['north → south: LANE_EPOCH_REFUSED']);
    await houses.stop();
  });

  it('asks only for its own lanes', async () => {
    const houses = await startHouses(makeParts(['north', 'south']));
    await expect(houses.node('south').lanes.held.held({ from: 'south', to: 'north' }, -1, 10)).rejects.toThrow(
      'south is not the recipient',
    );
    expect(await houses.node('south').lanes.held.held(LANE, -1, 10)).toMatchObject([{ number: 0, type: 'north.lane-opened.v1' }]);
    await houses.settled();
    await houses.stop();
  });
});
