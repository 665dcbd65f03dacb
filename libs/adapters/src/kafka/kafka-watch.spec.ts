import { describe, expect, it } from '@jest/globals';
import { type LaneBatch } from '@interlock/kernel';
import { TO_BANK, batch, inbox } from '../conformance/exchange.fixtures.ts';
import { type ExchangeHealth, createHealth } from './exchange-health.ts';
import { untilHolds } from './kafka-scene.testing.ts';
import { type LaneDelivery, makeLaneDelivery } from './lane-delivery.ts';
import { makeLaneOutbox } from './lane-outbox.ts';
import { makePause } from './pause.ts';
import { makeReception } from './reception.ts';
import { type SimulatedClient, simulateClient } from './simulated-client.testing.ts';

const TOPIC = 'interlock.lane.police.bank-red';
const TIMES = { gatherMs: 1, silenceMs: 1_000, joinMs: 5_000, stuckMs: 60, lookMs: 20, lagMs: 10, topicMs: 20 };

/** A lane's two ends over a simulated client. */
function laneOver(simulated: SimulatedClient, bytesMax = 1_000_000) {
  const told: string[] = [];
  const health: ExchangeHealth = createHealth('bank-red', ({ code = '' }) => {
    told.push(code);
  });
  const deliveries: LaneDelivery[] = [];
  const { client } = simulated;
  const reception = makeReception({ client, health, group: 'interlock.node.bank-red', times: TIMES, deliveries: () => deliveries });
  const delivery = makeLaneDelivery({
    lane: TO_BANK,
    topic: TOPIC,
    health,
    messageBytesMax: bytesMax,
    handled: (offset) => {
      reception.handled(TOPIC, offset);
    },
    flow: () => undefined,
    flush: reception.flush,
  });
  deliveries.push(delivery);
  const limits = { requestBytesMax: 5_000, messageBytesMax: bytesMax, patienceMs: 2_000 };
  const outbox = makeLaneOutbox({ lane: TO_BANK, topic: TOPIC, client, health, pause: makePause(), ...limits });
  return {
    told,
    health,
    reception,
    send: (given: LaneBatch) => outbox.send(given),
    receive: (handler: (given: LaneBatch) => Promise<void>) => {
      reception.renew();
      return delivery.add(handler);
    },
  };
}

describe('the watch over a consumer that says nothing', () => {
  it.each<[string, (simulated: SimulatedClient) => void, string]>([
    ['ends', (simulated) => simulated.crash(), 'BROKER_TROUBLE'],
    ['does not hear of its coordinator', (simulated) => Object.assign(simulated.silence, { heartbeatMs: 1_001 }), 'CONSUMER_STUCK'],
    ['gets no answer to a fetch', (simulated) => Object.assign(simulated.silence, { fetchMs: 1_001 }), 'CONSUMER_STUCK'],
    ['is in no group any more', (simulated) => Object.assign(simulated, { isGroupEmpty: true }), 'CONSUMER_STUCK'],
    ['cannot commit', (simulated) => Object.assign(simulated, { isCommitRefused: true }), 'CONSUMER_STUCK'],
    ['stands still while its topic grows', (simulated) => Object.assign(simulated, { isFetchStuck: true }), 'CONSUMER_STUCK'],
  ])('builds one anew that %s, and everything arrives', async (_, happens, code) => {
    const simulated = simulateClient();
    const lane = laneOver(simulated);
    const at = inbox();
    lane.receive(at.handler);
    await lane.send(batch(0, 1));
    await at.has(1);
    happens(simulated);
    await lane.send(batch(2, 3));
    await untilHolds(() => lane.reception.rebuilds() > 0);
    Object.assign(simulated, { isGroupEmpty: false, isCommitRefused: false, isFetchStuck: false });
    Object.assign(simulated.silence, { heartbeatMs: 0, fetchMs: 0 });
    await at.has(3);
    await untilHolds(() => simulated.committed(TOPIC) === 4n);
    await untilHolds(() => lane.health.standing().length === 0);
    expect([...new Set(at.numbers())]).toEqual([0, 1, 2, 3]);
    expect(lane.told).toContain(code);
    await lane.reception.close();
  });

  it('leaves one alone that hears and gets on, however long its recipient takes', async () => {
    const simulated = simulateClient();
    const lane = laneOver(simulated);
    const hold = Promise.withResolvers<undefined>();
    const at = inbox(() => hold.promise.then(() => undefined));
    lane.receive(at.handler);
    await lane.send(batch(0, 1));
    await new Promise((resolve) => setTimeout(resolve, 5 * TIMES.stuckMs));
    expect(lane.reception.lag(TOPIC)).toBe(2);
    hold.resolve(undefined);
    await at.has(1);
    expect([lane.reception.rebuilds(), simulated.consumers()]).toEqual([0, 1]);
    await lane.reception.close();
  });

  it('leaves alone what another process of the node reads, which has a watch of its own', async () => {
    const simulated = simulateClient();
    const lane = laneOver(simulated);
    lane.receive(inbox().handler);
    await untilHolds(() => lane.reception.isJoined());
    simulated.giveAway();
    await lane.send(batch(0, 1));
    await new Promise((resolve) => setTimeout(resolve, 5 * TIMES.stuckMs));
    expect([lane.reception.rebuilds(), simulated.consumers()]).toEqual([0, 1]);
    await lane.reception.close();
  });

  it('says that a question was not answered only until the next one is', async () => {
    const simulated = simulateClient();
    const lane = laneOver(simulated);
    lane.receive(inbox().handler);
    await untilHolds(() => lane.reception.isJoined());
    simulated.isLookRefused = true;
    await untilHolds(() => lane.health.standing().some(({ code }) => code === 'BROKER_UNREACHABLE'));
    simulated.isLookRefused = false;
    await untilHolds(() => lane.health.standing().length === 0);
    expect(lane.reception.rebuilds()).toBe(0);
    await lane.reception.close();
  });

  it('does not hand over again what comes again because the group has met anew', async () => {
    const simulated = simulateClient();
    const lane = laneOver(simulated);
    const hold = Promise.withResolvers<undefined>();
    const at = inbox(() => hold.promise.then(() => undefined));
    lane.receive(at.handler);
    await lane.send(batch(0, 2));
    await untilHolds(() => lane.reception.isJoined());
    simulated.rejoin();
    hold.resolve(undefined);
    await lane.send(batch(3, 3));
    await at.has(3);
    expect(at.numbers()).toEqual([0, 1, 2, 3]);
    await lane.reception.close();
  });

  it('nor what is fetched again from below a commit that was acknowledged meanwhile', async () => {
    const simulated = simulateClient();
    const lane = laneOver(simulated);
    const at = inbox();
    lane.receive(at.handler);
    await lane.send(batch(0, 2));
    await untilHolds(() => simulated.committed(TOPIC) === 3n);
    simulated.rejoin(1n);
    await lane.send(batch(3, 3));
    await untilHolds(() => simulated.committed(TOPIC) === 4n);
    await lane.reception.close();
    expect([at.numbers(), simulated.consumers()]).toEqual([[0, 1, 2, 3], 1]);
  });

  it('hears a topic that was made anew, whose offsets begin again', async () => {
    const simulated = simulateClient();
    const lane = laneOver(simulated);
    const at = inbox();
    lane.receive(at.handler);
    await lane.send(batch(0, 2));
    await at.has(2);
    await untilHolds(() => simulated.committed(TOPIC) === 3n);
    simulated.renewTopic(TOPIC);
    await lane.send(batch(3, 3));
    await at.has(3);
    expect(at.numbers()).toEqual([0, 1, 2, 3]);
    await lane.reception.close();
  });
});

