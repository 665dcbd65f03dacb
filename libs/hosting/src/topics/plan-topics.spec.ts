import { describe, expect, it } from '@jest/globals';
import { rosterOf } from '../roster.ts';
import { planTopics } from './plan-topics.ts';

/** A small city: one bank, one payment institution, one operator, and the police, who run the office. */
const roster = rosterOf([
  { code: 'police', kind: 'police', office: true },
  { code: 'bank-industry', kind: 'bank' },
  { code: 'pay-river', kind: 'payment' },
  { code: 'mobile', kind: 'operator' },
]);
const plan = planTopics(roster, { prefix: 'interlock', replication: 3, retentionHours: 48 });

const may = (node: string) => plan.grants.filter((grant) => grant.node === node).map((grant) => `${grant.may} ${grant.on} ${grant.name}`);

describe('topics of a city', () => {
  it('are one for each lane that the roster makes, and none between banks', () => {
    expect(plan.topics.map(({ name }) => name.replace('interlock.lane.', '')).sort()).toEqual(
      [
        ...['police.bank-industry', 'police.pay-river', 'police.mobile', 'police.office', 'police.city'],
        ...['bank-industry.police', 'bank-industry.city', 'pay-river.police', 'pay-river.city'],
        ...['mobile.police', 'mobile.office', 'mobile.city', 'office.police', 'office.mobile', 'office.city'],
      ].sort(),
    );
  });

  it('are ordered, kept for the hours asked for, and written while all copies but one are there', () => {
    for (const { partitions, replication, settings } of plan.topics) {
      expect([partitions, replication]).toEqual([1, 3]);
      expect(settings).toEqual({
        'cleanup.policy': 'delete',
        'retention.ms': '172800000',
        'min.insync.replicas': '2',
        'max.message.bytes': '2097152',
      });
    }
    const [single] = planTopics(roster, { prefix: 'interlock', replication: 1, retentionHours: 48 }).topics;
    expect(single?.settings['min.insync.replicas']).toBe('1');
  });

  it('let a bank write what it tells, read what it is told, and nothing else', () => {
    expect(may('bank-industry').sort()).toEqual(
      [
        ...['write topic interlock.lane.bank-industry.police', 'describe topic interlock.lane.bank-industry.police'],
        ...['write topic interlock.lane.bank-industry.city', 'describe topic interlock.lane.bank-industry.city'],
        ...['read topic interlock.lane.police.bank-industry', 'describe topic interlock.lane.police.bank-industry'],
        'read group interlock.node.bank-industry',
      ].sort(),
    );
  });

  it('let the city read, and write nothing', () => {
    expect(may('city').filter((right) => right.startsWith('write'))).toEqual([]);
    expect(may('city').filter((right) => right.startsWith('read topic'))).toHaveLength(5);
  });

  it('give every lane exactly one writer and one reader', () => {
    for (const { name } of plan.topics) {
      const [, , from, to] = name.split('.');
      const who = (right: string) => plan.grants.filter((grant) => grant.name === name && grant.may === right).map(({ node }) => node);
      expect([who('write'), who('read')]).toEqual([[from], [to]]);
    }
  });
});
