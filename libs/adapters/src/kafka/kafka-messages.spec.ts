import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CloudEvent, Kafka } from 'cloudevents';
import { type LaneFact } from '@interlock/kernel';
import { TO_BANK, batch, fact, inbox } from '../conformance/exchange.fixtures.ts';
import { describeOnBroker } from '../kafka-broker/shared-broker.testing.ts';
import { type KafkaScene, type RawMessage, sceneOn, untilHolds, watermarkOf } from './kafka-scene.testing.ts';
import { encodeBatch } from './lane-message.ts';

/** As our own sender writes it. */
function written(facts: readonly LaneFact[]): readonly RawMessage[] {
  const last = facts.at(-1)?.number ?? -1;
  return encodeBatch(TO_BANK, { facts, watermark: watermarkOf(last) }).map(({ message: { key, value, headers } }) => {
    return { key, value: value?.toString() ?? null, headers };
  });
}

function without(message: RawMessage | undefined, headers: Readonly<Record<string, string>>): RawMessage {
  return { key: null, value: null, ...message, headers: { ...message?.headers, ...headers } };
}

await describeOnBroker('messages of a lane on Kafka', (broker) => {
  let tests = 0;
  let scene: KafkaScene;

  beforeEach(() => {
    tests += 1;
    scene = sceneOn(broker, 'kafkajs', `messages-${String(tests)}`);
  });
  afterEach(() => scene.close());

  it('are CloudEvents to a reader who knows nothing of Interlock, numbered without a gap', async () => {
    await scene.makeTopics([TO_BANK]);
    const police = await scene.open('police');
    const told = {
      ...fact(1),
      correlationId: 'case-12',
      causationId: 'command-7',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    };
    await police.send(TO_BANK, { facts: [fact(0), told], watermark: watermarkOf(1) });
    await police.send(TO_BANK, { facts: [], watermark: watermarkOf(1) });
    await police.send(TO_BANK, batch(2, 3));
    const read = await scene.read(TO_BANK, 5);
    const events = read.map(({ key, value, headers }) => {
      const message = { key: key ?? '', value: value ?? '', headers, body: undefined };
      const event = Kafka.toEvent(message);
      if (!(event instanceof CloudEvent)) throw new Error('More than one event in a message');
      return event;
    });
    expect(events.map(({ type }) => type)).toEqual([
      'cn.interlock.police.stop-ordered.v1',
      'cn.interlock.police.stop-ordered.v1',
      'cn.interlock.lane.watermark.v1',
      'cn.interlock.police.stop-ordered.v1',
      'cn.interlock.police.stop-ordered.v1',
    ]);
    const facts = events.filter(({ type }) => !type.includes('.lane.watermark.'));
    expect(facts.map((event) => event['sequence'])).toEqual(['0', '1', '2', '3']);
    expect(new Set(events.map(({ id }) => id)).size).toBe(5);
    expect(facts[1]).toMatchObject({
      id: told.id,
      source: '/interlock/police',
      subject: 'case-12',
      datacontenttype: 'application/json',
      dataschema: 'urn:interlock:contract:police.stop-ordered.v1',
      data: { orderId: 'order-1', text: '止付' },
    });
    expect(read[1]).toMatchObject({
      key: 'case-12',
      headers: { traceparent: told.traceparent, interlock_causation: 'command-7', interlock_position: '10' },
    });
    expect(read.map(({ headers }) => headers['interlock_watermark_revision'])).toEqual([undefined, '1', '1', undefined, '3']);
  });

  it('that are no facts of the lane are told with their place, and hold up nothing', async () => {
    await scene.makeTopics([TO_BANK]);
    const bank = await scene.open('bank-red', { messageBytesMax: 20_000 });
    const at = inbox();
    const [first, second, third, fourth, fifth, sixth] = written([0, 1, 2, 3, 4, 5].map(fact));
    await scene.write(TO_BANK, [
      ...written([fact(0)]),
      { key: null, value: 'hello', headers: {} },
      without(first, { ce_specversion: '0.3' }),
      without(second, { ce_source: '/interlock/bank-blue' }),
      without(third, { ce_sequence: 'three' }),
      without(fourth, { interlock_watermark_revision: 'unreadable' }),
      { ...without(fifth, {}), value: '{"cut' },
      { ...without(sixth, {}), value: JSON.stringify({ text: 'x'.repeat(30_000) }) },
      ...written([fact(6), fact(7)]),
      { key: null, value: null, headers: { ce_id: 'last' } },
    ]);
    await bank.receive(TO_BANK, at.handler);
    await at.has(7);
    expect(at.numbers()).toEqual([0, 6, 7]);
    const topic = `${scene.prefix}.lane.police.bank-red`;
    await untilHolds(() => bank.state().lanes[0]?.lag === 0);
    expect(bank.state()).toMatchObject({
      passedOver: [
        { topic, code: 'MESSAGE_UNREADABLE', count: 7, last: '10' },
        { topic, code: 'MESSAGE_TOO_LARGE', count: 1, last: '7' },
      ],
      problems: [],
    });
    expect(scene.told.filter((one) => one === 'bank-red MESSAGE_UNREADABLE')).toHaveLength(7);
  });

  it('wait where the recipient is behind, and the lag says how many', async () => {
    await scene.makeTopics([TO_BANK]);
    const [police, bank] = [await scene.open('police'), await scene.open('bank-red')];
    const stuck = Promise.withResolvers<undefined>();
    const at = inbox(() => stuck.promise.then(() => undefined));
    await bank.receive(TO_BANK, at.handler);
    await police.send(TO_BANK, batch(0, 9));
    await untilHolds(() => bank.state().lanes[0]?.lag === 10);
    stuck.resolve(undefined);
    await untilHolds(() => bank.state().lanes[0]?.lag === 0);
  });

  it('of a lane that has forked wait for its next epoch, and are not acknowledged', async () => {
    await scene.makeTopics([TO_BANK]);
    const [police, bank] = [await scene.open('police'), await scene.open('bank-red')];
    const forked = Object.assign(new Error('forked at 1'), { code: 'LANE_FORKED' });
    const at = inbox(({ watermark }) => (watermark.epoch === undefined && watermark.revision > 0 ? Promise.reject(forked) : undefined));
    const receiving = await bank.receive(TO_BANK, at.handler);
    await police.send(TO_BANK, batch(0, 0));
    await at.has(0);
    await police.send(TO_BANK, batch(1, 1));
    await police.send(TO_BANK, batch(2, 2));
    await untilHolds(() => bank.state().problems.some(({ code }) => code === 'LANE_FORKED'));
    await untilHolds(() => bank.state().lanes[0]?.lag === 2);
    await police.send({ ...TO_BANK, epoch: 2 }, { facts: [fact(0)], watermark: watermarkOf(0, 2) });
    await at.until(() => at.received.some(({ watermark }) => watermark.epoch === 2));
    await untilHolds(() => bank.state().lanes[0]?.lag === 0 && bank.state().problems.length === 0);
    await receiving.stop();
    expect(at.numbers()).toEqual([0, 0]);
  });
});
