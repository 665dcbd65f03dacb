import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from '@jest/globals';
import { hasEnded, isRunning } from '../processes/end-process.ts';
import { endTogether } from './watchdog.ts';

const started: ChildProcess[] = [];

function sleeper(): number {
  const child = spawn('sleep', ['60']);
  started.push(child);
  if (child.pid === undefined) throw new Error('sleep does not start');
  return child.pid;
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

describe('a watchdog', () => {
  it('ends what it watches when the starter was killed', async () => {
    const [starter, broker] = [sleeper(), sleeper()];
    endTogether(broker, starter);
    expect(await hasEnded(broker, 200)).toBe(false);
    process.kill(starter, 'SIGKILL');
    expect(await hasEnded(broker, 5_000)).toBe(true);
  });

  it('leaves everything alone once it is ended', async () => {
    const [starter, broker] = [sleeper(), sleeper()];
    endTogether(broker, starter).end();
    process.kill(starter, 'SIGKILL');
    expect(await hasEnded(broker, 1_500)).toBe(false);
    expect(isRunning(starter)).toBe(false);
  });
});