describe('the sending end of a lane', () => {
  it('sends the same messages again until they are taken, one request in flight', async () => {
    const simulated = simulateClient();
    const lane = laneOver(simulated);
    simulated.refuse('BROKER_UNREACHABLE', 'BROKER_REPLICAS_MISSING');
    const first = lane.send(batch(0, 2));
    const later = [lane.send(batch(3, 3)), lane.send(batch(4, 4))];
    await Promise.all([first, ...later]);
    const [one, again, taken, rest] = simulated.produced;
    expect([again, taken]).toEqual([one, one]);
    expect(one?.map(({ headers }) => headers['ce_sequence'])).toEqual(['0', '1', '2']);
    expect(rest?.map(({ headers }) => headers['ce_sequence'])).toEqual(['3', '4']);
    expect(simulated.mostInFlight()).toBe(1);
    expect(lane.told).toEqual(['BROKER_UNREACHABLE', 'BROKER_REPLICAS_MISSING']);
    expect(lane.health.standing()).toEqual([]);
  });

  it('cuts a batch so that no request is too large', async () => {
    const simulated = simulateClient();
    const lane = laneOver(simulated);
    await lane.send(batch(0, 49));
    expect(simulated.produced.length).toBeGreaterThan(1);
    expect(simulated.produced.flat().map(({ headers }) => Number(headers['ce_sequence']))).toEqual(
      Array.from({ length: 50 }, (_, at) => at),
    );
  });

  it.each([
    ['that the broker does not take', 1_000_000, 500],
    ['that is larger than what is allowed', 5_000, 1_000_000],
  ])('leaves out a fact %s, and the watermark that it carried goes alone', async (_, allowed, taken) => {
    const simulated = simulateClient();
    simulated.bytesMax = taken;
    const lane = laneOver(simulated, allowed);
    const { facts, watermark } = batch(0, 3);
    await lane.send({ watermark, facts: facts.map((one) => (one.number % 2 ? { ...one, data: { text: 'x'.repeat(6_000) } } : one)) });
    const at = inbox();
    lane.receive(at.handler);
    await at.until(() => at.received.some((one) => one.watermark.revision === 3));
    expect(at.numbers()).toEqual([0, 2]);
    expect(lane.health.allPassedOver()).toEqual([{ topic: TOPIC, code: 'MESSAGE_TOO_LARGE', count: 2, last: '3' }]);
    await lane.reception.close();
  });
});
