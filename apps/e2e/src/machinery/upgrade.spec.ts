import { describe, expect, it } from '@jest/globals';
import { type NodeDefinition } from '@interlock/kernel';
import { newHouse, oldHouse, shelvedIn, subjects, tellsBoth, tellsV1, tellsV2, textOf, write } from './notes.suite.ts';
import { type HouseParts, type Houses, makeParts, must, startHouses } from './two-houses.suite.ts';

const PERSON = { kind: 'person', member: 'south', person: 'p-2', role: 'operator', unit: 'desk' } as const;
const POLICY = 'house_shelve_when_note_arrived';

interface City {
  readonly north: NodeDefinition;
  readonly south: NodeDefinition;
}

/** A life of both houses, each of its own release, on logs that stay. */
async function life(parts: HouseParts, { north, south }: City, live: (houses: Houses) => Promise<void>): Promise<void> {
  const houses = await startHouses(parts, (code) => (code === 'north' ? north : south));
  await live(houses);
  await houses.settled();
  await houses.stop();
}

const unreadOf = (houses: Houses) =>
  houses
    .node('south')
    .unread()
    .map(({ code, from, type, count, first, last }) => [code, from, type, count, first, last]);

describe('a recipient that knows an older version than its source tells', () => {
  it('keeps what it cannot read, counts it, parks what a policy would have to do, and goes on with all else', async () => {
    const parts = makeParts(['north', 'south']);
    const city = { north: oldHouse(tellsV1), south: oldHouse(tellsV1) };
    await life(parts, city, (houses) => write(houses, city.north, 'n-1', 'rain: it rains'));
    const mixed = { north: newHouse(tellsV2), south: oldHouse(tellsV1) };
    await life(parts, mixed, async (houses) => {
      await write(houses, mixed.north, 'n-2', 'snow: it snows');
      await write(houses, mixed.north, 'n-3', 'hail: it hails');
      await houses.settled();
      expect(['n-1', 'n-2', 'n-3'].map((note) => textOf(houses, 'south', note))).toEqual(['rain: it rains', undefined, undefined]);
      expect(unreadOf(houses)).toEqual([['CONTRACT_UNKNOWN_VERSION', 'north', 'house.note-sent.v2', 2, 2, 3]]);
      expect(houses.node('south').parked()).toMatchObject([
        { policy: POLICY, keys: ['n-2'], reason: 'CONTRACT_UNKNOWN_VERSION: house.note-sent.v2 is a version that is not known here' },
        { policy: POLICY, keys: ['n-3'] },
      ]);
      expect(
        houses
          .node('south')
          .lanes.health()
          .filter(({ problem }) => problem !== undefined),
      ).toEqual([]);
      expect(await shelvedIn(houses, 'south')).toEqual(['shelf-n-1 rain: it rains']);
    });
    // Nothing has changed but the program: what was kept is read, what was parked is done.
    const upgraded = { north: newHouse(tellsV2), south: newHouse(tellsV2) };
    await life(parts, upgraded, async (houses) => {
      await houses.settled();
      const south = houses.node('south');
      expect(['n-1', 'n-2', 'n-3'].map((note) => textOf(houses, 'south', note))).toEqual([
        'rain / it rains',
        'snow / it snows',
        'hail / it hails',
      ]);
      expect(south.unread()).toEqual([]);
      for (const { eventId } of south.parked()) expect(await must(south.policies()[0]).redrive(eventId, PERSON)).toBe(1);
      expect(south.parked()).toEqual([]);
      expect(await shelvedIn(houses, 'south')).toEqual(['shelf-n-1 rain: it rains', 'shelf-n-2 snow', 'shelf-n-3 hail']);
    });
  });
});

describe('a source that tells a fact in both versions while not everybody knows the newer one', () => {
  it.each<readonly [string, NodeDefinition, string, string]>([
    ['older', oldHouse(tellsV1), 'rain: it rains', 'rain: it rains'],
    ['newer', newHouse(tellsV2), 'rain / it rains', 'rain'],
  ])('is taken once, in the version that it knows, by a recipient of the %s release', async (_, south, text, shelved) => {
    const parts = makeParts(['north', 'south']);
    const city = { north: newHouse(tellsBoth), south };
    await life(parts, city, async (houses) => {
      await write(houses, city.north, 'n-1', 'rain: it rains');
      await houses.settled();
      expect((await must(parts.stores.get('south')).readStream('received-north')).head).toBe(2);
      expect(textOf(houses, 'south', 'n-1')).toBe(text);
      expect(await shelvedIn(houses, 'south')).toEqual([`shelf-n-1 ${shelved}`]);
      expect([houses.node('south').parked(), houses.node('south').unread()]).toEqual([[], []]);
    });
  });

  it('may be followed by either release in the middle: every note is shelved once, whoever was upgraded first', async () => {
    const [oldNorth, both, newNorth] = [oldHouse(tellsV1), newHouse(tellsBoth), newHouse(tellsV2)];
    const [oldSouth, newSouth] = [oldHouse(tellsV1), newHouse(tellsV2)];
    const roads: readonly (readonly City[])[] = [
      [
        { north: oldNorth, south: oldSouth },
        { north: both, south: oldSouth },
        { north: both, south: newSouth },
        { north: newNorth, south: newSouth },
      ],
      [
        { north: oldNorth, south: oldSouth },
        { north: oldNorth, south: newSouth },
        { north: newNorth, south: newSouth },
      ],
    ];
    for (const road of roads) {
      const parts = makeParts(['north', 'south']);
      for (const [step, city] of road.entries())
        await life(parts, city, async (houses) => {
          await write(houses, city.north, `n-${String(step)}`, `word ${String(step)}: text`);
          await houses.settled();
          expect([houses.node('south').parked(), houses.node('south').unread()]).toEqual([[], []]);
        });
      await life(parts, must(road.at(-1)), async (houses) => {
        await houses.settled();
        const names = road.map((_, step) => `n-${String(step)}`);
        expect(names.map((note) => textOf(houses, 'south', note))).toEqual(road.map((_, step) => `word ${String(step)} / text`));
        expect((await shelvedIn(houses, 'south')).map((line) => line.split(' ')[0])).toEqual(names.map((note) => `shelf-${note}`));
      });
    }
  });
});

describe('a recipient that knows a newer version than its source tells', () => {
  it('reads the older one as the newer: views, memories and policies never meet it', async () => {
    const parts = makeParts(['north', 'south']);
    const city = { north: oldHouse(tellsV1), south: newHouse(tellsV2) };
    await life(parts, city, async (houses) => {
      await write(houses, city.north, 'n-1', 'rain: it rains');
      await houses.settled();
      const south = houses.node('south');
      expect(textOf(houses, 'south', 'n-1')).toBe('rain / it rains');
      expect((await south.context.memory(subjects)).state).toEqual({ subjects: ['rain'] });
      expect(await shelvedIn(houses, 'south')).toEqual(['shelf-n-1 rain']);
      expect([south.parked(), south.unread()]).toEqual([[], []]);
    });
    // What was stored is what was told.
    const { events } = await must(parts.stores.get('south')).readStream('received-north');
    expect(events.map(({ type }) => type)).toEqual(['north.lane-opened.v1', 'house.note-sent.v1']);
  });
});
