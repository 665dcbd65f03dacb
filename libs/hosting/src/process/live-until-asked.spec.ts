import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { liveUntilAsked } from './live-until-asked.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function living() {
  const said: string[] = [];
  const asked = Promise.withResolvers<undefined>();
  const started = Promise.withResolvers<string>();
  const stopped = Promise.withResolvers<undefined>();
  const over = liveUntilAsked<string>({
    asked: asked.promise,
    start: () => started.promise,
    running: (name) => said.push(`${name} runs`),
    stopping: () => said.push('stopping'),
    async stop(name) {
      said.push(`stop ${name}`);
      await stopped.promise;
    },
    overdue: () => said.push('overdue'),
  }).then(
    () => said.push('over'),
    (error: unknown) => said.push(String(error)),
  );
  return { said, asked, started, stopped, over };
}

describe('a process that is asked to stop', () => {
  it('while it runs stops, and says so', async () => {
    const { said, asked, started, stopped, over } = living();
    started.resolve('police');
    await jest.advanceTimersByTimeAsync(60_000);
    asked.resolve(undefined);
    stopped.resolve(undefined);
    await over;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual(['police runs', 'stopping', 'stop police', 'over']);
  });

  it('while it starts says so at once, never runs, and stops when it has started', async () => {
    const { said, asked, started, stopped, over } = living();
    asked.resolve(undefined);
    await jest.advanceTimersByTimeAsync(17_000);
    expect(said).toEqual(['stopping']);
    started.resolve('police');
    stopped.resolve(undefined);
    await over;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual(['stopping', 'stop police', 'over']);
  });

  it('has 18 seconds from that moment on, of a start that does not end as of a stop', async () => {
    const { said, asked } = living();
    await jest.advanceTimersByTimeAsync(60_000);
    asked.resolve(undefined);
    await jest.advanceTimersByTimeAsync(17_999);
    expect(said).toEqual(['stopping']);
    await jest.advanceTimersByTimeAsync(1);
    expect(said).toEqual(['stopping', 'overdue']);
  });

  it('during a start that then fails has nothing to stop', async () => {
    const { said, asked, started, over } = living();
    asked.resolve(undefined);
    await jest.advanceTimersByTimeAsync(1);
    started.reject(new Error('no store'));
    await over;
    expect(said).toEqual(['stopping', 'over']);
  });

  it('does not hide what kept it from starting before', async () => {
    const { said, started, over } = living();
    started.reject(new Error('no store'));
    await over;
    expect(said).toEqual(['Error: no store']);
  });
});
