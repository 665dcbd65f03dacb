import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { INFRA_KAFKA } from './install-kafka.ts';
import { type NodeSettings, serverProperties } from './server-properties.ts';

const template = readFileSync(join(INFRA_KAFKA, 'server.properties'), 'utf8');
const ports = [
  { client: 9092, controller: 9093 },
  { client: 9094, controller: 9095 },
  { client: 9096, controller: 9097 },
];
const one: NodeSettings = {
  nodeId: 1,
  ports: ports.slice(0, 1),
  dataFolder: '/city/kafka/node-1/data',
  keyStore: '/city/certificates/kafka/bundle.pem',
  trustStore: '/city/certificates/ca.pem',
  sessionTimeoutMs: 2_000,
};

function valueOf(text: string, name: string): string | undefined {
  return text
    .split('\n')
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

describe('settings of a broker', () => {
  it('leave no word of the template open, and refuse one that nobody sets', () => {
    expect(serverProperties(template, one)).not.toMatch(/@\w+@/);
    expect(() => serverProperties('broker.rack=@room@', one)).toThrow('@room@');
  });

  it('keep one copy with one broker, and three with three, of which two must be there', () => {
    const values = (settings: NodeSettings) =>
      ['default.replication.factor', 'min.insync.replicas', 'offsets.topic.replication.factor'].map((name) =>
        valueOf(serverProperties(template, settings), name),
      );
    expect(values(one)).toEqual(['1', '1', '1']);
    expect(values({ ...one, nodeId: 2, ports })).toEqual(['3', '2', '3']);
  });

  it('name every voter, and the broker’s own ports', () => {
    const text = serverProperties(template, { ...one, nodeId: 2, ports });
    expect(valueOf(text, 'controller.quorum.voters')).toBe('1@127.0.0.1:9093,2@127.0.0.1:9095,3@127.0.0.1:9097');
    expect(valueOf(text, 'listeners')).toBe('CLIENTS://127.0.0.1:9094,CONTROLLER://127.0.0.1:9095');
    expect(() => serverProperties(template, { ...one, nodeId: 4, ports })).toThrow('No ports for node 4');
  });

  it('refuse by default, and make no topic by themselves', () => {
    const text = serverProperties(template, one);
    expect(valueOf(text, 'allow.everyone.if.no.acl.found')).toBe('false');
    expect(valueOf(text, 'ssl.client.auth')).toBe('required');
    expect(valueOf(text, 'auto.create.topics.enable')).toBe('false');
  });

  it('beat several times within the time after which a silent broker counts as gone', () => {
    const text = serverProperties(template, { ...one, sessionTimeoutMs: 9_000 });
    expect([valueOf(text, 'broker.session.timeout.ms'), valueOf(text, 'broker.heartbeat.interval.ms')]).toEqual(['9000', '1500']);
  });
});
