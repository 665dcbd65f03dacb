import { setTimeout as sleep } from 'node:timers/promises';
import { type TestBroker, applyTopics, openKafkaExchange, readCertificate, sharedBroker } from '@interlock/adapters';
import { planTopics, rosterOf } from '@interlock/hosting';
import { type Exchange } from '@interlock/kernel';
import { makeMetrics } from '@interlock/nest-kit';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type HouseParts, type Houses, makeParts, must, post, startHouses } from '../machinery/two-houses.suite.ts';
import { openCuttingProxy } from '../peers/cutting-proxy.suite.ts';

const commandOf = (n: number): string => `0b7e9a0c-9999-4999-8999-${String(n).padStart(12, '0')}`;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Watched {
  /** Of a lane, as Prometheus reads it at its source: facts that wait, and seconds since the oldest was recorded. */
  untold(): Promise<readonly (number | undefined)[]>;
  /** Resolves when it reads so; tells what it read instead. */
  becomes(facts: number, seconds: number): Promise<void>;
}

function watchLane(houses: Houses, { clock }: HouseParts, [from, to] = ['north', 'south']): Watched {
  const nodes = { get: (code: string) => houses.nodes.get(code), all: () => [...houses.nodes.values()] };
  const metrics = makeMetrics({ nodes, clock, clients: new Map() });
  const untold = async (): Promise<readonly (number | undefined)[]> => {
    const text = await metrics.text();
    return ['facts', 'seconds'].map((unit) => {
      const said = new RegExp(`^interlock_lane_untold_${unit}\\{from="${must(from)}",to="${must(to)}"\\} (\\S+)$`, 'm').exec(text)?.[1];
      return said === undefined ? undefined : Number(said);
    });
  };
  return {
    untold,
    async becomes(facts, seconds) {
      const wanted = [facts, seconds].join();
      for (let looks = 0; looks < 400 && (await untold()).join() !== wanted; looks += 1) await sleep(25);
      expect(await untold()).toEqual([facts, seconds]);
    },
  };
}

/** Takes nothing of a lane while its broker is away. */
function away(exchange: Exchange): { readonly exchange: Exchange; isAway: boolean } {
  const door = {
    isAway: false,
    exchange: {
      ...exchange,
      async send(...sent: Parameters<Exchange['send']>) {
        if (door.isAway) throw Object.assign(new Error('nobody answers'), { code: 'BROKER_UNREACHABLE' });
        await exchange.send(...sent);
      },
    },
  };
  return door;
}

async function begin(parts: HouseParts): Promise<Houses> {
  const houses = await startHouses(parts);
  closing.push(() => houses.stop());
  return houses;
}

describe('what a lane’s source has recorded and could not tell', () => {
  const postOne = (houses: Houses, n: number) =>
    post(houses.node('north'), `l-${String(n)}`, { to: 'south', words: 'hello', commandId: commandOf(n) });

  it('is counted, with the age of the oldest, until it is told', async () => {
    const parts = makeParts(['north', 'south']);
    const door = away(parts.exchange);
    const houses = await begin({ ...parts, exchange: door.exchange });
    const lane = watchLane(houses, parts);
    await houses.settled();
    expect(await lane.untold()).toEqual([0, 0]);

    door.isAway = true;
    await postOne(houses, 1);
    parts.clock.advance(30_000);
    await postOne(houses, 2);
    parts.clock.advance(15_000);
    await lane.becomes(2, 45);

    door.isAway = false;
    await lane.becomes(0, 0);
  });

  it('is counted where nobody takes a batch and none fails, too', async () => {
    const parts = makeParts(['north', 'south']);
    const houses = await begin(parts);
    const lane = watchLane(houses, parts);
    await houses.settled();
    await houses.node('south').stop();
    await postOne(houses, 1);
    await lane.becomes(1, 0);
    parts.clock.advance(20_000);
    await postOne(houses, 2);
    await lane.becomes(2, 20);
  });

  it('is as old after the next start, and what had been told is not counted', async () => {
    const parts = makeParts(['north', 'south']);
    const door = away(parts.exchange);
    const first = await startHouses({ ...parts, exchange: door.exchange });
    await postOne(first, 1);
    await first.settled();
    parts.clock.advance(600_000);
    door.isAway = true;
    await postOne(first, 2);
    await watchLane(first, parts).becomes(1, 0);
    await first.stop();

    parts.clock.advance(60_000);
    const again = away(makeParts([]).exchange);
    again.isAway = true;
    const houses = await begin({ ...parts, exchange: again.exchange });
    const lane = watchLane(houses, parts);
    await lane.becomes(1, 60);
    again.isAway = false;
    await lane.becomes(0, 0);
  });
});

const shared = await sharedBroker();
const ROSTER = rosterOf([
  { code: 'police', kind: 'police' },
  { code: 'bank-industry', kind: 'bank' },
]);

describe('a lane whose broker is away', () => {
  if ('skipped' in shared) it.skip(`needs a real broker (skipped: ${shared.skipped})`, () => undefined);
  else
    it('shows at its source while it lasts', async () => {
      const parts = makeParts(['police']);
      const { exchange, proxy } = await policeBehindProxy(shared);
      proxy.refuse(true);
      const source = { fetch: () => Promise.reject(new Error('nobody is heard')) };
      const houses = await startHouses({ ...parts, exchange }, undefined, { hears: [], tells: ['bank-industry'], source });
      closing.push(() => houses.stop());
      const lane = watchLane(houses, parts, ['police', 'bank-industry']);
      await post(houses.node('police'), 'l-1', { to: 'bank-industry', words: 'hello', commandId: commandOf(1) });
      parts.clock.advance(40_000);
      // The lane’s opening waits, too.
      await lane.becomes(2, 40);
      proxy.refuse(false);
      await lane.becomes(0, 0);
    });
});

async function policeBehindProxy({ brokers, certificates, certificateOf }: TestBroker) {
  const plan = planTopics(ROSTER, { prefix: 'untold', replication: 1, retentionHours: 1 });
  await applyTopics({ brokers, certificate: readCertificate(certificates, 'kafka-admin'), plan });
  const proxy = await openCuttingProxy(Number(must(brokers[0]).split(':')[1]));
  closing.push(() => proxy.close());
  const exchange = await openKafkaExchange({
    ...{ node: 'police', prefix: 'untold', brokers: [`127.0.0.1:${String(proxy.port)}`], report: () => undefined },
    certificate: await certificateOf('police'),
    times: { patienceMs: 200 },
  });
  closing.push(() => exchange.close());
  return { exchange, proxy };
}
