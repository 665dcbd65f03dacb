import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { type ProcessCertificate, makeDemoCertificates, readCertificate } from '../certificates/demo-certificates.ts';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { describeOnBroker } from './shared-broker.testing.ts';

/** Asks for the broker’s API versions. Gives `answered`, or the broker’s TLS alert as Node names it. */
async function greet(address: string, shown: Partial<ProcessCertificate>): Promise<string> {
  const request = Buffer.from([0, 0, 0, 12, 0, 18, 0, 0, 0, 0, 0, 1, 0, 2, 0x6d, 0x65]);
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), ...shown }, () => socket.write(request));
    const end = (answer: string) => {
      resolve(answer);
      socket.destroy();
    };
    socket.on('data', () => end('answered'));
    socket.on('error', (error: Error) => end('code' in error ? String(error.code) : error.message));
    socket.on('close', () => end('closed'));
  });
}

await describeOnBroker('a client that the broker does not know', (broker) => {
  const [address = ''] = broker.brokers;
  const folder = temporaryFolder();
  const ca = readCertificate(broker.certificates, 'kafka-admin').ca;

  beforeAll(async () => {
    await broker.certificateOf('visitor');
    await makeDemoCertificates({ folder: folder.path, names: ['kafka-admin'] });
  });
  afterAll(() => folder.remove());

  it('is answered when it shows a certificate of the broker’s authority', async () => {
    expect(await greet(address, readCertificate(broker.certificates, 'visitor'))).toBe('answered');
  });

  it('is refused without a certificate', async () => {
    expect(await greet(address, { ca })).toBe('ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE');
  });

  it('is refused with another authority’s certificate, though it calls itself the administrator', async () => {
    expect(await greet(address, { ...readCertificate(folder.path, 'kafka-admin'), ca })).toBe('ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN');
  });

  it('is refused with a certificate that has expired', async () => {
    await makeDemoCertificates({ folder: broker.certificates, names: ['late-visitor'], notAfter: new Date(Date.now() - 60_000) });
    expect(await greet(address, readCertificate(broker.certificates, 'late-visitor'))).toBe('ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN');
  });

  it('does not believe a broker of another authority', async () => {
    expect(await greet(address, readCertificate(folder.path, 'kafka-admin'))).toBe('SELF_SIGNED_CERT_IN_CHAIN');
  });

  it('makes no topic by writing to it, whoever it is', async () => {
    const { ca: trusted, cert, key } = readCertificate(broker.certificates, 'kafka-admin');
    const ssl = { ca: [trusted], cert, key };
    const kafka = new Kafka({ brokers: [address], ssl, retry: { retries: 0 }, logLevel: logLevel.NOTHING });
    const [producer, admin] = [kafka.producer({ allowAutoTopicCreation: true }), kafka.admin()];
    await Promise.all([producer.connect(), admin.connect()]);
    await expect(producer.send({ topic: 'nobody-planned-this', messages: [{ value: 'a fact' }] })).rejects.toThrow(
      'This server does not host this topic-partition', // UNKNOWN_TOPIC_OR_PARTITION
    );
    expect(await admin.listTopics()).not.toContain('nobody-planned-this');
    await Promise.all([producer.disconnect(), admin.disconnect()]);
  });
});
