import { describe, expect, it } from '@jest/globals';
import {
  type EventStore,
  type Exchange,
  type LaneBatch,
  type LaneFact,
  type MachineTime,
  type NodeDefinition,
  type Stream,
  decodeEvent,
  tell,
} from '@interlock/kernel';
import { type HouseParts, houseNode, makeParts, must, post, receipts, startHouses } from './two-houses.suite.ts';

const commandOf = (n: number): string => `0b7e9a0c-7777-4777-8777-${String(n).padStart(12, '0')}`;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Houses that answer each letter with a receipt. */
const answering: Stream = { ...receipts, publish: (_event, { key }) => [tell('north', { type: 'house.receipt-sent.v1', letter: key })] };
const answeringHouse: NodeDefinition = {
  ...houseNode,
  streams: [...houseNode.streams.filter(({ category }) => category !== 'receipt'), answering],
};

/** A lane on which batches are kept as they pass. */
function watched(exchange: Exchange, seen: { readonly from: string; readonly to: string; readonly batch: LaneBatch }[]): Exchange {
  return {
    ...exchange,
    async send(lane, batch) {
      seen.push({ ...lane, batch });
      await exchange.send(lane, batch);
    },
  };
}

/** Reading the log takes its time: what is appended is announced later. */
function slowly(store: EventStore): EventStore {
  return {
    ...store,
    async readAll(options) {
      const page = await store.readAll(options);
      for (let turns = 0; turns < 5; turns += 1) await turn();
      return page;
    },
  };
}

/** Machine time a hundred times as fast: what a node does in ten seconds is done in a tenth of one. */
const hurried: MachineTime = {
  nowMs: () => performance.now() * 100,
  after(ms, callback, where) {
    const timer = setTimeout(callback, ms / 100);
    if (where === 'background') timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
  turn,
};

describe('the source’s end of a lane', () => {
  it('says where it stands though nothing moves: what the transport took and lost is missed and fetched', async () => {
    const parts = makeParts(['north', 'south']);
    let lost = 0;
    const losing: Exchange = {
      ...parts.exchange,
      async send(lane, batch) {
        const isLetter = batch.facts.some(({ type }) => type === 'house.letter-sent.v1');
        // The letter, and the watermark that follows when the checkpoints are written: then the source rests.
        if (lane.from === 'north' && (isLetter || (lost > 0 && lost < 3))) lost += 1;
        else await parts.exchange.send(lane, batch);
      },
    };
    const houses = await startHouses({ ...parts, exchange: losing, time: hurried });
    await houses.settled();
    await post(houses.node('north'), 'l-1', { to: 'south', words: 'hello', commandId: commandOf(1) });
    const [told, received] = [must(parts.stores.get('north')), must(parts.stores.get('south'))];
    const heads = async (): Promise<readonly number[]> => [
      (await told.readStream('lane-south')).head,
      (await received.readStream('received-north')).head,
    ];
    for (let looks = 0; looks < 500 && (await heads()).join() !== '1,1'; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect([await heads(), lost]).toEqual([[1, 1], 3]);
    await houses.stop();
  });

  it('promises with a watermark only what has been told up to it', async () => {
    const parts = makeParts(['north', 'city']);
    const seen: { readonly from: string; readonly to: string; readonly batch: LaneBatch }[] = [];
    const log = must(parts.stores.get('north'));
    const houses = await startHouses({
      ...parts,
      exchange: watched(parts.exchange, seen),
      stores: new Map([...parts.stores, ['north', slowly(log)]]),
    });
    for (let n = 0; n < 60; n += 1) {
      const posts = [0, 1, 2].map((k) =>
        post(houses.node('north'), `l-${String(n)}-${String(k)}`, { to: 'city', words: 'hello', commandId: commandOf(n * 3 + k) }),
      );
      for (let turns = 0; turns < 4; turns += 1) await turn();
      await Promise.all(posts);
    }
    await houses.settled();
    await houses.stop();
    const told = (await log.readStream('lane-city')).events;
    const overtaken = seen
      .filter(({ from }) => from === 'north')
      .filter(({ batch: { watermark } }) =>
        told.some(({ revision, position }) => position <= BigInt(watermark.position) && revision > watermark.revision),
      );
    expect(told.length).toBeGreaterThan(180);
    expect(seen.length).toBeGreaterThan(20);
    expect(overtaken).toEqual([]);
  });

  it('misses nothing that is told while lanes are being opened', async () => {
    const parts = makeParts(['north', 'south']);
    const first = await startHouses(parts, { ...answeringHouse, policies: [] });
    await post(first.node('north'), 'l-1', { to: 'south', words: 'hello', commandId: commandOf(1) });
    await first.settled();
    await first.stop();
    // Now the policy is there: it answers at once, while every lane takes its time to open.
    const again = { ...makeParts(['north', 'south']), stores: parts.stores, keys: parts.keys };
    const slow: Exchange = {
      ...again.exchange,
      async receive(lane, handler) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return again.exchange.receive(lane, handler);
      },
    };
    const houses = await startHouses({ ...again, exchange: slow }, answeringHouse);
    await houses.settled();
    const received = (await must(parts.stores.get('north')).readStream('received-south')).events;
    expect(received.map(({ type }) => type)).toEqual(['south.lane-opened.v1', 'house.receipt-sent.v1']);
    await houses.stop();
  });

  it('lets its node stop while the recipient is gone, and tells at the next start', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    await houses.settled();
    await houses.node('south').stop();
    await post(houses.node('north'), 'l-1', { to: 'south', words: 'hello', commandId: commandOf(1) });
    await new Promise(setImmediate); // the sender has taken it up, and nobody takes it off its hands
    await houses.node('north').stop();
    const again = await startHouses({ ...makeParts(['north', 'south']), stores: parts.stores, keys: parts.keys });
    await again.settled();
    const received = (await must(parts.stores.get('south')).readStream('received-north')).events;
    expect(received.map(({ type }) => type)).toEqual(['north.lane-opened.v1', 'house.letter-sent.v1']);
    await again.stop();
  });
});

