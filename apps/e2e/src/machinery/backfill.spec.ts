import { describe, expect, it } from '@jest/globals';
import {
  type BackfilledLane,
  type EventStore,
  type PersonActor,
  type Recorded,
  backfillLane,
  decodeEvent,
  toMs,
  untoldFacts,
} from '@interlock/kernel';
import { mortal } from './mortal-store.suite.ts';
import { CLERK, type ParcelStream, housesWith, parcelsHere, toldParcels, untoldParcels, weighedParcels } from './parcels.suite.ts';
import { type HouseParts, type Houses, makeParts, must, startHouses } from './two-houses.suite.ts';

const CONTRACT = 'house.parcel-sent.v1';
const LANE = { from: 'north', to: 'south' } as const;
const LEAD: PersonActor = { kind: 'person', member: 'north', person: 'p-7', role: 'lead', unit: 'desk' };
const commandOf = (n: number): string => `0b7e9a0c-7777-4777-8777-${String(n).padStart(12, '0')}`;

function pack(houses: Houses, n: number, more: { readonly to?: string; readonly contents?: Awaited<ReturnType<HouseKeys['seal']>> } = {}) {
  const { to = 'south', contents } = more;
  const parcel = { to, grams: 100 * n, ...(contents && { contents }) };
  return houses.node('north').context.handle(untoldOrTold(houses), {
    ...{ commandId: commandOf(n), key: `p-${String(n)}`, actor: CLERK, body: { n } },
    command: { type: 'Pack', ...parcel },
  });
}
type HouseKeys = ReturnType<Houses['node']>['context']['keys'];

const rules = new WeakMap<Houses, ParcelStream>();
const untoldOrTold = (houses: Houses): ParcelStream => must(rules.get(houses));

/** A life of both houses under these publish rules. */
async function life(parts: HouseParts, parcels: ParcelStream, live: (houses: Houses) => Promise<unknown> = () => Promise.resolve()) {
  const houses = await startHouses(parts, housesWith(parcels));
  rules.set(houses, parcels);
  await live(houses);
  await houses.settled();
  await houses.stop();
}

/** Five parcels that nobody was told of, the third one for nobody here. */
async function untold(): Promise<HouseParts> {
  const parts = makeParts(['north', 'south']);
  await life(parts, untoldParcels, async (houses) => {
    for (const n of [1, 2, 3, 4, 5]) {
      await pack(houses, n, n === 3 ? { to: 'elsewhere' } : {});
      parts.clock.advance(60_000);
    }
  });
  return parts;
}

const TOLD = ['p-1', 'p-2', 'p-4', 'p-5'];

function backfill(
  parts: HouseParts,
  parcels: ParcelStream,
  more: { readonly store?: EventStore; readonly contract?: string } = {},
): Promise<BackfilledLane> {
  const { store = must(parts.stores.get('north')), contract = CONTRACT } = more;
  const { streams } = housesWith(parcels);
  return backfillLane({
    ...{ lane: LANE, contract, store, streams, clock: parts.clock, pageFacts: 2 },
    ...{ actor: LEAD, reason: 'south weighs what it is sent' },
  });
}

async function factsIn(parts: HouseParts, code: string, stream: string): Promise<readonly Recorded[]> {
  const { events } = await must(parts.stores.get(code)).readStream(stream);
  return events.map(decodeEvent).filter(({ type }) => type === CONTRACT);
}
const parcelsOf = (facts: readonly Recorded[]): readonly unknown[] => facts.map(({ data }) => data['parcel']);

