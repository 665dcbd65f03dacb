import { describe, expect, it } from '@jest/globals';
import { interlock } from '../children.suite.ts';
import { brokerPorts } from './broker.ts';

describe('the brokers of a distributed city', () => {
  it('take two neighbouring ports each, the clients’ first', () => {
    expect(brokerPorts(9092, 1)).toEqual([{ client: 9092, controller: 9093 }]);
    expect(brokerPorts(9092, 3)).toEqual([
      { client: 9092, controller: 9093 },
      { client: 9094, controller: 9095 },
      { client: 9096, controller: 9097 },
    ]);
  });

  it('are one or three: two could not tell which of them is gone', async () => {
    const { code, err } = await interlock(['up', '--brokers', '2']);
    expect([code, err]).toEqual([2, expect.stringContaining('Allowed choices are 1, 3')]);
  });
});
