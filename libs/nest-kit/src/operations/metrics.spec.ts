import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { makeMetrics } from './metrics.ts';
import { readinessOf } from './readiness.ts';
import { type ExchangeStand } from './surroundings.ts';

const NOON = instant('2026-03-02T04:00:00.000Z');
const NOBODY = { get: () => undefined, all: () => [] };
const still = { now: () => NOON, monotonicMs: () => 0, wakeAt: () => () => undefined };

async function linesOf(
  stand: Partial<ExchangeStand>,
  certificates = new Map<string, { readonly validFrom: Date; readonly validTo: Date }>(),
): Promise<readonly string[]> {
  const whole: ExchangeStand = { isConnected: true, isReceiving: true, problems: [], passedOver: [], lanes: [], rebuilds: 0, ...stand };
  const surroundings = { exchanges: new Map([['bank-rural', { state: () => whole }]]), certificates };
  return (await makeMetrics({ nodes: NOBODY, clock: still, clients: new Map(), surroundings }).text()).split('\n');
}

describe('a service whose lanes travel over a broker', () => {
  it('says that the broker is away and with which codes what fails', async () => {
    const problems = [
      { place: 'broker', code: 'BROKER_UNREACHABLE' },
      { place: 'interlock.lane.police.bank-rural', code: 'TOPIC_UNKNOWN' },
      { place: 'interlock.lane.city.bank-rural', code: 'TOPIC_UNKNOWN' },
    ];
    const lines = await linesOf({ isConnected: false, isReceiving: false, problems, rebuilds: 3 });
    expect(lines).toContain('interlock_exchange_connected{node="bank-rural"} 0');
    expect(lines).toContain('interlock_exchange_receiving{node="bank-rural"} 0');
    expect(lines).toContain('interlock_exchange_problems{node="bank-rural",code="BROKER_UNREACHABLE"} 1');
    expect(lines).toContain('interlock_exchange_problems{node="bank-rural",code="TOPIC_UNKNOWN"} 2');
    expect(lines).toContain('interlock_exchange_rebuilds_total{node="bank-rural"} 3');
  });

  it('tells the lag of each lane that ends here, and for how long its member waits', async () => {
    const lines = await linesOf({
      lanes: [
        { lane: { from: 'police', to: 'bank-rural' }, lag: 17 },
        { lane: { from: 'city', to: 'bank-rural' }, lag: undefined },
      ],
    });
    expect(lines).toContain('interlock_kafka_lag_messages{from="police",to="bank-rural"} 17');
    expect(lines.filter((line) => line.startsWith('interlock_kafka_lag_messages{'))).toHaveLength(1);
  });

  it('counts what was passed over, by topic and reason', async () => {
    const lines = await linesOf({ passedOver: [{ topic: 'interlock.lane.police.bank-rural', code: 'MESSAGE_UNREADABLE', count: 2 }] });
    expect(lines).toContain(
      'interlock_exchange_passed_over_total{node="bank-rural",topic="interlock.lane.police.bank-rural",code="MESSAGE_UNREADABLE"} 2',
    );
  });

  it.each([
    ['over', 'CERTIFICATE_EXPIRED', -2, -1],
    ['not yet in force', 'CERTIFICATE_NOT_YET_VALID', 1, 800],
    ['in its last 14 days', 'CERTIFICATE_ENDING', -2, 13],
  ])('tells with a code when its certificate is %s', async (_, code, from, to) => {
    const days = (count: number): Date => new Date(Date.now() + count * 86_400_000);
    const lines = await linesOf({}, new Map([['bank-rural', { validFrom: days(from), validTo: days(to) }]]));
    expect(lines).toContain(`interlock_certificate_trouble{certificate="bank-rural",code="${code}"} 1`);
    expect(lines.filter((line) => line.startsWith('interlock_certificate_trouble{'))).toHaveLength(1);
  });

  it('tells when its certificate ends, below 0 when it has', async () => {
    const ended = { validFrom: new Date(0), validTo: new Date(Date.now() - 60_000) };
    const lines = await linesOf({}, new Map([['bank-rural', ended]]));
    expect(lines.find((line) => line.startsWith('interlock_certificate_expiry_seconds{certificate="bank-rural"} -60'))).toBeDefined();
  });
});

describe('a service that does not reach its broker', () => {
  it('is not ready, and says with which code; it is when it has joined again', () => {
    const problems = [{ place: 'broker', code: 'BROKER_UNREACHABLE' }];
    const away: ExchangeStand = { isConnected: false, isReceiving: false, problems, passedOver: [], lanes: [], rebuilds: 0 };
    const readiness = (stand: ExchangeStand) => readinessOf(NOBODY, false, { exchanges: new Map([['police', { state: () => stand }]]) });
    expect(readiness(away)).toEqual({ ready: false, problems: ['police does not reach the broker: BROKER_UNREACHABLE'] });
    expect(readiness({ ...away, isConnected: true, problems: [] })).toEqual({
      ready: false,
      problems: ['police has not joined its group'],
    });
    expect(readiness({ ...away, isConnected: true, isReceiving: true, problems: [] })).toEqual({ ready: true, problems: [] });
  });
});

describe('every metric', () => {
  it('says what it means, and is named for what it counts', async () => {
    const lines = await linesOf({});
    const names = lines.flatMap((line) => (line.startsWith('# TYPE interlock_') ? [line.split(' ')] : []));
    expect(names.length).toBeGreaterThan(20);
    for (const [, , name = '', type] of names) {
      expect(lines.find((line) => line.startsWith(`# HELP ${name} `))?.length).toBeGreaterThan(`# HELP ${name} `.length + 15);
      expect(name.endsWith('_total')).toBe(type === 'counter');
    }
  });
});
