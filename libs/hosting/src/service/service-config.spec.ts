import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../config/read-settings.ts';
import { EMBEDDED } from '../config/settings.ts';
import { Fault } from '../faults/fault.ts';
import { exchangeOf, refuseInProcess, serviceConfig } from './service-config.ts';

const ROSTER = [{ code: 'police', member: 'police', kind: 'police' }] as const;
const BROKERS = { INTERLOCK_KAFKA_BROKERS: '127.0.0.1:9092' };

function faultOf(work: () => unknown): Fault['text'] {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) return error.text;
    throw error;
  }
  throw new Error('It did not fail');
}

const service = (env: Readonly<Record<string, string>>) => serviceConfig(env, { kinds: ['police'], roster: ROSTER });

describe('how facts travel', () => {
  it('is Kafka between services, whether that is said or not', () => {
    for (const said of [{}, { INTERLOCK_EXCHANGE: 'kafka' }])
      expect(service({ ...BROKERS, ...said }).kafka).toEqual({ brokers: ['127.0.0.1:9092'], client: 'kafkajs', prefix: 'interlock' });
  });

  it('cannot be within one process between services: they refuse it with all that is wrong besides', () => {
    const { code, why } = faultOf(() => service({ INTERLOCK_EXCHANGE: 'in-process', INTERLOCK_NODES: 'bank-rural' }));
    expect(code).toBe('CONFIGURATION');
    expect(why).toContain('INTERLOCK_EXCHANGE="in-process" is for a city in one process');
    expect(why).toContain('bank-rural is none of police');
    expect(why).toContain('INTERLOCK_KAFKA_BROKERS is missing');
    expect(faultOf(() => refuseInProcess({ INTERLOCK_EXCHANGE: 'in-process' })).code).toBe('CONFIGURATION');
  });

  it('is within the process where all nodes run in one, unless Kafka is asked for and named', () => {
    const embedded = (env: Readonly<Record<string, string>>) => exchangeOf(readSettings(EMBEDDED, env), '/data');
    expect(embedded({})).toEqual({ kind: 'in-process' });
    expect(embedded({ ...BROKERS, INTERLOCK_EXCHANGE: 'kafka', INTERLOCK_KAFKA_PREFIX: 'one' })).toEqual({
      ...{ kind: 'kafka', brokers: ['127.0.0.1:9092'], client: 'kafkajs', prefix: 'one' },
      certificates: '/data/certificates',
    });
    expect(faultOf(() => embedded({ INTERLOCK_EXCHANGE: 'kafka' })).why).toContain('INTERLOCK_KAFKA_BROKERS is missing');
    expect(faultOf(() => embedded({ INTERLOCK_EXCHANGE: 'pigeons' })).why).toContain('is none of in-process, kafka');
  });
});