describe('the recipient’s end of a lane', () => {
  const fact = (number: number, type = 'house.letter-sent.v1'): LaneFact => ({
    number,
    id: commandOf(100 + number),
    type,
    data: { letter: `l-${String(number)}`, words: 'hello' },
    position: String(number),
  });
  async function send(parts: HouseParts, facts: readonly LaneFact[]): Promise<void> {
    const watermark = { storeId: 'north-store', position: '9', revision: facts.at(-1)?.number ?? 0 };
    await parts.exchange.send({ from: 'north', to: 'south' }, { facts, watermark });
  }

  it('keeps each fact at its number: a batch with a hole is not taken', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await startHouses(parts);
    await houses.settled();
    await expect(send(parts, [fact(1), fact(3)])).rejects.toMatchObject({ code: 'LANE_GAP', number: 2 });
    const received = await houses.node('south').store.readStream('received-north');
    expect(received.events.map((event) => [decodeEvent(event).meta.source?.number, event.revision])).toEqual([[0, 0]]);
    await houses.stop();
  });

  it.each(['Posted', 'police.stop-ordered.v1', 'house.letter-sent'])(
    'takes no fact called %s from a house: it may tell its own contracts only',
    async (type) => {
      const parts = makeParts(['north', 'south']);
      const houses = await startHouses(parts);
      await houses.settled();
      await expect(send(parts, [fact(1, type)])).rejects.toMatchObject({ code: 'LANE_FACT_REFUSED', number: 1 });
      expect(houses.node('south').lanes.health()).toContainEqual(
        expect.objectContaining({ receivedThrough: 0, problem: 'LANE_FACT_REFUSED' }),
      );
      await houses.stop();
    },
  );
});
