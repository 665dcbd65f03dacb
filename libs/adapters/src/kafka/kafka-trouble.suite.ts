import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { makeDemoCertificates, readCertificate } from '../certificates/demo-certificates.ts';
import { BACK, TO_BANK, TO_CITY, batch, fact, inbox } from '../conformance/exchange.fixtures.ts';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { type TestBroker } from '../kafka-broker/shared-broker.ts';
import { freeAddress, passOn } from './door.testing.ts';
import { type KafkaClientName } from './kafka-exchange.ts';
import { type KafkaScene, sceneOn, untilHolds } from './kafka-scene.testing.ts';

/** What is wrong between a node and its broker is a coded state, stops no other lane, and drops nothing. */
export function kafkaTroubleSuite(broker: TestBroker, client: KafkaClientName): void {
  describe(`trouble with a broker: ${client}`, () => {
    let tests = 0;
    let scene: KafkaScene;

    beforeEach(() => {
      tests += 1;
      scene = sceneOn(broker, client, `trouble-${client}-${String(tests)}`);
    });
    afterEach(() => scene.close());

    it('opens without a broker, says so, and begins when it is there', async () => {
      await scene.makeTopics([TO_BANK]);
      const address = await freeAddress();
      const police = await scene.open('police', { brokers: [address], times: { gatherMs: 5, patienceMs: 60_000 } });
      const bank = await scene.open('bank-red', { brokers: [address] });
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      const sending = police.send(TO_BANK, batch(0, 2));
      await untilHolds(() => !police.state().isConnected && !bank.state().isConnected);
      expect(bank.state()).toMatchObject({ isReceiving: false, problems: [{ code: 'BROKER_UNREACHABLE' }] });
      expect(scene.told).toContain('police BROKER_UNREACHABLE');
      const door = await passOn(address, broker.brokers[0] ?? '');
      await sending;
      await at.has(2);
      expect([police.state(), bank.state()]).toEqual([
        expect.objectContaining({ isConnected: true, problems: [] }),
        expect.objectContaining({ isConnected: true, isReceiving: true, problems: [] }),
      ]);
      await door.close();
    });

    it('reaches a broker that takes longer over a connection than it is given at first', async () => {
      await scene.makeTopics([TO_BANK]);
      const address = await freeAddress();
      const door = await passOn(address, broker.brokers[0] ?? '', 1_300);
      const police = await scene.open('police', { brokers: [address], times: { gatherMs: 5, patienceMs: 60_000 } });
      await police.send(TO_BANK, batch(0, 2));
      expect(scene.told).toContain('police BROKER_UNREACHABLE');
      expect(police.state()).toMatchObject({ isConnected: true, problems: [] });
      await door.close();
    });

    it('tells a sender what kept its batch from the broker', async () => {
      const police = await scene.open('police', { brokers: [await freeAddress()] });
      await expect(police.send(TO_BANK, batch(0, 2))).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
    });

    it('says when the broker does not know the authority of its certificate', async () => {
      const folder = temporaryFolder();
      await makeDemoCertificates({ folder: folder.path, names: ['police'] });
      const { ca } = await broker.certificateOf('police');
      const certificate = { ...readCertificate(folder.path, 'police'), ca };
      const police = await scene.open('police', { certificate });
      await police.receive(BACK, inbox().handler);
      await expect(police.send(TO_BANK, batch(0, 0))).rejects.toMatchObject({ code: 'BROKER_CREDENTIALS_REFUSED' });
      await untilHolds(() => police.state().problems.some(({ place }) => place === 'broker'));
      expect(police.state()).toMatchObject({ isConnected: false, isReceiving: false });
      expect(new Set(police.state().problems.map(({ code }) => code))).toEqual(new Set(['BROKER_CREDENTIALS_REFUSED']));
      folder.remove();
    });

    it('says when its own certificate is over', async () => {
      const folder = temporaryFolder();
      await makeDemoCertificates({ folder: folder.path, names: ['police'], notAfter: new Date('2026-01-01T00:00:00Z') });
      const police = await scene.open('police', { certificate: readCertificate(folder.path, 'police') });
      expect(police.state()).toMatchObject({ isConnected: false, problems: [{ place: 'certificate', code: 'CERTIFICATE_EXPIRED' }] });
      folder.remove();
    });

    it('says when its own certificate is not yet in force, and no longer when it is', async () => {
      const folder = temporaryFolder();
      const notBefore = new Date(Date.now() + 86_400_000);
      await makeDemoCertificates({ folder: folder.path, names: ['police'], notBefore });
      const police = await scene.open('police', { certificate: readCertificate(folder.path, 'police') });
      expect(scene.told).toContain('police CERTIFICATE_NOT_YET_VALID');
      expect(police.state()).toMatchObject({ isConnected: false, problems: [{ place: 'certificate', code: 'CERTIFICATE_NOT_YET_VALID' }] });
      const now = jest.spyOn(Date, 'now').mockReturnValue(notBefore.getTime() + 1_000);
      expect(police.state()).toMatchObject({ isConnected: true, problems: [] });
      now.mockRestore();
      folder.remove();
    });

    it('waits for a topic that nobody has made, while other lanes flow', async () => {
      await scene.makeTopics([TO_CITY]);
      await scene.grant([TO_BANK]);
      const [police, bank, city] = [await scene.open('police'), await scene.open('bank-red'), await scene.open('city')];
      const [late, flowing] = [inbox(), inbox()];
      await bank.receive(TO_BANK, late.handler);
      await city.receive(TO_CITY, flowing.handler);
      await expect(police.send(TO_BANK, batch(0, 0))).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
      await police.send(TO_CITY, batch(0, 1));
      await flowing.has(1);
      await untilHolds(() => bank.state().problems.length > 0);
      expect(bank.state()).toMatchObject({
        isReceiving: false,
        problems: [{ code: 'TOPIC_UNKNOWN', place: `${scene.prefix}.lane.police.bank-red` }],
      });
      await scene.makeTopics([TO_BANK, TO_CITY]);
      await police.send(TO_BANK, batch(0, 0));
      await late.has(0);
      expect(police.state().problems).toEqual([]);
    });

    it('cannot write to another’s lane, nor read it, and reads its own all the same', async () => {
      await scene.makeTopics([TO_BANK, TO_CITY, BACK]);
      const [police, city] = [await scene.open('police'), await scene.open('city')];
      const [own, foreign] = [inbox(), inbox()];
      await city.receive(TO_CITY, own.handler);
      await city.receive(TO_BANK, foreign.handler);
      await expect(city.send(TO_BANK, batch(0, 0))).rejects.toMatchObject({ code: 'TOPIC_REFUSED' });
      await police.send(TO_BANK, batch(0, 1));
      await police.send(TO_CITY, batch(0, 1));
      await own.has(1);
      expect(foreign.numbers()).toEqual([]);
      expect(city.state().problems).toEqual([
        expect.objectContaining({ place: `${scene.prefix}.lane.police.bank-red`, code: 'TOPIC_REFUSED' }),
      ]);
    });

    it('leaves out what the topic does not take: the watermark tells the recipient that it is missing', async () => {
      await scene.makeTopics([TO_BANK], 65_536);
      const [police, bank] = [await scene.open('police'), await scene.open('bank-red')];
      const at = inbox();
      await bank.receive(TO_BANK, at.handler);
      const large = { ...fact(2), data: { text: 'x'.repeat(100_000) } };
      await police.send(TO_BANK, { ...batch(0, 2), facts: [fact(0), fact(1), large] });
      await at.until(() => at.received.some(({ watermark }) => watermark.revision === 2));
      expect(at.numbers()).toEqual([0, 1]);
      expect(police.state().passedOver).toEqual([
        { topic: `${scene.prefix}.lane.police.bank-red`, code: 'MESSAGE_TOO_LARGE', count: 1, last: '2' },
      ]);
    });
  });
}
