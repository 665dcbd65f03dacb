import { afterEach, describe, expect, it } from '@jest/globals';
import { type StopWishes, listenForStop } from './stop-wishes.ts';

let listening: StopWishes | undefined;
afterEach(() => {
  listening?.forget();
});

describe('a wish to stop', () => {
  it('is one, however often terminal, npm and launchers pass it on; what comes a second later is another', async () => {
    let ms = 5_000;
    let endedAtOnce = 0;
    listening = listenForStop(() => (endedAtOnce += 1), { now: () => ms });
    process.emit('SIGINT');
    await listening.first;
    for (ms of [5_001, 5_040, 6_000]) process.emit('SIGINT');
    expect(endedAtOnce).toBe(0);
    ms = 6_001;
    process.emit('SIGTERM');
    expect(endedAtOnce).toBe(1);
  });

  it('leaves other signals alone, and all of them when it is over', () => {
    const before = process.listenerCount('SIGTERM');
    listening = listenForStop(() => undefined, { signals: ['SIGINT'] });
    expect(process.listenerCount('SIGTERM')).toBe(before);
    listening.forget();
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
