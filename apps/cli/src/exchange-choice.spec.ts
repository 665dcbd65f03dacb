import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { WUYI, interlock, temporaryFolder } from './children.suite.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

describe('how facts travel, as the environment says it', () => {
  it('is heard by a story: Kafka without a broker that is named is refused before anything is made', async () => {
    const data = folder.at('played');
    const played = await interlock(['play', WUYI, '--data', data], { INTERLOCK_EXCHANGE: 'kafka' });
    expect(played).toMatchObject({ code: 2, err: expect.stringContaining('INTERLOCK_KAFKA_BROKERS is missing') });
    expect(existsSync(data)).toBe(false);
  });

  it('and without the nodes’ certificates no city is founded', async () => {
    const data = folder.at('nameless');
    const env = { INTERLOCK_EXCHANGE: 'kafka', INTERLOCK_KAFKA_BROKERS: '127.0.0.1:1', INTERLOCK_CERTIFICATES: folder.at('none') };
    const played = await interlock(['play', WUYI, '--data', data], env);
    expect(played).toMatchObject({ code: 3, err: expect.stringContaining('CERTIFICATE_MISSING') });
    expect(existsSync(`${data}/police/log.sqlite`)).toBe(false);
  });

  it('cannot be in one process for a city of processes', async () => {
    const data = folder.at('up');
    const up = await interlock(['up', '--data', data], { INTERLOCK_EXCHANGE: 'in-process' });
    expect(up).toMatchObject({ code: 2, err: expect.stringContaining('[CONFIGURATION]') });
    expect(up.err).toContain('separate services meet over Kafka only');
    expect(existsSync(data)).toBe(false);
  });
});