describe('facts of a contract that was never told on a lane', () => {
  it('are told at its end, in the order of their events, with a mark that both ends keep; the act is on record', async () => {
    const parts = await untold();
    const plan = await untoldFacts({
      lane: LANE,
      contract: CONTRACT,
      store: must(parts.stores.get('north')),
      streams: housesWith(toldParcels).streams,
    });
    const counts = { epoch: 1, facts: 4, from: '2026-03-01T00:00:00.000Z', through: '2026-03-01T00:04:00.000Z' };
    expect(plan).toEqual({ ok: true, ...counts });
    expect(await backfill(parts, toldParcels)).toEqual({ ok: true, ...counts });
    await life(parts, toldParcels);
    const [told, received] = [await factsIn(parts, 'north', 'lane-south'), await factsIn(parts, 'south', 'received-north')];
    expect(parcelsOf(told)).toEqual(TOLD);
    expect(received.map(({ id, revision }) => [id, revision])).toEqual(told.map(({ id, revision }) => [id, revision]));
    const marks = [0, 1, 3, 4].map((minute) => `2026-03-01T00:0${String(minute)}:00.000Z`);
    expect([told, received].map((facts) => facts.map(({ meta }) => meta.backfilledFrom))).toEqual([marks, marks]);
    const acts = await must(parts.stores.get('north')).readStream('backfill-south');
    expect(acts.events.map(decodeEvent).map(({ type, data, meta }) => [type, data['facts'], data['reason'], meta.actor])).toEqual([
      ['FactsBackfilled', 2, 'south weighs what it is sent', LEAD],
      ['FactsBackfilled', 2, 'south weighs what it is sent', LEAD],
    ]);
  });

  it('are history to the recipient: views take them in, and only policies that say so act on them', async () => {
    const parts = await untold();
    await backfill(parts, toldParcels);
    await life(parts, toldParcels, async (houses) => {
      await pack(houses, 6);
      await houses.settled();
      const south = houses.node('south');
      expect(TOLD.map((parcel) => south.views.get(parcelsHere, parcel)?.grams)).toEqual([100, 200, 400, 500]);
      expect(south.parked()).toEqual([]);
    });
    const { events } = await must(parts.stores.get('south')).readAll({ limit: 1_000 });
    const filed = events.filter(({ type }) => type === 'Filed').map(({ stream }) => stream);
    expect(filed.sort()).toEqual([...[...TOLD, 'p-6'].map((parcel) => `receipt-count-${parcel}`), 'receipt-p-6']);
  });

  it('bring the grants of the keys that they need, before them', async () => {
    const parts = makeParts(['north', 'south']);
    const keys = must(parts.keys.get('north'));
    const contents = await keys.seal('p-9', commandOf(9), 'contents', 'a glass bowl');
    await life(parts, untoldParcels, (houses) => pack(houses, 9, { contents }));
    await backfill(parts, toldParcels);
    const keyId = contents.key.slice('north/'.length);
    const { events } = await must(parts.stores.get('north')).readAll({ limit: 1_000 });
    const at = (type: string): number => events.findIndex((event) => event.type === type);
    expect(decodeEvent(must(events[at('KeyGranted')])).data).toEqual({ keyId, recipient: 'south' });
    expect(at('KeyGranted')).toBeLessThan(at(CONTRACT));
    await life(parts, toldParcels, async (houses) => {
      expect(await houses.node('north').keyGranted(keyId, 'south')).toBe(true);
      expect(await houses.node('north').keyGranted(keyId, 'elsewhere')).toBe(false);
    });
  });

  it('are never told twice: not by a second run, not after they were told in the ordinary way, not when rules changed their order', async () => {
    const parts = await untold();
    await life(parts, toldParcels, (houses) => pack(houses, 6));
    expect(await backfill(parts, weighedParcels)).toMatchObject({ ok: true, facts: 4 });
    expect(await backfill(parts, weighedParcels)).toEqual({ ok: true, epoch: 1, facts: 0 });
    expect(await backfill(parts, toldParcels)).toEqual({ ok: true, epoch: 1, facts: 0 });
    // The other contract of the same events is another matter.
    expect(await backfill(parts, weighedParcels, { contract: 'house.parcel-weighed.v1' })).toMatchObject({ facts: 5 });
    const told = await factsIn(parts, 'north', 'lane-south');
    expect([...parcelsOf(told)].sort()).toEqual([...TOLD, 'p-6']);
  });

  it('are told while the source goes on working, by a store that takes several writers', async () => {
    const parts = await untold();
    await life(parts, toldParcels, async (houses) => {
      const both = [backfill(parts, toldParcels), backfill(parts, toldParcels)] as const;
      for (const n of [6, 7, 8]) await pack(houses, n);
      const counts = await Promise.all(both);
      expect(counts.reduce((sum, one) => sum + (one.ok ? one.facts : 0), 0)).toBe(4);
    });
    const received = await factsIn(parts, 'south', 'received-north');
    expect([...parcelsOf(received)].sort()).toEqual([...TOLD, 'p-6', 'p-7', 'p-8']);
    expect(received.filter(({ meta }) => meta.backfilledFrom !== undefined)).toHaveLength(4);
  });

  it.each(['before', 'after'] as const)('are each told once, whichever append of the run is its last, %s it is durable', async (when) => {
    let deaths = 0;
    for (let isDead = true; isDead; deaths += isDead ? 1 : 0) {
      const parts = await untold();
      const doomed = mortal(must(parts.stores.get('north')), deaths + 1, when);
      await backfill(parts, toldParcels, { store: doomed.store }).catch(() => undefined);
      isDead = doomed.isDead();
      const left = await backfill(parts, toldParcels);
      expect(left).toMatchObject({ ok: true, facts: isDead ? 4 - 2 * (deaths + (when === 'after' ? 1 : 0)) : 0 });
      expect(parcelsOf(await factsIn(parts, 'north', 'lane-south'))).toEqual(TOLD);
    }
    expect(deaths).toBe(2);
  });

  it('wait for the lane to be there', async () => {
    const parts = await untold();
    const { streams } = housesWith(toldParcels);
    const lane = { from: 'north', to: 'elsewhere' };
    expect(await untoldFacts({ lane, contract: CONTRACT, store: must(parts.stores.get('north')), streams })).toEqual({
      ok: false,
      code: 'LANE_NOT_OPENED',
    });
    expect(toMs(parts.clock.now())).toBe(Date.parse('2026-03-01T00:05:00.000Z'));
  });
});
