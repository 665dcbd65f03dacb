import { describe, expect, it } from '@jest/globals';
import { makeConnectPatience } from './connect-patience.ts';
import { type Consumption, type ConsumptionEvents } from './kafka-client.ts';

const LATE = new Error('Connection timeout');
const EVENTS: ConsumptionEvents = { joined: () => undefined, arrived: () => undefined, ended: () => undefined };

/** What each try of a thing had, as one after the other fails so. */
async function waitsOf(
  patience: ReturnType<typeof makeConnectPatience>,
  of: string,
  failures: readonly Error[],
): Promise<readonly number[]> {
  const waits: number[] = [];
  for (const failure of failures) {
    const act = (connectMs: number): Promise<never> => {
      waits.push(connectMs);
      return Promise.reject(failure);
    };
    await expect(patience.attempt(of, act)).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
  }
  return waits;
}

describe('how long a connection to a broker may take', () => {
  it('doubles from a second to eight while it is too short, and is a second again once it worked', async () => {
    const patience = makeConnectPatience();
    expect(await waitsOf(patience, 'lane', [LATE, LATE, LATE, LATE, LATE])).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
    expect(await waitsOf(patience, 'another lane', [LATE])).toEqual([1_000]);
    expect(await patience.attempt('lane', (connectMs) => Promise.resolve(connectMs))).toBe(8_000);
    expect(await patience.attempt('lane', (connectMs) => Promise.resolve(connectMs))).toBe(1_000);
  });

  it('doubles as the second client says it, too', async () => {
    const late = new Error('Connection to localhost:9092 timed out.');
    expect(await waitsOf(makeConnectPatience(), 'lane', [late, late])).toEqual([1_000, 2_000]);
  });

  it.each(['Connection error: connect ECONNREFUSED 127.0.0.1:9092', 'Request Produce(key: 0, version: 7) timed out'])(
    'stays after: %s',
    async (said) => {
      const failure = new Error(said);
      expect(await waitsOf(makeConnectPatience(), 'lane', [failure, failure])).toEqual([1_000, 1_000]);
    },
  );

  it('doubles for a consumer that ends, until one has joined its group', async () => {
    const patience = makeConnectPatience();
    const waits: number[] = [];
    const consume = async (then: (events: ConsumptionEvents) => void): Promise<void> => {
      await patience.consume({ group: 'bank', topics: ['lane'], events: EVENTS }, (wanted, connectMs) => {
        waits.push(connectMs);
        then(wanted.events);
        return Promise.resolve<Consumption>({
          ...{ commit: () => Promise.resolve(), pause: () => undefined, resume: () => undefined, stop: () => Promise.resolve() },
          silence: () => ({ heartbeatMs: 0, fetchMs: 0 }),
        });
      });
    };
    const end = (events: ConsumptionEvents): void => {
      events.ended(LATE);
    };
    await consume(end);
    await consume(end);
    await consume((events) => {
      events.joined(['lane']);
    });
    await consume(end);
    expect(waits).toEqual([1_000, 2_000, 4_000, 1_000]);
  });
});
