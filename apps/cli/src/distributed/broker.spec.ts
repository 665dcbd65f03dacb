import { describe, expect, it } from '@jest/globals';
import { interlock } from '../children.suite.ts';
import { brokerPorts, keepBrokers } from './broker.ts';

const GONE = 2 ** 30; // no system gives such a number to a process

describe('a broker that is kept running', () => {
  it('is looked after further when what follows on its restart fails', async () => {
    const lines: string[] = [];
    const failed = Promise.withResolvers<undefined>();
    const node = { pid: GONE, address: '127.0.0.1:9', kill: () => Promise.resolve(), restart: () => Promise.resolve() };
    const kept = keepBrokers(
      { nodes: [node] },
      (line) => lines.push(line),
      () => {
        failed.resolve(undefined);
        throw new Error('ENOSPC');
      },
    );
    await failed.promise;
    await kept.end();
    expect(lines.at(-1)).toBe('what follows on a broker’s restart failed: ENOSPC');
  });
});

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
