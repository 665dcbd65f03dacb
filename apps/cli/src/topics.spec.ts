import { sharedBroker } from '@interlock/adapters';
import { describe, expect, it } from '@jest/globals';
import { copiesOn } from './commands/topics.ts';
import { documentIn, interlock, rowsIn } from './children.suite.ts';

const broker = await sharedBroker();

describe('interlock topics plan', () => {
  it('shows who writes and who reads each lane', async () => {
    const { code, out, err } = await interlock(['topics', 'plan']);
    expect(code).toBe(0);
    const rows = out
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(rows[0]).toEqual(['topic', 'written by', 'read by']);
    expect(rows).toContainEqual(['interlock.lane.police.bank-industry', 'police', 'bank-industry']);
    expect(rows).toContainEqual(['interlock.lane.bank-industry.police', 'bank-industry', 'police']);
    expect(err).toMatch(new RegExp(`^${String(rows.length - 1)} topics, kept 168 h in 1 copy; \\d+ rights of \\d+ nodes\n$`));
  });

  it('is a document with topics, settings and rights', async () => {
    const { out } = await interlock(['topics', 'plan', '--json', '--prefix', 'city-a', '--copies', '3', '--keep', '24']);
    const document = documentIn(out);
    const topics = rowsIn(document, 'topics');
    expect(topics).toContainEqual({
      name: 'city-a.lane.police.office',
      partitions: 1,
      replication: 3,
      settings: { 'cleanup.policy': 'delete', 'retention.ms': '86400000', 'min.insync.replicas': '2', 'max.message.bytes': '2097152' },
    });
    expect(rowsIn(document, 'grants')).toContainEqual({ node: 'office', may: 'read', on: 'group', name: 'city-a.node.office' });
  });

  it('refuses what is no prefix and no number of copies', async () => {
    expect((await interlock(['topics', 'plan', '--prefix', 'Interlock.'])).code).toBe(2);
    expect((await interlock(['topics', 'plan', '--copies', '0'])).code).toBe(2);
  });
});

describe('interlock topics apply', () => {
  it.each([
    { named: 1, there: 1, copies: 1 },
    { named: 1, there: 3, copies: 3 }, // an address that stands for all
    { named: 3, there: 2, copies: 3 }, // one is away
    { named: 1, there: 5, copies: 3 },
  ])('takes $copies copies where $named brokers are named and $there are there', ({ named, there, copies }) => {
    expect(copiesOn(named, there)).toBe(copies);
  });

  it('says what it needs: a broker, certificates, and a broker that answers', async () => {
    const unnamed = await interlock(['topics', 'apply']);
    expect([unnamed.code, unnamed.err]).toEqual([2, expect.stringContaining('INTERLOCK_KAFKA_BROKERS')]);
    const brokers = ['--brokers', '127.0.0.1:1'];
    expect(await interlock(['topics', 'apply', ...brokers])).toMatchObject({
      code: 2,
      err: expect.stringContaining('INTERLOCK_CERTIFICATES'),
    });
    const certificates = ['--certificates', '/nowhere'];
    expect(await interlock(['topics', 'apply', ...brokers, ...certificates])).toMatchObject({
      code: 3,
      err: expect.stringContaining('ca.pem'),
    });
    expect((await interlock(['topics', 'apply', '--brokers', '127.0.0.1'])).code).toBe(2);
  });

  if ('skipped' in broker) {
    it.skip(`brings a real broker to the plan (skipped: ${broker.skipped})`, () => undefined);
    return;
  }
  const env = { INTERLOCK_KAFKA_BROKERS: broker.brokers.join(','), INTERLOCK_CERTIFICATES: broker.certificates };

  it('makes as many copies as there are brokers, three at most, unless told otherwise', async () => {
    const [address = ''] = broker.brokers;
    const two = `${address},${address.replace('127.0.0.1', 'localhost')}`;
    const kept = async (...more: string[]) =>
      /kept 168 h in \d cop\w+/.exec((await interlock(['topics', 'apply', '--dry-run', '--prefix', 'cli-copies', ...more], env)).err)?.[0];
    expect(await kept()).toBe('kept 168 h in 1 copy');
    expect(await kept('--brokers', two)).toBe('kept 168 h in 2 copies');
    expect(await kept('--brokers', two, '--copies', '1')).toBe('kept 168 h in 1 copy');
  });

  it('brings a real broker to the plan, and a second time changes nothing', async () => {
    const apply = (...more: string[]) => interlock(['topics', 'apply', '--prefix', 'cli-apply', ...more], env);
    const planned = (await interlock(['topics', 'plan', '--json'])).out;
    const topics = rowsIn(documentIn(planned), 'topics').length;
    const would = await apply('--dry-run');
    expect(would.out.split('\n').filter((line) => line.startsWith('would be made: topic cli-apply.lane.'))).toHaveLength(topics);
    const first = await apply();
    expect(first.code).toBe(0);
    expect(first.out).toContain('made: topic cli-apply.lane.police.bank-industry\n');
    expect(first.out).toContain('given: bank-industry may read group cli-apply.node.bank-industry\n');
    const second = await apply('--json');
    expect(second.code).toBe(0);
    expect(documentIn(second.out)).toEqual({
      ...{
        dryRun: false,
        prefix: 'cli-apply',
        created: [],
        changed: [],
        unlike: [],
        granted: [],
        surplus: [],
        removed: false,
        unplanned: [],
      },
    });
    const longer = await apply('--keep', '24');
    expect(longer.out).toContain('changed: retention.ms of cli-apply.lane.police.bank-industry from 604800000 to 86400000\n');
  });

  it('tells an unreachable broker and a certificate that may not do this', async () => {
    const certificates = ['--certificates', broker.certificates];
    const silent = await interlock(['topics', 'apply', '--brokers', '127.0.0.1:1', ...certificates]);
    expect([silent.code, silent.err]).toEqual([1, expect.stringContaining('Kafka does not answer')]);
    await broker.certificateOf('police');
    const refused = await interlock(['topics', 'apply', '--prefix', 'cli-refused', '--as', 'police', '--dry-run'], env);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('do not accept each other')]);
  });
});
